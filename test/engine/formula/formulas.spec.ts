/** The formulas of every activation and loss of the registry give the values and slopes that the engine computes. */
import * as fc from 'fast-check';
import { Activation, BCELoss, ElementwiseLoss } from '../../../src/engine';
import { Expression, Role, evaluate, quantity } from '../../../src/engine/formula/expression';
import { layers, losses, moduleOf } from '../../../src/engine/registry';
import { between } from '../../arbitraries';
import { roundingOf } from '../../rounding';

const q = (name: string, role: Role, value: number): Expression => quantity({ name }, role, value);

/** Equal up to a few units in the last place of each operation: a textbook formula may cancel, the engine doesn't. */
function expectSame(formula: Expression, computed: number, where: string): void {
  const value = evaluate(formula);
  // A product below the normal float64s is rounded to the next multiple of the smallest one.
  const most = 2 * roundingOf(formula) + 4 * Number.EPSILON * Math.abs(computed) + Number.MIN_VALUE;
  // Not `>`: NaN must not pass.
  if (!(value === computed || Math.abs(value - computed) <= most)) {
    throw new Error(`${where}: the formula gives ${value}, the engine ${computed}`);
  }
}

const isActivation = ([, type]: [string, { prototype: object }]): boolean =>
  type.prototype instanceof Activation;
const activations = Object.entries(layers)
  .filter(isActivation)
  .flatMap(([name, type]) =>
    type.examples(1).map(o => [`${name} ${JSON.stringify(o)}`, type.from(o, moduleOf) as Activation] as const)
  );
const elementwise = Object.entries(losses)
  .filter(([, type]) => type.prototype instanceof ElementwiseLoss)
  .flatMap(([name, type]) =>
    type
      .examples(1)
      .map(o => [`${name} ${JSON.stringify(o)}`, type.from(o) as ElementwiseLoss, type.domain] as const)
  );

describe('the formula', () => {
  const z = fc.oneof(
    between(-1000, 1000),
    between(-50, 50),
    between(-2, 2),
    fc.constantFrom(0, -0, 1e-300, -1e-300)
  );

  it.each(activations)('of %s and of its slope', (name, f) => {
    fc.assert(
      fc.property(z, x => {
        const a = f.value(x);
        const [qz, qa] = [q('z', 'z', x), q('a', 'activation', a)];
        expectSame(f.formula(qz), a, `${name} at ${x}`);
        expectSame(f.slopeFormula(qz, qa), f.slope(x, a), `slope of ${name} at ${x}`);
      })
    );
  });

  const unit = fc.oneof(between(0, 1), fc.constantFrom(0, 1, 1e-20, 1e-50, 1 - 1e-14));
  const any = fc.oneof(unit, between(-1000, 1000));

  it.each(elementwise)('of %s and of its slope', (name, loss, { output, target }) => {
    const of = { number: any, probability: unit, class: unit };
    fc.assert(
      fc.property(of[output], of[target], (y, t) => {
        const [qy, qt] = [q('ŷ', 'activation', y), q('y', 'target', t)];
        expectSame(loss.formula(qy, qt), loss.value(y, t), `${name} of ${y}, ${t}`);
        expectSame(loss.slopeFormula(qy, qt), loss.slope(y, t), `slope of ${name} of ${y}, ${t}`);
      })
    );
  });

  it('of BCELoss leaves the clamp out where the clamp does not act', () => {
    const kinds = (output: number): string =>
      JSON.stringify(new BCELoss().formula(q('ŷ', 'activation', output), q('y', 'target', 1)));
    expect(kinds(0.3)).not.toContain('max');
    expect(kinds(1e-50)).toContain('max');
  });
});
