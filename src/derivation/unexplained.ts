import { layers, losses, optimizers } from '../engine/registry';
import { Sentence, say } from './derivation';
import { Operation } from './steps';
import { Terms } from './terms';

/** The reason why an operation has no formula; null if it has one. */
export function unexplained(terms: Terms, operation: Operation): Sentence[] {
  const { loss, optimizer } = terms.reader.trace;
  if (isOfLoss(terms, operation) && !Object.hasOwn(losses, loss.type)) {
    return [say('%1 is your own loss: its numbers are shown, its formula is not known.', loss.type)];
  }
  if (operation.kind === 'update' && optimizer && !Object.hasOwn(optimizers, optimizer.type)) {
    return [say('%1 is your own optimiser: its steps are shown, its formula is not known.', optimizer.type)];
  }
  const layer = layerThrough(terms, operation);
  if (layer === null || terms.layer(layer) !== null) {
    return [];
  }
  const { type } = terms.network.layers[layer];
  return Object.hasOwn(layers, type)
    ? [say('%1 can’t be computed again here: its numbers are shown, without a formula.', type)]
    : [say('%1 is your own layer: its numbers are shown, its formula is not known.', type)];
}

/** Whether the loss has to explain the operation. */
const isOfLoss = ({ network: { stages } }: Terms, operation: Operation): boolean =>
  operation.kind === 'loss' ||
  (operation.kind === 'arrives' && operation.stage === stages[stages.length - 1]);

/** The layer that has to explain the operation; null for a Linear, the loss and updates. */
function layerThrough({ network: { stages } }: Terms, operation: Operation): number | null {
  switch (operation.kind) {
    case 'activation':
    case 'slope':
    case 'own':
      return operation.layer;
    case 'arrives': {
      const next = stages[stages.indexOf(operation.stage) + 1] as (typeof stages)[0] | undefined;
      return next && next.linear === null ? next.activations[0] : null;
    }
    default:
      return null;
  }
}
