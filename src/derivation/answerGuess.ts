/** Answers in a beginner's words: what the model guessed, and how far this is from what is right. */
import { Argument, Sentence, ShownValue, say, symbol, valueOf } from '../engine/formula/expression';
import { shown } from './answerWords';
import { ClassGuess, Guess, guessOf } from './guess';
import type { Terms } from './terms';

/** What the model guessed of the sample, and what is right; null if the two can't be compared. */
export function guessAnswer(terms: Terms): Sentence | null {
  const guess = guessOf(terms);
  return guess && (guess.kind === 'class' ? classAnswer(guess) : numberAnswer(guess));
}

/** What the model guesses, before the target is looked at; null for a model that guesses no class. */
export function guessAlone(terms: Terms): Sentence | null {
  const guess = guessOf(terms);
  if (guess?.kind !== 'class') {
    return null;
  }
  const { guessed } = guess;
  if (terms.applied) {
    // Of two classes, the only output speaks for one of them.
    return terms.outputs === 1
      ? null
      : guessed.name === undefined
        ? say('The largest output is that of class %1: this is its guess.', guessed.index)
        : say('The largest output is that of %1: this is its guess.', nameOf(guessed));
  }
  return guessed.name === undefined
    ? say('So its guess is class %1 (%2 %).', guessed.index, percent(guessed))
    : say('So its guess is %1 (%2 %).', nameOf(guessed), percent(guessed));
}

/** For the whole batch: how many guesses are right, or how far the outputs are from their targets. */
export function batchGuess(terms: Terms): Sentence | null {
  const { samples } = terms.reader;
  const guesses = Array.from({ length: samples }, (_, s) => guessOf(terms.at(s)));
  const classes = guesses.filter(guess => guess?.kind === 'class');
  if (classes.length === samples) {
    const right = classes.filter(({ guessed, correct }) => guessed.index === correct.index).length;
    return say('%1 of %2 guesses are correct.', right, samples);
  }
  const numbers = guesses.filter(guess => guess?.kind === 'number');
  if (numbers.length < samples || terms.outputs > 1) {
    return null;
  }
  const far = numbers.reduce(
    (sum, { output, target }) => sum + Math.abs(valueOf(output) - valueOf(target)),
    0
  );
  return say('The outputs are off by %1 on average.', { value: far / samples, role: 'activation' });
}

function classAnswer({ guessed, correct }: Extract<Guess, { kind: 'class' }>): Sentence {
  const [mine, right] = [percent(guessed), percent(correct)];
  const isRight = guessed.index === correct.index;
  if (guessed.name === undefined) {
    return isRight
      ? say('It guessed class %1 (%2 %), which is correct.', guessed.index, mine)
      : say(
          'It guessed class %1 (%2 %); correct is class %3 (%4 %).',
          guessed.index,
          mine,
          correct.index,
          right
        );
  }
  return isRight
    ? say('It guessed %1 (%2 %), which is correct.', nameOf(guessed), mine)
    : say('It guessed %1 (%2 %); correct is %3 (%4 %).', nameOf(guessed), mine, nameOf(correct), right);
}

function numberAnswer({ output, target, outputs }: Extract<Guess, { kind: 'number' }>): Sentence {
  const off = valueOf(output) - valueOf(target);
  const apart: ShownValue = { value: Math.abs(off), role: 'activation', digits: 2 };
  const args: Argument[] = [shown(output), shown(target), apart];
  if (outputs > 1) {
    return say('%4 is farthest off: %1 instead of %2.', ...args, { symbol: symbol(output) });
  }
  return off === 0
    ? say('It gives %1, exactly the target.', ...args)
    : off < 0
      ? say('It gives %1; the target is %2, so it is %3 too low.', ...args)
      : say('It gives %1; the target is %2, so it is %3 too high.', ...args);
}

const nameOf = ({ name }: ClassGuess): Argument => ({ feature: name! });

/** A probability in percent, with two digits. */
const percent = ({ probability }: ClassGuess): ShownValue => ({
  value: 100 * probability,
  role: 'activation',
  digits: 2
});
