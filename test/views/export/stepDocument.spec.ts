/** @jest-environment jsdom */
import * as fc from 'fast-check';
import katex from 'katex';
import { english } from '../../../src/derivation';
import { TraceReader } from '../../../src/trace';
import { exportSteps } from '../../../src/views/export/stepDocument';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { makeTrace, recipes, usual } from '../../derivation/networks';

const trace = makeTrace({ ...usual, samples: 3, iterations: 2 });
const displaysOf = {
  latex: (text: string) => Array.from(text.matchAll(/\\\[\n([\s\S]+?)\n\\\]/g), ([, tex]) => tex),
  markdown: (text: string) => Array.from(text.matchAll(/\$\$\n([\s\S]+?)\n\$\$/g), ([, tex]) => tex)
};
const formats = ['latex', 'markdown'] as const;

test.each(formats)('writes every step of any network in %s, its formulas readable by KaTeX', format => {
  fc.assert(
    fc.property(recipes, recipe => {
      const model = new StepperModel(makeTrace(recipe));
      const text = exportSteps(model, english, format, 'all');
      const displays = displaysOf[format](text);
      const written = Math.min(200, model.steps);
      expect(displays.length).toBeGreaterThanOrEqual(written);
      displays.forEach(tex => katex.renderToString(tex, { displayMode: true, throwOnError: true }));
      expect(text.match(/Step \d+ of \d+/g)).toHaveLength(written);
      expect(/The other \d+ steps are left out/.test(text)).toBe(written < model.steps);
    }),
    { numRuns: 3 }
  );
});

test.each(formats)('writes one step alone, with its title and the digits of the reader, in %s', format => {
  const model = new StepperModel(trace);
  model.digits = 7;
  model.goTo(5);
  const text = exportSteps(model, english, format);
  expect(text.match(/Step \d+ of \d+/g)).toEqual([`Step 6 of ${model.steps}`]);
  // The sample's own loss: its share of the mean, times the number of samples.
  const loss = model.reader.lossShare(0, 0) * model.reader.samples;
  expect(text).toContain(Number(loss.toPrecision(7)).toString());
});

test('lists the parameters of the iteration that is shown', () => {
  const model = new StepperModel(trace);
  model.goTo(model.steps - 1);
  const text = exportSteps(model, english, 'markdown');
  const rows = text.split('\n').filter(line => /^\| \\#1\//.test(line));
  expect(rows).toHaveLength(17);
  const reader = new TraceReader(trace);
  const [first] = reader.param(1, '0.weight')!.data;
  expect(rows[0]).toContain('| \\#1/0.weight\\[0,0\\] | $');
  expect(rows[0]).toContain(first.toPrecision(4).replace(/\.?0+$/, ''));
});

test('lists 200 parameters at most and says how many there are', () => {
  const model = new StepperModel(makeTrace({ ...usual, widths: [2, 64, 2], bce: false }));
  const text = exportSteps(model, english, 'markdown');
  expect(text.match(/^\| \d\./gm)).toHaveLength(200);
  expect(text).toContain('The first 200 of 322 parameters.');
});

test('keeps a name from being read as markup', () => {
  const named = makeTrace(usual);
  named.data.featureNames = ['a_b*c', '$x$ \\input{y}'];
  const model = new StepperModel(named);
  const markdown = exportSteps(model, english, 'markdown', 'all');
  expect(markdown).not.toMatch(/(?<!\\)\\input|[^\\]\*c/);
  const latex = exportSteps(model, english, 'latex', 'all');
  expect(latex).not.toContain('\\input{');
});
