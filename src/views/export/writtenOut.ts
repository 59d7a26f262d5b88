import {
  Argument,
  Derivation,
  Sentence,
  TeXPrinter,
  architecture,
  blockToTeX,
  glossary,
  numberToTeX,
  setDigits,
  symbolToTeX,
  textToTeX
} from '../../derivation';
import { decodeTensor, formatAddress } from '../../trace';
import type { StepperModel } from '../state/stepperModel';
import type { Translate } from '../page/translate';

/** More parameters than this are not listed in a text. */
const MAX_ROWS = 200;
/** Nor more steps. */
const MAX_STEPS = 200;
/** How wide a formula may be, in em: as LaTeX’s article is. */
const ROOM = 33;

/** How a format of text writes what a derivation is made of. */
interface Format {
  text(plain: string): string;
  math(tex: string): string;
  display(tex: string): string;
  title(text: string): string;
  section(text: string): string;
  heading(text: string): string;
  table(head: string[], rows: string[][]): string;
  document(body: string): string;
}

const latex: Format = {
  text: textToTeX,
  math: tex => `$${tex}$`,
  display: tex => `\\[\n${tex}\n\\]`,
  title: text => `\\section*{${text}}`,
  section: text => `\\subsection*{${text}}`,
  heading: text => `\\paragraph{${text}}`,
  table: (head, rows) =>
    [
      `\\begin{center}\\begin{tabular}{l${'r'.repeat(head.length - 1)}}`,
      ...[head, ...rows].map((row, i) => `${row.join(' & ')} \\\\${i === 0 ? ' \\hline' : ''}`),
      '\\end{tabular}\\end{center}'
    ].join('\n'),
  document: body => {
    // Chinese needs other fonts, and xelatex.
    const chinese = /[\u4e00-\u9fff]/.test(body);
    return [
      `\\documentclass{${chinese ? 'ctexart' : 'article'}}`,
      '\\usepackage{amsmath}',
      '\\begin{document}',
      body,
      '\\end{document}',
      ''
    ].join('\n');
  }
};

const markdown: Format = {
  text: plain => plain.replace(/[\\`*_{}[\]<>|#$~]/g, letter => `\\${letter}`),
  math: tex => `$${tex}$`,
  display: tex => `$$\n${tex}\n$$`,
  title: text => `# ${text}`,
  section: text => `## ${text}`,
  heading: text => `**${text}**`,
  table: (head, rows) =>
    [head, head.map((_, i) => (i ? '---:' : '---')), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n'),
  document: body => `${body}\n`
};

/**
 * The derivation of the present step, or of all of them, as a document: what is looked at, the question, the
 * lines, remarks, and the parameters of its iteration.
 */
export function writtenOut(
  model: StepperModel,
  translate: Translate,
  format: 'latex' | 'markdown',
  steps: 'this' | 'all' = 'this'
): string {
  setDigits(model.digits);
  const print = format === 'latex' ? latex : markdown;
  const { loss, optimizer } = model.trace;
  const about = `${architecture(model.network)} · ${loss.type}${optimizer ? ` · ${optimizer.type}` : ''}`;
  const indices =
    steps === 'this'
      ? [model.stepIndex]
      : Array.from({ length: Math.min(MAX_STEPS, model.steps) }, (_, i) => i);
  const parts = [
    print.title(print.text(about)),
    ...(model.reader.samples > 1
      ? [print.text(`${translate('sample')} ${model.sample + 1} / ${model.reader.samples}`)]
      : []),
    ...indices.flatMap(i => [
      print.section(print.text(translate('Step %1 of %2', i + 1, model.steps))),
      ...stepText(model.derivationOf(i), print, translate)
    ]),
    ...(steps === 'all' && model.steps > MAX_STEPS
      ? [print.text(translate('The other %1 steps are left out.', model.steps - MAX_STEPS))]
      : []),
    ...parameters(model, print, translate)
  ];
  return print.document(parts.join('\n\n'));
}

function stepText(derivation: Derivation, print: Format, translate: Translate): string[] {
  const printer = (): TeXPrinter => new TeXPrinter(false, n => translate('%1 more terms', n), ROOM);
  return [
    sentence(derivation.question, print, translate),
    ...derivation.blocks.flatMap(block => [
      print.heading(print.text(translate(block.heading))),
      print.display(blockToTeX(block, printer()))
    ]),
    ...derivation.remarks.map(remark => sentence(remark, print, translate)),
    glossary(derivation.blocks)
      .map(entry => sentence(entry.sentence, print, translate))
      .join(print.text('; '))
  ];
}

/** A sentence with its symbols as formulas. */
function sentence({ message, args }: Sentence, print: Format, translate: Translate): string {
  return translate(message)
    .split(/(%\d)/)
    .map(part => {
      const argument: Argument | undefined = /^%\d$/.test(part) ? args[Number(part[1]) - 1] : undefined;
      if (argument === undefined) {
        return print.text(part);
      }
      return typeof argument === 'object' && 'symbol' in argument
        ? print.math(symbolToTeX(argument.symbol))
        : print.text(String(typeof argument === 'object' ? argument.feature : argument));
    })
    .join('');
}

/** Every parameter of the present iteration: before, gradient, step, after. */
function parameters(model: StepperModel, print: Format, translate: Translate): string[] {
  const { iterations } = model.trace;
  const { iteration } = model.step;
  const { params, backward, update } = iterations[iteration];
  const grads = new Map(backward.flatMap(layer => layer.params.map(({ name, grad }) => [name, grad])));
  const head = [
    translate('parameter'),
    translate('before'),
    translate('gradient'),
    ...(update.length > 0 ? [translate('step'), translate('after')] : [])
  ];
  const number = (x: number): string => print.math(numberToTeX(x));
  const rows: string[][] = [];
  let count = 0;
  for (const { name, value } of params) {
    const updated = update.find(({ param }) => param === name);
    const columns = [value, grads.get(name)!, ...(updated ? [updated.step, updated.after] : [])].map(
      decodeTensor
    );
    const { shape } = columns[0];
    for (let i = 0; i < columns[0].data.length; i++) {
      if (++count <= MAX_ROWS) {
        const index = shape.map(
          (_, d) => Math.floor(i / shape.slice(d + 1).reduce((a, b) => a * b, 1)) % shape[d]
        );
        const ref = formatAddress({ name, index, ...(iterations.length > 1 ? { iteration } : {}) });
        rows.push([print.text(ref), ...columns.map(({ data }) => number(data[i]))]);
      }
    }
  }
  return [
    print.section(print.text(translate('Parameters'))),
    print.table(
      head.map(print.text),
      rows.map(row => [...row, ...Array<string>(head.length - row.length).fill('')])
    ),
    ...(count > MAX_ROWS ? [print.text(translate('The first %1 of %2 parameters.', MAX_ROWS, count))] : [])
  ];
}
