import type { Network, Operation } from '../../derivation';
import { parseAddress } from '../../trace';
import type { Focus } from './focus';

/** The focus on the operation that computed the number at an address; null for a number that was given. */
export function operationOf(ref: string, network: Network): Focus | null {
  const address = parseAddress(ref);
  if (!address) {
    return null;
  }
  const { name, index, grad, after } = address;
  if (after) {
    return { kind: 'operation', operation: { kind: 'after' } };
  }
  if (name === 'loss') {
    return { kind: 'operation', operation: { kind: 'loss' } };
  }
  const layer = network.layers.findIndex(
    each => name.startsWith(`${each.name}.`) && !name.slice(each.name.length + 1).includes('.')
  );
  const stage = network.stages.find(
    ({ linear, activations }) => linear === layer || activations.includes(layer)
  );
  if (!stage || layer < 0) {
    return null;
  }
  if (!name.endsWith('.output') && layer !== stage.linear) {
    return { kind: 'operation', operation: { kind: 'own', stage, unit: 0, layer } };
  }
  if (!name.endsWith('.output')) {
    return { kind: 'weight', stage: network.stages.indexOf(stage), unit: index[0], input: index[1] ?? null };
  }
  const unit = index[index.length - 1];
  const last = stage.activations[stage.activations.length - 1] ?? stage.linear;
  const operation: Operation = grad
    ? layer === last
      ? { kind: 'arrives', stage, unit }
      : { kind: 'slope', stage, unit, layer: layer + 1 }
    : layer === stage.linear
      ? { kind: 'z', stage, unit }
      : { kind: 'activation', stage, unit, layer };
  return { kind: 'operation', operation };
}
