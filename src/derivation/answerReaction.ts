/** Answers of backward steps: how the loss reacts to a number. */
import { Expression, Sentence, ShownValue, say } from '../engine/formula/expression';
import { stepOf } from './answerUpdate';
import { gradientAt, largestIn, named, parameterAt, shown } from './answerWords';
import type { Stage } from './network';
import { Terms, valueOf } from './terms';

/** By how much an answer imagines a number to be raised. */
const RAISE = 0.01;
/** The steepest slope that is followed for `RAISE`: no loss stays straight for longer. */
const STEEP = 100;

/**
 * What a gradient means: how the loss reacts if the number is raised, and what the update does about it.
 * @param isBatch whether the loss is that of several samples, which the sentence then says
 * @param step after − before, if the number is updated
 */
export function reaction(gradient: Expression, of: Expression, isBatch: boolean, step = 0): Sentence | null {
  const g = valueOf(gradient);
  if (Math.abs(g) > STEEP || Number.isNaN(g)) {
    return null;
  }
  if (g === 0) {
    return say('%1 is 0: the loss does not react to a small change of %2.', named(gradient), named(of));
  }
  const change: ShownValue = { value: Math.abs(g) * RAISE, role: 'loss', digits: 2 };
  const args = [named(gradient), shown(gradient), named(of), RAISE, change];
  if (g > 0) {
    return step < 0
      ? say(
          isBatch
            ? '%1 is %2: raise %3 by %4 and the batch’s loss rises by about %5. So the update lowers %3.'
            : '%1 is %2: raise %3 by %4 and the loss rises by about %5. So the update lowers %3.',
          ...args
        )
      : say(
          isBatch
            ? '%1 is %2: raise %3 by %4 and the batch’s loss rises by about %5.'
            : '%1 is %2: raise %3 by %4 and the loss rises by about %5.',
          ...args
        );
  }
  return step > 0
    ? say(
        isBatch
          ? '%1 is %2: raise %3 by %4 and the batch’s loss falls by about %5. So the update raises %3.'
          : '%1 is %2: raise %3 by %4 and the loss falls by about %5. So the update raises %3.',
        ...args
      )
    : say(
        isBatch
          ? '%1 is %2: raise %3 by %4 and the batch’s loss falls by about %5.'
          : '%1 is %2: raise %3 by %4 and the loss falls by about %5.',
        ...args
      );
}

/** The reaction to element `i` of a parameter; null if its gradient holds that of earlier passes too. */
export function parameterReaction(terms: Terms, name: string, i: number): Sentence | null {
  return terms.reader.hasGradsBefore(terms.iteration)
    ? null
    : reaction(
        gradientAt(terms, name, i),
        parameterAt(terms, name, i),
        terms.reader.samples > 1,
        stepOf(terms, name, i)
      );
}

/** The weight to which the loss reacts most, among those of a unit or, with null, of a row. */
export function mostReactive(terms: Terms, stage: Stage, unit: number | null): Sentence | null {
  const name = terms.weightName(stage);
  if (terms.reader.hasGradsBefore(terms.iteration)) {
    return null;
  }
  const grad = terms.reader.paramGrad(terms.iteration, name);
  const [from, to] = unit === null ? [0, Infinity] : [unit * stage.inputs, (unit + 1) * stage.inputs];
  const i = grad ? largestIn(grad.data, from, to) : -1;
  if (!grad || i < 0 || Math.abs(grad.data[i]) > STEEP) {
    return null;
  }
  const w = parameterAt(terms, name, i);
  const g = grad.data[i];
  if (g === 0) {
    return say('The loss reacts to none of these weights: all their gradients are 0.');
  }
  const change: ShownValue = { value: Math.abs(g) * RAISE, role: 'loss', digits: 2 };
  const args = [named(w), RAISE, change];
  const isBatch = terms.reader.samples > 1;
  return g > 0
    ? say(
        isBatch
          ? 'Of these weights, the batch’s loss reacts most to %1: raise %1 by %2 and it rises by about %3.'
          : 'Of these weights, the loss reacts most to %1: raise %1 by %2 and it rises by about %3.',
        ...args
      )
    : say(
        isBatch
          ? 'Of these weights, the batch’s loss reacts most to %1: raise %1 by %2 and it falls by about %3.'
          : 'Of these weights, the loss reacts most to %1: raise %1 by %2 and it falls by about %3.',
        ...args
      );
}
