/** The answer to “Did it help?”: whether the loss falls with the updated weights, for the batch and for the sample. */
import { Expression, Sentence, ShownValue, say } from '../engine/formula/expression';
import { digitsOfChange } from './after';
import { named, shown } from './answerWords';
import { sampleLoss } from './shares';
import type { Terms } from './terms';

/**
 * What the update did to the loss, or why that can't be computed here.
 * @param whole for the whole batch instead of the sample
 */
export function afterAnswer(terms: Terms, whole = false): Sentence | null {
  const { after, reader } = terms;
  if (!after) {
    return reasonOf(terms);
  }
  const [from, to] = pair(terms.loss(), after.loss());
  if (!Number.isFinite(to.value)) {
    return say('No: with the new weights the loss is %1. The step was far too long.', to);
  }
  if (reader.samples === 1) {
    return alone(terms, from, to);
  }
  return whole ? ofBatch(terms, from, to) : ofSample(terms, after, from, to);
}

/** Why the pass with the updated weights can't be computed; null if nothing is updated. */
function reasonOf({ reader, iteration }: Terms): Sentence | null {
  const problem = reader.afterProblem(iteration);
  return problem && say(problem.message, ...problem.args.filter(arg => typeof arg !== 'object'));
}

function alone(terms: Terms, from: ShownValue, to: ShownValue): Sentence {
  switch (direction(from, to)) {
    case 'falls':
      return say('Yes: the loss falls from %1 to %2.', from, to);
    case 'stays':
      return say('The loss stays at %1.', from);
    case 'rises':
      return isDownhill(terms)
        ? say('No: the loss rises from %1 to %2. The step was too long.', from, to)
        : say('No: the loss rises from %1 to %2. The step did not go down the slope.', from, to);
  }
}

/** For the whole batch: also how many samples fare differently. */
function ofBatch(terms: Terms, from: ShownValue, to: ShownValue): Sentence {
  const { samples } = terms.reader;
  const rising = Array.from({ length: samples }, (_, s) => terms.at(s)).filter(
    of => direction(...pair(of.lossShare(), of.after!.lossShare())) === 'rises'
  ).length;
  return direction(from, to) === 'falls' && rising > 0
    ? say(
        'Yes: the batch’s loss falls from %1 to %2, though the loss rises for %3 of its %4 samples: one step serves all of them together.',
        from,
        to,
        rising,
        samples
      )
    : alone(terms, from, to);
}

/** For a sample of a batch: whether the sample and the batch agree. */
function ofSample(terms: Terms, after: Terms, from: ShownValue, to: ShownValue): Sentence {
  const own = sampleLoss(terms);
  const [before, now] = pair(own, sampleLoss(after));
  const args = [from, to, named(own), before, now];
  const [batch, sample] = [direction(from, to), direction(before, now)];
  if (batch === 'falls' && sample !== 'stays') {
    return sample === 'falls'
      ? say('Yes: the batch’s loss falls from %1 to %2, and this sample’s loss %3 from %4 to %5.', ...args)
      : say(
          'For the batch yes: its loss falls from %1 to %2. But this sample’s loss %3 rises from %4 to %5: one step serves all samples together, not each of them.',
          ...args
        );
  }
  return batch === 'rises' && sample === 'falls'
    ? say(
        'For the batch no: its loss rises from %1 to %2, though this sample’s loss %3 falls from %4 to %5.',
        ...args
      )
    : alone(terms, from, to);
}

/** Two numbers with enough digits to tell them apart. */
function pair(before: Expression, after: Expression): [ShownValue, ShownValue] {
  const minDigits = digitsOfChange(before, after);
  const own = minDigits === undefined ? {} : { minDigits };
  return [
    { ...shown(before), ...own },
    { ...shown(after), ...own }
  ];
}

/** Differences below the digits that are ever shown don't count. */
function direction({ value: from }: ShownValue, { value: to }: ShownValue): 'falls' | 'stays' | 'rises' {
  return Math.abs(to - from) <= 1e-12 * Math.abs(from) ? 'stays' : to < from ? 'falls' : 'rises';
}

/** Whether the step went down the slope: Σ gradient · step < 0, with the gradients of this pass alone. */
function isDownhill({ reader, iteration }: Terms): boolean {
  let slope = 0;
  for (const { param, grad, step } of reader.trace.iterations[iteration].update) {
    const { data } = reader.tensor(step);
    reader.tensor(grad).data.forEach((g, i) => {
      slope += (g - reader.gradBefore(iteration, param, i)) * data[i];
    });
  }
  return slope < 0;
}
