/** What the sentences of an answer are made of. */
import { Argument, Expression, ShownValue, symbol, valueOf } from '../engine/formula/expression';
import type { Stage } from './network';
import type { Terms } from './terms';

/**
 * The index of the number farthest from 0 in a range of an array.
 * @param to the end of the range, exclusive; clamped to the array
 * @returns −1 for an empty range, or if a number in it is NaN
 */
export function largestIn(data: ArrayLike<number>, from: number, to: number): number {
  let at = -1;
  for (let i = from; i < Math.min(to, data.length); i++) {
    if (Number.isNaN(data[i])) {
      return -1;
    }
    if (at < 0 || Math.abs(data[i]) > Math.abs(data[at])) {
      at = i;
    }
  }
  return at;
}

/** A number of the trace in a sentence. */
export const shown = (e: Expression): ShownValue =>
  e.kind === 'quantity'
    ? { value: e.value, role: e.role, ...(e.ref === undefined ? {} : { ref: e.ref }) }
    : { value: valueOf(e), role: 'activation' };

/** A symbol in a sentence. */
export const named = (e: Expression): Argument => ({ symbol: symbol(e) });

/** Element `i` of any parameter, with its symbol. */
export function parameterAt(terms: Terms, name: string, i: number): Expression {
  const stage = stageOf(terms, name);
  return !stage
    ? terms.owned(name, i)
    : name === terms.biasName(stage)
      ? terms.bias(stage, i)
      : terms.weight(stage, Math.floor(i / stage.inputs), i % stage.inputs);
}

/** The batch's gradient of element `i` of any parameter. */
export function gradientAt(terms: Terms, name: string, i: number): Expression {
  const stage = stageOf(terms, name);
  return !stage
    ? terms.ownedGrad(name, i)
    : name === terms.biasName(stage)
      ? terms.grad(stage, i, null)
      : terms.grad(stage, Math.floor(i / stage.inputs), i % stage.inputs);
}

/** The row of neurons whose weights or biases a parameter holds. */
const stageOf = (terms: Terms, name: string): Stage | undefined =>
  terms.network.stages.find(({ linear }) => linear !== null && name.startsWith(`${terms.name(linear)}.`));
