/**
 * Names of classes, layers and features may be any text: each format of a document keeps them as text.
 * @jest-environment jsdom
 */
import { TextDecoder, TextEncoder } from 'node:util';
import * as fc from 'fast-check';
import katex from 'katex';
import { DIGITS, english } from '../../src/derivation';
import { Linear, MSELoss, Module, SGD, Sequential, Tensor, TensorLike, manualSeed } from '../../src/engine';
import { toHtml } from '../../src/document/html';
import { toLatex } from '../../src/document/latexDisplays';
import { toLatexFile } from '../../src/document/latexFile';
import { toMarkdown } from '../../src/document/markdown';
import { traceDocument } from '../../src/document/traceDocument';
import { Trace, record } from '../../src/trace';

Object.assign(globalThis, { TextEncoder, TextDecoder });

/** A learner's own layer. */
class Own extends Module {
  override forward(x: TensorLike): Tensor {
    return Tensor.from(x).clone();
  }
  override backward(g: TensorLike): Tensor {
    return Tensor.from(g).clone();
  }
}

let usual: Trace;
beforeAll(() => {
  manualSeed(1);
  const model = new Sequential({ first: new Linear(2, 2), own: new Own(), last: new Linear(2, 1) });
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const options = { input: [[0.5, -1]], target: [[1]], loss: new MSELoss(), optimizer };
  usual = JSON.parse(JSON.stringify(record(model, { ...options, featureNames: ['f0', 'f1'] }))) as Trace;
});

/** The trace under another name of its own layer and of a feature. */
function named(name: string): Trace {
  const trace = JSON.parse(JSON.stringify(usual)) as Trace;
  trace.model[1].type = name;
  trace.data.featureNames = [name, 'f1'];
  return trace;
}

const words = ['平方', 'My_Layer', 'Layer_', '$x$', '\\end{document}', '}', '{', '#&%~^_', '', 'a\u0000b\u001bc', '\ud800', '\u202eשלום', '🙂', '<b>', '`|*', ']]>', 'a\u2028b', 'x'.repeat(3000)]; // prettier-ignore
const anyName = fc.oneof(
  fc.constantFrom(...words),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.array(fc.constantFrom(...'\\{}$&#^_~%<>|`*[]"\'\u0000\u0007\u202e\u0301 aב'), { maxLength: 12 }).map(all => all.join('')) // prettier-ignore
);

/** What TeX would take for the end of a group, a command or a formula: braces and dollars balance. */
function balanced(tex: string): boolean {
  let depth = 0;
  for (const brace of tex.replace(/\\[{}\\$%&#_]/g, '').replace(/[^{}]/g, '')) {
    depth += brace === '{' ? 1 : -1;
    if (depth < 0) {
      return false;
    }
  }
  return depth === 0;
}

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|[\ud800-\udfff](?<![\ud800-\udbff][\udc00-\udfff])(?![\udc00-\udfff])/; // prettier-ignore
const displaysOf = (text: string): string[] =>
  [...text.matchAll(/\$\$\n([\s\S]*?)\n\$\$/g)].map(([, tex]) => tex);

function check(name: string): void {
  const document = traceDocument(named(name), english, DIGITS);
  const svg = document.picture?.svg ?? '';
  expect(svg).not.toMatch(CONTROL);
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(parsed.querySelector('parsererror')).toBeNull();

  const html = toHtml(document, english, DIGITS);
  expect(html).not.toMatch(CONTROL);
  expect(new DOMParser().parseFromString(html, 'text/html').querySelectorAll('script, b')).toHaveLength(0);

  const markdown = toMarkdown(document, english, DIGITS);
  expect(markdown).not.toMatch(CONTROL);
  for (const tex of displaysOf(markdown)) {
    expect(tex).not.toContain('$$');
    katex.renderToString(tex, { throwOnError: true, displayMode: true, strict: false });
  }

  const latex = toLatex(document, english, DIGITS);
  expect(latex).not.toMatch(CONTROL);
  displaysOf(latex).forEach(tex => {
    expect(balanced(tex)).toBe(true);
  });

  const file = toLatexFile(document, english, DIGITS);
  expect(file).not.toMatch(CONTROL);
  expect(file.match(/\\end\{document\}/g)).toHaveLength(1);
  expect(balanced(file)).toBe(true);
}

test.each(words)('a layer and a feature called %j', name => {
  check(name);
});

test('a layer and a feature of any name', () => {
  fc.assert(fc.property(anyName, check), { numRuns: 60 });
});

test('asks for xelatex where a letter is not Latin', () => {
  const file = (name: string): string =>
    toLatexFile(traceDocument(named(name), english, DIGITS), english, DIGITS);
  expect(file('Größe')).toMatch(/^\\documentclass\{article\}\n\\usepackage\{amsmath\}/);
  expect(file('слой')).toMatch(
    /^\\documentclass\{article\}\n% Compile with xelatex\.\n\\usepackage\{fontspec\}/
  );
  expect(file('平方')).toMatch(/^\\documentclass\{ctexart\}/);
});
