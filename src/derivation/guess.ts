/** What a model says of one sample, beside what is right: a class and its probability, or a number. */
import type { Tensor } from '../engine';
import { outputsOf } from '../engine/layerOutputs';
import type { Expression } from '../engine/formula/expression';
import { losses } from '../engine/registry';
import { lossOf } from './replayedLayers';
import { Terms, valueOf } from './terms';

/** A class, and how probable the model thinks it, from 0 to 1. */
export interface ClassGuess {
  /** The class, from 0. */
  index: number;
  /** Its name; undefined if the trace names no classes. */
  name?: string;
  probability: number;
}

export type Guess =
  | { kind: 'class'; guessed: ClassGuess; correct: ClassGuess }
  /** The output that is farthest from its target. */
  | { kind: 'number'; output: Expression; target: Expression; outputs: number };

/** From this probability on, the class of a single output is the guess. */
const HALF = 0.5;

const made = new WeakMap<Tensor, Tensor | null>();

/** The probabilities that the loss makes of the outputs, memoised; null for a loss that makes none. */
export function lossProbabilities(terms: Terms, output: Tensor): Tensor | null {
  const known = made.get(output);
  if (known !== undefined) {
    return known;
  }
  const found = lossOf(terms)?.probabilities(output) ?? null;
  made.set(output, found);
  return found;
}

/**
 * What the model says of the sample. Null where outputs and targets can't be compared: for a user-defined loss, a
 * target that is no class, or numbers that are not finite.
 */
export function guessOf(terms: Terms): Guess | null {
  const { type } = terms.reader.trace.loss;
  if (!Object.hasOwn(losses, type)) {
    return null;
  }
  const probabilities = probabilitiesOf(terms);
  if (probabilities && !probabilities.every(Number.isFinite)) {
    return null;
  }
  if (probabilities && terms.outputs > 1) {
    return ofClasses(terms, probabilities);
  }
  const isNamed = terms.reader.trace.data.classNames?.length === 2;
  if (probabilities && (isNamed || terms.applied)) {
    return ofTwoClasses(terms, probabilities[0]);
  }
  const { output, target } = losses[type].domain;
  return output === target && !terms.applied && !terms.namesClass ? ofNumbers(terms) : null;
}

/** The probability of each output's class; null if the model makes none, or several classes may be right at once. */
function probabilitiesOf(terms: Terms): number[] | null {
  const { reader, iteration, network, outputs, sample } = terms;
  const last = network.layers.length - 1;
  const output = reader.layerOutput(iteration, last);
  const own = (tensor: Tensor): number[] =>
    Array.from(tensor.data.subarray(sample * outputs, (sample + 1) * outputs));
  const byLoss = lossProbabilities(terms, output);
  if (byLoss) {
    return outputs > 1 && terms.applied !== 'softmax' ? null : own(byLoss);
  }
  const { type } = reader.trace.loss;
  if (outputs === 1) {
    return losses[type].domain.output === 'probability' || network.layers[last].type === 'Sigmoid'
      ? own(output)
      : null;
  }
  const kind = outputsOf([network.layers[last]])?.kind;
  return kind === 'probabilities'
    ? own(output)
    : kind === 'logProbabilities'
      ? own(output).map(Math.exp)
      : null;
}

function ofClasses(terms: Terms, probabilities: number[]): Guess | null {
  const index = probabilities.indexOf(Math.max(...probabilities));
  const right = classOf(terms);
  const classAt = (at: number): ClassGuess => ({
    index: at,
    ...nameOf(terms, at),
    probability: probabilities[at]
  });
  return right === null ? null : { kind: 'class', guessed: classAt(index), correct: classAt(right) };
}

/** The class that is right: the target itself, or the one output whose target is 1; null for any other target. */
function classOf(terms: Terms): number | null {
  const { outputs } = terms;
  if (terms.namesClass) {
    const target = valueOf(terms.target(0));
    return target >= 0 && target < outputs ? target : null;
  }
  const targets = Array.from({ length: outputs }, (_, j) => valueOf(terms.target(j)));
  return targets.every(y => y === 0 || y === 1) && targets.filter(y => y === 1).length === 1
    ? targets.indexOf(1)
    : null;
}

/** Of a single output, the probability of class 1. */
function ofTwoClasses(terms: Terms, one: number): Guess | null {
  const target = valueOf(terms.target(0));
  const classAt = (index: number): ClassGuess => ({
    index,
    ...nameOf(terms, index),
    probability: index === 1 ? one : 1 - one
  });
  return target === 0 || target === 1
    ? { kind: 'class', guessed: classAt(one >= HALF ? 1 : 0), correct: classAt(target) }
    : null;
}

function nameOf(terms: Terms, index: number): { name?: string } {
  const { classNames } = terms.reader.trace.data;
  return classNames && classNames.length === Math.max(2, terms.outputs) ? { name: classNames[index] } : {};
}

function ofNumbers(terms: Terms): Guess | null {
  const { outputs, network } = terms;
  const pairs = Array.from({ length: outputs }, (_, j) => ({
    output: terms.output(network.layers.length - 1, j),
    target: terms.target(j)
  }));
  const apart = pairs.map(({ output, target }) => Math.abs(valueOf(output) - valueOf(target)));
  return apart.every(Number.isFinite)
    ? { kind: 'number', ...pairs[apart.indexOf(Math.max(...apart))], outputs }
    : null;
}
