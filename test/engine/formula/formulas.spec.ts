/** What layers and losses say of themselves is what they compute. */
import * as fc from 'fast-check';
import { BCELoss, ElementwiseLoss, MSELoss } from '../../../src/engine';
import { Expression, Role, evaluate, quantity } from '../../../src/engine/formula/expression';
import { activation, between } from '../../arbitraries';

const q = (name: string, role: Role, value: number): Expression => quantity({ name }, role, value);

/** Equal up to the order of multiplications: a few units in the last place. */
function expectSame(formula: number, computed: number): void {
  expect(Math.abs(formula - computed)).toBeLessThanOrEqual(4 * Number.EPSILON * Math.abs(computed));
}

describe('formulas', () => {
  it('of every activation and its slope', () => {
    const z = fc.oneof(between(-1000, 1000), between(-2, 2), fc.constantFrom(0, -0, 1e-300, -1e-300));
    fc.assert(
      fc.property(activation, z, (f, x) => {
        const a = f.value(x);
        const [qz, qa] = [q('z', 'z', x), q('a', 'activation', a)];
        expectSame(evaluate(f.formula(qz)), a);
        expectSame(evaluate(f.slopeFormula(qz, qa)), f.slope(x, a));
      })
    );
  });

  it('of every loss and its slope', () => {
    const unit = fc.oneof(between(0, 1), fc.constantFrom(0, 1, 1e-20, 1e-50, 1 - 1e-14));
    const loss = fc.constantFrom<ElementwiseLoss>(new BCELoss(), new MSELoss());
    fc.assert(
      fc.property(loss, unit, unit, (l, output, target) => {
        const [qo, qt] = [q('ŷ', 'activation', output), q('y', 'target', target)];
        expectSame(evaluate(l.formula(qo, qt)), l.value(output, target));
        expectSame(evaluate(l.slopeFormula(qo, qt)), l.slope(output, target));
      })
    );
  });

  it('leave the clamp out where it does not act', () => {
    const kinds = (output: number): string =>
      JSON.stringify(new BCELoss().formula(q('ŷ', 'activation', output), q('y', 'target', 1)));
    expect(kinds(0.3)).not.toContain('max');
    expect(kinds(1e-50)).toContain('max');
  });
});
