/** The formulas of LayerNorm for one row. */
import { rate } from '../optimizers/chain';
import type { Equation, Explanation, Row } from '../formula/explanation';
import {
  Expression,
  Notation,
  call,
  difference,
  evaluate,
  generalOf,
  meanOver,
  meanValue,
  power,
  product,
  quantity,
  quotient,
  sum
} from '../formula/expression';

const define = (symbol: Notation, formula: Expression): Expression =>
  quantity(symbol, formula.kind === 'product' ? 'activation' : 'z', evaluate(formula));

interface Moments {
  /** x̂ₖ, each as a quantity. */
  normal: (k: number) => Expression;
  /** √(σ² + ε). */
  deviation: Expression;
  /** μ and σ². */
  where: Equation[];
  /** x̂ₖ as a formula. */
  formula: (k: number) => Expression;
}

function moments({ input, sup }: Row, eps: number): Moments {
  const own = (name: string, sub?: string): Notation => ({ name, ...(sub && { sub }), ...(sup && { sup }) });
  const average = meanOver(
    input.map(x => x),
    input.general('k'),
    'k'
  );
  const mu = quantity(own('μ'), 'activation', meanValue(input.map(x => x)));
  const spread = meanOver(
    input.map(x => power(difference(x, mu), 2)),
    power(difference(input.general('k'), mu), 2),
    'k'
  );
  const variance = define(own('σ²'), spread);
  const deviation = call('sqrt', sum(variance, rate('ε', eps)));
  const formula = (k: number): Expression => quotient(difference(input.at(k), mu), deviation);
  const sub = (k: number): string | undefined => (input.length > 1 ? String(k + 1) : undefined);
  return {
    deviation,
    formula,
    normal: k => define(own('x̂', sub(k)), formula(k)),
    where: [
      { left: variance, forms: [spread] },
      { left: mu, forms: [average] }
    ]
  };
}

/** x̂ᵢ, and the equations of its parts. */
export function normalised(row: Row, i: number, eps: number): { normal: Expression; where: Equation[] } {
  const { normal, formula, where } = moments(row, eps);
  return { normal: normal(i), where: [{ left: normal(i), forms: [formula(i)] }, ...where] };
}

/** ∂L/∂xᵢ = (gᵢ − ḡ − x̂ᵢ c) / √(σ² + ε), where g = γ ∂L/∂y, ḡ its mean and c that of g x̂. */
export function throughNorm(row: Row, i: number, eps: number, scaled: boolean): Explanation {
  const { gradOutput, parameter, sup } = row;
  const { normal, deviation, formula, where } = moments(row, eps);
  const n = gradOutput.length;
  const own = (name: string): Notation => ({ name, ...(sup && { sup }) });
  const before = (k: number): Expression =>
    scaled ? product(parameter('weight', [k]), gradOutput.at(k)) : gradOutput.at(k);
  const g = (k: number): Expression =>
    quantity({ ...own('g'), ...(n > 1 && { sub: String(k + 1) }) }, 'gradient', evaluate(before(k)));
  const all = Array.from({ length: n }, (_, k) => g(k));
  const average = meanOver(all, generalOf(g(0), 'k'), 'k');
  const along = meanOver(
    all.map((e, k) => product(e, normal(k))),
    product(generalOf(g(0), 'k'), generalOf(normal(0), 'k')),
    'k'
  );
  const [gMean, c] = [average, along].map((e, at) =>
    quantity(own(at === 0 ? 'ḡ' : 'c'), 'gradient', evaluate(e))
  );
  const numerator = sum(
    g(i),
    { kind: 'negative', of: gMean },
    { kind: 'negative', of: product(normal(i), c) }
  );
  return {
    forms: [quotient(numerator, deviation)],
    where: [
      { left: g(i), forms: [before(i)] },
      { left: gMean, forms: [average] },
      { left: c, forms: [along] },
      { left: normal(i), forms: [formula(i)] },
      ...where
    ]
  };
}
