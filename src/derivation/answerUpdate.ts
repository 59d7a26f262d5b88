/** Answers of update steps: from where to where a parameter goes. */
import { Role, Sentence, ShownValue, say } from '../engine/formula/expression';
import { gradientAt, largestIn, named, parameterAt } from './answerWords';
import type { Stage } from './network';
import { Terms, valueOf } from './terms';
import { digitsToSee } from './update';

/** The parameter that the update moves most, of one unit or of the whole network. */
export function mostMoved(terms: Terms, of: { stage: Stage; unit: number } | null): Sentence | null {
  const { update } = terms.reader.trace.iterations[terms.iteration];
  const range = (name: string): [number, number] => {
    if (of === null) {
      return [0, Infinity];
    }
    const size = name === terms.weightName(of.stage) ? of.stage.inputs : 1;
    return [of.unit * size, (of.unit + 1) * size];
  };
  const mine = of && [terms.weightName(of.stage), terms.biasName(of.stage)];
  const candidates = update
    .filter(({ param }) => !mine || mine.includes(param))
    .map(({ param, step }) => {
      const { data } = terms.reader.tensor(step);
      return { param, data, i: largestIn(data, ...range(param)) };
    });
  if (candidates.length === 0 || candidates.some(({ i }) => i < 0)) {
    return null;
  }
  const { param, data, i } = candidates.reduce((a, b) =>
    Math.abs(b.data[b.i]) > Math.abs(a.data[a.i]) ? b : a
  );
  if (data[i] === 0) {
    return say('No parameter moves.');
  }
  const [before, after] = movesOf(terms, param, i);
  return say('%1 moves most: from %2 to %3.', named(parameterAt(terms, param, i)), before, after);
}

/** From where to where the update takes one parameter. */
export function moveAnswer(terms: Terms, name: string, i: number): Sentence {
  const [before, after] = movesOf(terms, name, i);
  const gradient = valueOf(gradientAt(terms, name, i));
  const step = stepOf(terms, name, i);
  const of = named(parameterAt(terms, name, i));
  if (step === 0) {
    return say('%1 stays at %2.', of, before);
  }
  return step * gradient < 0
    ? say('%1 moves from %2 to %3, against its gradient.', of, before, after)
    : say('%1 moves from %2 to %3.', of, before, after);
}

function movesOf(terms: Terms, name: string, i: number): [ShownValue, ShownValue] {
  const update = terms.reader.trace.iterations[terms.iteration].update.find(({ param }) => param === name)!;
  const role: Role = name.endsWith('bias') ? 'bias' : 'weight';
  const [before, after, step] = [update.before, update.after, update.step].map(
    data => terms.reader.tensor(data).data[i]
  );
  const minDigits = digitsToSee(step, after);
  const shown = (value: number): ShownValue => ({ value, role, ...(minDigits && { minDigits }) });
  return [shown(before), shown(after)];
}

/** after − before of one parameter; 0 if it is not updated. */
export function stepOf(terms: Terms, name: string, i: number): number {
  const update = terms.reader.trace.iterations[terms.iteration].update.find(({ param }) => param === name);
  return update ? terms.reader.tensor(update.step).data[i] : 0;
}
