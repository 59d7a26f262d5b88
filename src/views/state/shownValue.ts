import { parseAddress } from '../../trace';
import type { StepperModel } from './stepperModel';

/** The number shown for an address; for a weight after its update step, the updated one. Undefined if unknown. */
export function shownValue(model: StepperModel, ref: string): number | undefined {
  const address = parseAddress(ref);
  if (!address) {
    return undefined;
  }
  const { name, index, grad, iteration = 0 } = address;
  const { network, reader, trace } = model;
  const stage = network.stages.find(
    ({ linear }) =>
      linear !== null && ['weight', 'bias'].some(kind => name === `${network.layers[linear].name}.${kind}`)
  );
  if (stage && !grad && model.isDone({ kind: 'update', stage, unit: index[0], input: index[1] ?? null })) {
    const update = trace.iterations[iteration].update.find(({ param }) => param === name)!;
    const tensor = reader.tensor(update.after);
    return tensor.data[index.reduce((offset, i, d) => offset * tensor.shape[d] + i, 0)];
  }
  return reader.value(address);
}
