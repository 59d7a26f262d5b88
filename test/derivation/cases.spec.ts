/** Formulas with cases, at NaN: no comparison holds, so that none is written, and the formula gives what the engine does. */
import { Activation, ElementwiseLoss } from '../../src/engine';
import { Expression, children, evaluate, given, quantity } from '../../src/engine/formula/expression';
import { layersToTry, lossesToTry } from './everything';

const compares = (e: Expression): boolean => e.kind === 'given' || children(e).some(compares);
const z = quantity({ name: 'z' }, 'z', NaN);
const y = quantity({ name: 'y' }, 'target', 0.5);

const activations = Object.entries(layersToTry).flatMap(
  ([type, makers]) =>
  makers.map(make => [type, make()] as const).filter((each): each is readonly [string, Activation] => each[1] instanceof Activation) // prettier-ignore
);
const elementwise = Object.entries(lossesToTry).flatMap(
  ([type, tries]) =>
  tries.map(({ loss }) => [type, loss()] as const).filter((each): each is readonly [string, ElementwiseLoss] => each[1] instanceof ElementwiseLoss) // prettier-ignore
);

test.each(activations)('%s passes NaN on as its formulas say', (_type, f) => {
  const a = quantity({ name: 'a' }, 'activation', f.value(NaN));
  const [formula, slope] = [f.formula(z), f.slopeFormula(z, a)];
  expect([formula, slope].some(compares)).toBe(false);
  expect([evaluate(formula), evaluate(slope)]).toEqual([f.value(NaN), f.slope(NaN, f.value(NaN))]);
});

test.each(elementwise)('%s passes NaN on as its formulas say', (_type, loss) => {
  const [formula, slope] = [loss.formula(z, y), loss.slopeFormula(z, y)];
  expect([formula, slope].some(compares)).toBe(false);
  expect([evaluate(formula), evaluate(slope)]).toEqual([loss.value(NaN, 0.5), loss.slope(NaN, 0.5)]);
});

test('writes the comparison of a number', () => {
  expect(given(1, 2, '>', 0)).toMatchObject({ kind: 'given', relation: '>' });
});
