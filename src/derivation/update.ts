import { Expression, evaluate, quantity, sum } from '../engine/formula/expression';
import { optimizers } from '../engine/registry';
import type { Tensor } from '../engine';
import { Block, Line } from './derivation';
import { Stage } from './network';
import { Terms, symbol, valueOf } from './terms';

/** The step of one weight or bias: the optimiser's chain of quantities, then before + step = after. */
export function updateBlock(terms: Terms, stage: Stage, unit: number, k: number | null): Block {
  const name = k === null ? terms.biasName(stage) : terms.weightName(stage);
  const i = k === null ? unit : unit * stage.inputs + k;
  const known = k === null ? terms.bias(stage, unit) : terms.weight(stage, unit, k);
  return { heading: 'Update', lines: updateLines(terms, name, i, known, terms.grad(stage, unit, k)) };
}

/** The step of element `i` of any parameter, given its value before and its gradient. */
export function updateLines(
  terms: Terms,
  name: string,
  i: number,
  known: Expression,
  grad: Expression
): Line[] {
  const { trace } = terms.reader;
  const update = trace.iterations[terms.iteration].update.find(({ param }) => param === name)!;
  const { type, ...options } = trace.optimizer!;
  const optimizer = Object.hasOwn(optimizers, type)
    ? optimizers[type].from([], { ...options, ...update.options })
    : null;
  const notation = symbol(known);
  const role = known.kind === 'quantity' ? known.role : 'weight';
  const ref = known.kind === 'quantity' ? known.ref : undefined;
  // Without an address: from this step on, the address means the new value.
  const weight = quantity(notation, role, valueOf(known));
  const step = terms.reader.tensor(update.step).data[i];
  const after = terms.reader.tensor(update.after).data[i];

  const chain =
    optimizer?.explain({
      weight,
      grad,
      before: state => stateBefore(terms, name, state, i)
    }) ?? [];
  const delta = quantity({ ...notation, name: `Δ${notation.name}` }, role, step);
  const lines = chain.map(({ symbol: left, role: its, formula, state }, at): Line => {
    const kept =
      state && update.state[state] ? entry(terms.reader.tensor(update.state[state]), i) : evaluate(formula);
    const result = at === chain.length - 1 ? delta : quantity(left, its, kept);
    return { left: result, forms: [formula], result };
  });
  const result = quantity(notation, role, after, ref);
  lines.push({
    left: quantity(notation, role, after),
    forms: [sum(weight, delta)],
    result,
    becomes: true,
    minDigits: digitsToSee(step, after)
  });
  return lines;
}

/** An entry of the optimiser's state before this iteration's step; undefined before the first step. */
function stateBefore(terms: Terms, param: string, name: string, i: number): number | undefined {
  const { trace } = terms.reader;
  const states =
    terms.iteration === 0
      ? trace.optimizerState[param]
      : trace.iterations[terms.iteration - 1].update.find(update => update.param === param)?.state;
  const tensor = states?.[name];
  return tensor && entry(terms.reader.tensor(tensor), i);
}

/** A weight's entry of a state; a step count has one entry for all weights. */
const entry = (state: Tensor, i: number): number => state.data[state.data.length === 1 ? 0 : i];

/** The significant digits, at most 12, with which a small step changes at least two of the weight's last three. */
export function digitsToSee(step: number, weight: number): number | undefined {
  const ratio = Math.abs(weight / step);
  return Number.isFinite(ratio) && ratio > 1 ? Math.min(12, Math.ceil(Math.log10(ratio)) + 3) : undefined;
}
