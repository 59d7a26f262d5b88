/**
 * The formulas of a feed-forward layer: its parts as whole vectors, u = x W₁ᵀ + b₁, h = f(u), y = h W₂ᵀ + b₂,
 * and the number in focus, term by term.
 */
import { keptOrDropped } from './dropout';
import { Equation, Explanation, Row, Vector, lossBy, vectorOf } from '../formula/explanation';
import {
  Expression,
  Notation,
  applied,
  difference,
  elementwise,
  generalOf,
  number,
  product,
  quantity,
  quotient,
  series,
  sum
} from '../formula/expression';
import type { Tensor } from '../tensor';

/** The names and the inner values of a feed-forward layer, for the whole batch. */
export interface FeedForwardParts {
  /** Of the Linear that widens, that which narrows, and the gate's. */
  names: [string, string, string | null];
  bias: boolean;
  /** How f is written. */
  activation: string;
  p: number;
  u: Tensor;
  /** f(u). */
  bent: Tensor;
  gate: Tensor | null;
  h: Tensor;
  /** ∂L/∂h. */
  gradHidden: Tensor;
  gradU: Tensor;
  gradGate: Tensor | null;
}

interface Vectors {
  u: Vector;
  h: Vector;
  gate: Vector | null;
  gradU: Vector;
  gradGate: Vector | null;
  /** m/(1 − p) of the dropout; none where nothing is dropped. */
  mask: Expression[];
}

function vectorsOf(row: Row, parts: FeedForwardParts): Vectors {
  const own = (name: string): Notation => ({ name, ...(row.sup && { sup: row.sup }) });
  const inside = (tensor: Tensor, name: string): Vector =>
    vectorOf(tensor, row.sample, own(name), name === 'h' ? 'activation' : 'z');
  const back = (tensor: Tensor, name: string): Vector =>
    vectorOf(tensor, row.sample, lossBy(row, own(name)), 'gradient');
  const m = quantity({ ...own('m'), shape: `1×${parts.h.shape[1]}`, note: keptOrDropped }, 'rate', NaN);
  return {
    u: inside(parts.u, 'u'),
    h: inside(parts.h, 'h'),
    gate: parts.gate && inside(parts.gate, 'v'),
    gradU: back(parts.gradU, 'u'),
    gradGate: parts.gradGate && back(parts.gradGate, 'v'),
    mask: row.kept('dropout') ? [parts.p < 1 ? quotient(m, difference(1, parts.p)) : m] : []
  };
}

const whole = (name: string, role: 'weight' | 'bias', shape: string, sup?: string): Expression =>
  quantity({ name, ...(sup && { sup }), shape }, role, NaN);

/** x Wᵀ + b of a part, as symbols with their shapes. */
function affine(x: Vector, out: number, part: string, bias: boolean): Expression {
  const times = product(x.whole(), whole(`W${part}`, 'weight', `${x.length}×${out}`, 'T'));
  return bias ? sum(times, whole(`b${part}`, 'bias', `1×${out}`)) : times;
}

/** u, v, the mask and h, from the last to the first. */
function hidden(row: Row, parts: FeedForwardParts, all: Vectors): Equation[] {
  const { u, h, gate, mask } = all;
  const bent = applied(parts.activation, u.whole());
  const factors = [...mask, bent, ...(gate ? [gate.whole()] : [])];
  const line = (left: Vector, form: Expression): Equation => ({
    left: left.whole(),
    forms: [form],
    result: left.numbers()
  });
  return [
    line(h, factors.length === 1 ? bent : elementwise(...factors)),
    ...dropped(row, all),
    ...(gate ? [line(gate, affine(row.input, gate.length, '₃', parts.bias))] : []),
    line(u, affine(row.input, u.length, '₁', parts.bias))
  ];
}

/** The mask m of the sample. */
function dropped({ kept }: Row, { mask: [factor], h }: Vectors): Equation[] {
  const given = kept('dropout');
  if (!given) {
    return [];
  }
  const left = factor.kind === 'quotient' ? factor.numerator : factor;
  return [{ left, forms: [], result: new Vector(h.length, i => number(given[i])).numbers() }];
}

/** yᵢ = Σₖ w₂ᵢₖ hₖ + b₂ᵢ. */
export function forwardOf(row: Row, parts: FeedForwardParts, i: number): Explanation {
  const all = vectorsOf(row, parts);
  const { parameter } = row;
  const name = parts.names[1];
  const total = series(
    all.h.map((h, k) => product(parameter(`${name}.weight`, [i, k]), h)),
    product(generalOf(parameter(`${name}.weight`, [i, 0]), `${i + 1},k`), all.h.general('k')),
    `k=1,${all.h.length}`
  );
  const form = parts.bias ? sum(total, parameter(`${name}.bias`, [i])) : total;
  const vectors: Equation = {
    left: row.output.whole(),
    forms: [affine(all.h, row.output.length, '₂', parts.bias)],
    result: row.output.numbers()
  };
  return { forms: [form], where: [vectors, ...hidden(row, parts, all)] };
}

/** ∂L/∂u and, with a gate, ∂L/∂v. */
function deltas(row: Row, parts: FeedForwardParts, all: Vectors): Equation[] {
  const { u, h, gate, mask, gradU, gradGate } = all;
  const back = product(row.gradOutput.whole(), whole('W₂', 'weight', `${row.output.length}×${h.length}`));
  const slope = applied(`${parts.activation}′`, u.whole());
  const through = elementwise(back, ...mask, ...(gate ? [gate.whole()] : []), slope);
  const lines: Equation[] = [{ left: gradU.whole(), forms: [through], result: gradU.numbers() }];
  if (gradGate) {
    const form = elementwise(back, ...mask, applied(parts.activation, u.whole()));
    lines.push({ left: gradGate.whole(), forms: [form], result: gradGate.numbers() });
  }
  return lines;
}

/** ∂L/∂xⱼ = Σₖ ∂L/∂uₖ w₁ₖⱼ, and with a gate, plus Σₖ ∂L/∂vₖ w₃ₖⱼ. */
export function inputOf(row: Row, parts: FeedForwardParts, j: number): Explanation {
  const all = vectorsOf(row, parts);
  const through = (grad: Vector, name: string): Expression =>
    series(
      grad.map((g, k) => product(g, row.parameter(`${name}.weight`, [k, j]))),
      product(grad.general('k'), generalOf(row.parameter(`${name}.weight`, [0, j]), `k,${j + 1}`)),
      `k=1,${grad.length}`
    );
  const first = through(all.gradU, parts.names[0]);
  const form = all.gradGate ? sum(first, through(all.gradGate, parts.names[2]!)) : first;
  return { forms: [form], where: [...deltas(row, parts, all), ...hidden(row, parts, all).slice(1)] };
}

/** ∂L/∂w of a part is the gradient at its output times its input; ∂L/∂b is the gradient at its output. */
export function gradientOf(
  row: Row,
  parts: FeedForwardParts,
  name: string,
  [j, k]: readonly number[]
): Explanation {
  const all = vectorsOf(row, parts);
  const [part, what] = name.split('.');
  const narrow = part === parts.names[1];
  const grad = narrow ? row.gradOutput : part === parts.names[2] ? all.gradGate! : all.gradU;
  const input = narrow ? all.h : row.input;
  const lines = [
    ...(narrow ? [] : deltas(row, parts, all)),
    ...hidden(row, parts, all).slice(narrow ? 0 : 1)
  ];
  return {
    forms: [what === 'bias' ? grad.at(j) : product(grad.at(j), input.at(k))],
    where: narrow && what === 'bias' ? [] : lines
  };
}
