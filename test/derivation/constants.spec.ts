/** Constants of a formula are no data: symbols stand beside all their digits, or their names, whatever the precision. */
import { GELU, Linear, MSELoss, Sequential, manualSeed } from '../../src/engine';
import { Expression, children } from '../../src/engine/formula/expression';
import { Program, TeXPrinter, derive, lineToText, toText } from '../../src/derivation';
import { TraceReader, record } from '../../src/trace';
import { FEATURES, layersToTry, lossesToTry } from './everything';
import { layers } from '../../src/engine/registry';
import { Activation } from '../../src/engine';

/** The constants of a formula. */
const constantsOf = (e: Expression): Extract<Expression, { kind: 'number' }>[] =>
  e.kind === 'number' ? [e] : children(e).flatMap(constantsOf);

const linesOf = (model: Sequential): ReturnType<typeof derive>['blocks'][0]['lines'] => {
  const reader = new TraceReader(record(model, { input: [[0.7, -1.3]], target: [[1]], loss: new MSELoss() }));
  const program = new Program(reader.trace, 'operation');
  return Array.from({ length: program.length }, (_, i) => derive(reader, program.step(i), 0, 'operation'))
    .flatMap(({ blocks }) => blocks)
    .flatMap(({ lines }) => lines);
};

test('writes GELU with √(2/π) and 0.044715, whatever the digits', () => {
  manualSeed(1);
  const model = new Sequential(new Linear(2, 2), new GELU({ approximate: 'tanh' }), new Linear(2, 1));
  for (const digits of [1, 2, 4, 17]) {
    const texts = linesOf(model).map(line => lineToText(line, digits));
    const formulas = texts.filter(text => text.includes('tanh('));
    expect(formulas.length).toBeGreaterThan(0);
    formulas.forEach(text => expect(text).toMatch(/sqrt\(2 \/ π\).*0\.044715 · /));
    const tex = linesOf(model).map(line => new TeXPrinter({ digits }).line(line));
    tex.filter(text => text.includes('tanh')).forEach(text => expect(text).toMatch(/\\sqrt\{\\frac\{2\}\{\\pi\}\}.*0\.044715 /s)); // prettier-ignore
    expect(texts.join()).not.toMatch(/3\.14|0\.0447[^1]|0\.1341/);
  }
});

/** A layer's and a loss's formulas, for some values of their symbols. */
const formulas: [string, Expression[]][] = [
  ...Object.entries(layersToTry)
    .filter(([type]) => layers[type].prototype instanceof Activation)
    .flatMap(([type, makers]) =>
      makers.map((make): [string, Expression[]] => {
        const f = make() as Activation;
        const at = (z: number): Expression[] => {
          const a: Expression = { kind: 'quantity', symbol: { name: 'a' }, role: 'z', value: f.value(z) };
          const x: Expression = { kind: 'quantity', symbol: { name: 'z' }, role: 'z', value: z };
          return [f.formula(x), f.slopeFormula(x, a)];
        };
        return [type, [-30, -2.5, -0.3, 0, 0.3, 2.5, 30].flatMap(at)];
      })
    )
];

test.each(formulas)('writes every constant of %s with all its digits', (_type, all) => {
  expect(Object.keys(lossesToTry).length + FEATURES).toBeGreaterThan(0);
  for (const e of all) {
    for (const { value, name } of constantsOf(e)) {
      const text = toText({ kind: 'number', value, ...(name && { name }) }, 'symbols', 2);
      expect(
        text === name || Number(text.replace('−', '-').replace(/×10.*/, '')) === value || /×10/.test(text)
      ).toBe(true);
      // A constant of more than 8 digits is the value of something that has a name, such as π.
      expect(text === name || text.replace(/[^\d]/g, '').length <= 8).toBe(true);
    }
  }
});
