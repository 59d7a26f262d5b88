/** The formulas of RMSNorm for one row. */
import { Equation, Explanation, Row, Vector } from '../formula/explanation';
import {
  Expression,
  Notation,
  call,
  difference,
  evaluate,
  meanOver,
  power,
  product,
  quantity,
  quotient,
  say,
  sum
} from '../formula/expression';
import { rate } from '../optimizers/chain';

const meanSquare = say('%1: the mean of the squares of the row', 'q');

/** A row at the layer, with the layer's ε, and whether each feature is scaled. */
export interface ScaledRow {
  row: Row;
  eps: number;
  affine: boolean;
}

/** γᵢ x̂ᵢ, x̂ᵢ = xᵢ / √(q + ε). */
export function forwardOf(of: ScaledRow, i: number): Explanation {
  const { normal, where } = parts(of);
  const form = of.affine ? product(of.row.parameter('weight', [i]), normal.at(i)) : normal.at(i);
  return { forms: [form], where: where([i]) };
}

/** (hᵢ − x̂ᵢ c) / √(q + ε), h = γ ∂L/∂y, c the mean of h x̂. */
export function backwardOf(of: ScaledRow, i: number): Explanation {
  const { row, affine } = of;
  const { normal, deviation, where } = parts(of);
  const n = row.gradOutput.length;
  const scaled = (k: number): Expression =>
    affine ? product(row.parameter('weight', [k]), row.gradOutput.at(k)) : row.gradOutput.at(k);
  const h = new Vector(n, k => quantity(own(row, 'h', n, k), 'gradient', evaluate(scaled(k))));
  const mean = meanOver(
    h.map((e, k) => product(e, normal.at(k))),
    product(h.general('k'), normal.general('k')),
    'k'
  );
  const c = quantity(own(row, 'c', 1, 0), 'gradient', evaluate(mean));
  const all = Array.from({ length: n }, (_, k) => k);
  return {
    forms: [quotient(difference(h.at(i), product(normal.at(i), c)), deviation)],
    where: [
      { left: c, forms: [mean] },
      ...all.map((k): Equation => ({ left: h.at(k), forms: [scaled(k)] })),
      ...where(all)
    ],
    remarks: [say('Two ways lead back: the number itself, and the mean square %1 of its row.', 'q')]
  };
}

/** ∂L/∂yᵢ x̂ᵢ. */
export function weightOf(of: ScaledRow, i: number): Explanation {
  const { normal, where } = parts(of);
  return { forms: [product(of.row.gradOutput.at(i), normal.at(i))], where: where([i]) };
}

/** x̂, √(q + ε), and the equations of some of x̂ and of q. */
function parts({ row, eps }: ScaledRow): {
  normal: Vector;
  deviation: Expression;
  where: (which: number[]) => Equation[];
} {
  const { input } = row;
  const n = input.length;
  const square = (x: Expression): Expression => power(x, 2);
  const mean = meanOver(input.map(square), square(input.general('k')), 'k');
  const q = quantity({ ...own(row, 'q', 1, 0), note: meanSquare }, 'z', evaluate(mean));
  const deviation = call('sqrt', sum(q, rate('ε', eps)));
  const formula = (k: number): Expression => quotient(input.at(k), deviation);
  const normal = new Vector(n, k => quantity(own(row, 'x̂', n, k), 'activation', evaluate(formula(k))));
  return {
    normal,
    deviation,
    where: which => [
      ...which.map((k): Equation => ({ left: normal.at(k), forms: [formula(k)] })),
      { left: q, forms: [mean] }
    ]
  };
}

/** A symbol of the layer's own, number `k` of `n`. */
const own = ({ sup }: Row, name: string, n: number, k: number): Notation => ({
  name,
  ...(n > 1 && { sub: String(k + 1) }),
  ...(sup && { sup })
});
