/** Constants of a formula are no data: symbols stand beside all their digits, or their names, whatever the precision. */
import { Activation, GELU, Linear, MSELoss, Sequential, manualSeed } from '../../src/engine';
import { Expression, children, quantity } from '../../src/engine/formula/expression';
import { layers } from '../../src/engine/registry';
import { Program, TeXPrinter, derive, lineToText, toText } from '../../src/derivation';
import { TraceReader, record } from '../../src/trace';
import { intervalOf } from '../lines/printed';
import { PlainReader } from '../lines/plainText';
import { layersToTry } from './everything';

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

/** An activation's formula and the formula of its slope, where it bends and far from there. */
const formulas = Object.entries(layersToTry)
  .filter(([type]) => layers[type].prototype instanceof Activation)
  .flatMap(([type, makers]) => makers.map(make => [type, make() as Activation] as const));

test.each(formulas)('writes every constant of %s exactly', (_type, f) => {
  for (const z of [-30, -2.5, -0.3, 0, 0.3, 2.5, 30]) {
    const [x, a] = [quantity({ name: 'z' }, 'z', z), quantity({ name: 'a' }, 'z', f.value(z))];
    for (const constant of [f.formula(x), f.slopeFormula(x, a)].flatMap(constantsOf)) {
      const text = `a = ${toText(constant, 'symbols', 2)}`;
      const [, read] = new PlainReader(text, ['a'], 18).line().sides;
      expect(intervalOf(read, { symbols: new Map(), omitted: [] })).toMatchObject({
        low: constant.value,
        high: constant.value
      });
    }
  }
});
