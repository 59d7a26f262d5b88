import { Sentence, say } from '../engine/formula/expression';
import type { Operation } from './steps';
import type { Terms } from './terms';

/**
 * What a gradient of a sample means before a layer that normalises over the batch: every sample's loss depends on
 * every sample there. Empty for other steps, and for a single sample.
 */
export function throughBatch(terms: Terms, operation: Operation): Sentence[] {
  if (!('stage' in operation) || !['arrives', 'slope', 'weight', 'bias', 'own'].includes(operation.kind)) {
    return [];
  }
  const { stage } = operation;
  const first = stage.linear ?? stage.activations[0];
  const { forward } = terms.reader.trace.iterations[terms.iteration];
  const at = forward.findIndex(
    ({ statistics }, i) => i >= first && statistics?.some(({ batch }) => batch) === true
  );
  if (at < 0 || terms.reader.samples === 1) {
    return [];
  }
  return [
    say(
      '%1 normalises over the whole batch, so the losses of all samples depend on this one: before it, %2 stands for the part of L that goes through this sample.',
      terms.name(at),
      { symbol: terms.lossSymbol() }
    )
  ];
}
