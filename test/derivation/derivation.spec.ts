import * as fc from 'fast-check';
import katex from 'katex';
import {
  DIGITS,
  Granularity,
  Line,
  Program,
  TeXPrinter,
  derive,
  english,
  lineToText,
  sentenceText,
  valueOf
} from '../../src/derivation';
import { CrossEntropyLoss, Linear, MSELoss, Module, Sequential } from '../../src/engine';
import { evaluate } from '../../src/engine/formula/expression';
import { Trace, TraceReader, parseAddress, record } from '../../src/trace';
import { katexOptions } from '../../src/views/formula/typeset';
import { NONE, makeTrace, recipes, usual } from './networks';

const close = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-12 * (1 + Math.abs(b)) || (Number.isNaN(a) && Number.isNaN(b));

/** Every line of a few steps of a trace, including the first and the last of each phase. */
function linesOf(reader: TraceReader, granularity: Granularity, sample: number): Line[] {
  const program = new Program(reader.trace, granularity);
  const ends = program.runs().flatMap(({ start, end }) => [start, (start + end) >> 1, end - 1]);
  return ends.flatMap(i =>
    derive(reader, program.step(i), sample, granularity).blocks.flatMap(({ lines }) => lines)
  );
}

const granularities: Granularity[] = ['operation', 'neuron', 'layer'];

test('derives every result of the trace from its last form', () => {
  fc.assert(
    fc.property(recipes, fc.constantFrom(...granularities), (recipe, granularity) => {
      const reader = new TraceReader(makeTrace(recipe));
      for (const line of linesOf(reader, granularity, recipe.samples - 1)) {
        const got = evaluate(line.forms[line.forms.length - 1] ?? line.result);
        if (!close(got, valueOf(line.result))) {
          throw new Error(`${lineToText(line, DIGITS)}: ${got} is not ${valueOf(line.result)}`);
        }
        const ref = line.result.kind === 'quantity' ? line.result.ref : undefined;
        const updated = line.becomes === true;
        if (ref && !updated && reader.value(parseAddress(ref)!) !== valueOf(line.result)) {
          throw new Error(`${lineToText(line, DIGITS)} is not what is at ${ref}`);
        }
      }
    }),
    { numRuns: 150 }
  );
});

test('writes every formula as TeX that KaTeX parses', () => {
  fc.assert(
    fc.property(recipes, fc.constantFrom(...granularities), fc.boolean(), (recipe, granularity, inline) => {
      const reader = new TraceReader(makeTrace(recipe));
      for (const line of linesOf(reader, granularity, 0)) {
        const tex = new TeXPrinter({ digits: DIGITS, marked: true }).line(line, inline);
        const html = katex.renderToString(`\\begin{aligned}${tex}\\end{aligned}`, {
          ...katexOptions(),
          throwOnError: true
        });
        expect(html).not.toContain('katex-error');
      }
    }),
    { numRuns: 25 }
  );
});

test('breaks a wide formula into rows with the same terms', () => {
  const flat = (tex: string): string =>
    tex
      .replace(/ *\\\\\n&\\quad */g, ' ')
      .replace(/\\(bigl|left)\(/g, '(')
      .replace(/\\(bigr|right)\)/g, ')')
      .replace(/\s+/g, '');
  fc.assert(
    fc.property(
      recipes,
      fc.constantFrom(...granularities),
      fc.integer({ min: 4, max: 40 }),
      (recipe, granularity, room) => {
        for (const line of linesOf(new TraceReader(makeTrace(recipe)), granularity, 0)) {
          const tex = new TeXPrinter({ digits: DIGITS, marked: true, more: String, room }).line(line);
          expect(flat(tex)).toBe(
            flat(new TeXPrinter({ digits: DIGITS, marked: true, more: String }).line(line))
          );
          const rows = new TeXPrinter({ digits: DIGITS, more: String, room }).line(line);
          katex.renderToString(`\\begin{aligned}${rows}\\end{aligned}`, { throwOnError: true });
        }
      }
    ),
    { numRuns: 25 }
  );
});

test('derives a loss of 0 if no class is wanted', () => {
  for (const samples of [1, 2]) {
    const model = new Sequential(new Linear(2, 3));
    const input = [[1, 2], [3, 4]].slice(0, samples); // prettier-ignore
    const target = [[0, 0, 0], [0, 1, 0]].slice(0, samples); // prettier-ignore
    const reader = new TraceReader(record(model, { input, target, loss: new CrossEntropyLoss() }));
    const [line] = linesOf(reader, 'operation', 0).filter(
      ({ left }) => left.kind === 'quantity' && left.role === 'loss'
    );
    expect(lineToText(line, DIGITS)).toMatch(/^[Lℓ].* = .*ln.* = 0$/);
    expect(new TeXPrinter({ digits: DIGITS, more: String }).line(line)).toMatch(/\\ln[^]*\\boldsymbol\{0\}$/);
    expect(new TeXPrinter({ digits: DIGITS, more: String }).line(line)).not.toMatch(/= *\\\\/);
  }
});

test('keeps each row of a formula within its width, unless it is one piece', () => {
  const reader = new TraceReader(makeTrace({ ...example, widths: [3, 5, 4] }));
  const room = 24;
  let broken = 0;
  for (const line of linesOf(reader, 'operation', 0)) {
    const rows = new TeXPrinter({ digits: DIGITS, more: String, room }).line(line).split('\\\\\n');
    broken += rows.filter(row => row.startsWith('&\\quad')).length;
    // Digits are half an em wide.
    rows.forEach(row => expect((row.match(/\d/g) ?? []).length).toBeLessThan(2 * room));
  }
  expect(broken).toBeGreaterThan(0);
});

test('writes formulas without marks as plain TeX', () => {
  const reader = new TraceReader(makeTrace({ ...example, widths: [3, 9, 2] }));
  for (const line of linesOf(reader, 'operation', 0)) {
    const tex = new TeXPrinter({ digits: DIGITS }).line(line);
    expect(tex).not.toContain('html');
    katex.renderToString(`\\begin{aligned}${tex}\\end{aligned}`, { throwOnError: true });
  }
});

const example = { ...usual, activations: [0, NONE, NONE, NONE] };

test('counts 56 operations, 17 neuron steps and 11 layer steps in a 2–4–1 network', () => {
  const trace = makeTrace(example);
  expect(granularities.map(granularity => new Program(trace, granularity).length)).toEqual([56, 17, 11]);
  expect(new Program(trace, 'operation').runs().map(({ start, end }) => end - start)).toEqual([
    10, 1, 27, 17, 1
  ]);
});

test('finds an operation at every granularity', () => {
  fc.assert(
    fc.property(recipes, recipe => {
      const trace = makeTrace(recipe);
      const operations = new Program(trace, 'operation');
      for (const granularity of granularities) {
        const program = new Program(trace, granularity);
        for (let i = 0; i < operations.length; i++) {
          const { iteration, operation } = operations.step(i);
          const step = program.step(program.indexOf(operation(0), iteration));
          const inside = Array.from({ length: step.count }, (_, at) => JSON.stringify(step.operation(at)));
          expect(inside).toContain(JSON.stringify(operation(0)));
        }
      }
    }),
    { numRuns: 20 }
  );
});

test('derives ∂L/∂w₂₂ of the 2–4–1 network as in the picture of the design', () => {
  const reader = new TraceReader(makeTrace(example));
  const program = new Program(reader.trace, 'operation');
  const { question, blocks } = derive(reader, program.step(26), 0, 'operation');
  expect(question.message).toBe('How much would the loss change with %1, the weight from %2 to %3?');
  expect(blocks.map(({ heading }) => heading)).toEqual(['Chain rule', 'Where']);
  expect(lineToText(blocks[0].lines[0], DIGITS)).toMatch(
    /^∂L\/∂w₂₂⁽¹⁾ = ∂L\/∂a₂⁽¹⁾ · σ′\(z₂⁽¹⁾\) · x₂ = δ₂⁽¹⁾ · x₂ = /
  );
});

test('names the type of a layer whose name is a number', () => {
  const asked = (model: Module): unknown[] => {
    const trace = record(model, { input: [[1, 2]], target: [[1]], loss: new MSELoss() });
    const reader = new TraceReader(JSON.parse(JSON.stringify(trace)) as Trace);
    return derive(reader, new Program(reader.trace, 'layer').step(0), 0, 'layer').question.args;
  };
  expect(asked(new Sequential(new Linear(2, 1)))).toEqual(['0 (Linear)']);
  expect(asked(new Sequential({ hidden: new Linear(2, 1) }))).toEqual(['hidden']);
});

/** The remarks of every step of a trace by neuron, as text. */
function remarksOf(trace: Trace, whole = false): string {
  const reader = new TraceReader(trace);
  const program = new Program(trace, 'neuron');
  return Array.from({ length: program.length }, (_, i) =>
    derive(reader, program.step(i), 0, 'neuron', whole)
      .remarks.map(remark => sentenceText(remark, english))
      .join('\n')
  ).join('\n');
}

test.each([
  ['one neuron', { ...usual, widths: [2, 1] }, /is simply ŷ − y\./],
  ['a 2–4–1 network', usual, /is simply ŷ − y\./],
  ['a mean over three samples', { ...usual, samples: 3 }, /is simply \(ŷ − y\) \/ 3\./]
])('says that the slopes of sigmoid and BCELoss cancel: %s', (_name, recipe, remark) => {
  expect(remarksOf(makeTrace(recipe))).toMatch(remark);
});

test('says nothing of cancelling slopes for MSELoss', () => {
  expect(remarksOf(makeTrace({ ...usual, bce: false }))).not.toContain('cancel');
});

test('keeps the role of each factor in the general term of a sum over the batch', () => {
  const reader = new TraceReader(makeTrace({ ...usual, samples: 3 }));
  const program = new Program(reader.trace, 'operation');
  const steps = Array.from({ length: program.length }, (_, i) => program.step(i));
  const step = steps.find(each => each.operation(0).kind === 'weight')!;
  const lines = derive(reader, step, 0, 'operation', true).blocks.flatMap(block => block.lines);
  const general = lines.flatMap(({ forms }) =>
    forms.flatMap(form => (form.kind === 'series' && form.general.kind === 'product' ? [form.general] : []))
  );
  const roles = general[0].factors.map(factor => factor.kind === 'quantity' && factor.role);
  expect(roles).toEqual(['gradient', 'activation']);
});
