import { losses, optimizers } from '../../engine/registry';
import { decodeTensor } from '../encoding';
import type { Iteration, LayerSpec, NamedTensor, NormStatistics, Trace } from '../trace';
import { checkNamed, checkState } from './checkModel';
import { checkIndices } from './checkSamples';
import { attempt, fail, is, quoted } from './problem';

/** Checks the mask of a Dropout: that it belongs to the layer, and has 1 or 0 for every sample. */
function checkMask(
  { name, value }: NamedTensor,
  layer: LayerSpec,
  input: readonly number[],
  place: string
): void {
  if (name !== layer.name && !name.startsWith(`${layer.name}.`)) {
    fail(`${place}.name`, 'is %1, which is not of %2', quoted(name), quoted(layer.name));
  }
  // Inside a layer, the number of features may differ from the layer's input.
  is(`${place}.value`, value, layer.type === 'Dropout' ? input : [input[0], ...value.shape.slice(1)]);
  if (decodeTensor(value).data.some(kept => kept !== 0 && kept !== 1)) {
    fail(`${place}.value`, 'holds other numbers than 0 and 1');
  }
}

/** Checks what a BatchNorm1d normalised by: that it is there, of its layer, and has a number for each feature. */
function checkStatistics(
  statistics: NormStatistics[] | undefined,
  layer: LayerSpec,
  input: readonly number[],
  place: string
): void {
  const features = input[input.length - 1];
  if (layer.type === 'BatchNorm1d' && statistics?.length !== 1) {
    fail(place, 'has no %1', 'BatchNorm1d');
  }
  statistics?.forEach(({ name, batch, mean, variance }, i) => {
    const at = `${place}[${i}]`;
    if (name !== layer.name && !name.startsWith(`${layer.name}.`)) {
      fail(`${at}.name`, 'is %1, which is not of %2', quoted(name), quoted(layer.name));
    }
    if ((mean === undefined) !== (variance === undefined) || (!batch && !mean)) {
      fail(at, 'has no %1', mean ? 'variance' : 'mean');
    }
    if (mean && variance) {
      // Inside a layer, the number of features may differ from the layer's input.
      const shape = layer.type === 'BatchNorm1d' ? [features] : mean.shape.slice(0, 1);
      is(`${at}.mean`, mean, shape);
      is(`${at}.variance`, variance, shape);
      if (decodeTensor(variance).data.some(v => !(v >= 0))) {
        fail(`${at}.variance`, 'holds numbers below 0');
      }
    }
  });
}

/** Checks that the samples' shares of the loss, which the views ask for, are defined for this output and target. */
function checkLoss(
  { forward, lossShares }: Iteration,
  { loss, data: { target } }: Trace,
  place: string
): void {
  if (Object.hasOwn(losses, loss.type)) {
    const output = decodeTensor(forward[forward.length - 1].output);
    attempt(`${place}.loss`, () => losses[loss.type].from(loss).shares(output, decodeTensor(target)));
  } else if (!lossShares) {
    fail(place, 'has no %1', 'lossShares');
  } else {
    is(`${place}.lossShares`, lossShares, [target.shape[0]]);
  }
}

/** Checks one iteration: forward, loss, backward, update. @throws TraceError */
export function checkIteration(
  iteration: Iteration,
  trace: Trace,
  outputs: (readonly number[])[],
  shapes: Map<string, number[]>,
  place: string
): void {
  const { model } = trace;
  checkNamed(iteration.params, shapes, `${place}.params`);
  if (iteration.gradsBefore) {
    checkNamed(iteration.gradsBefore, shapes, `${place}.gradsBefore`);
  }
  for (const key of ['forward', 'backward'] as const) {
    if (iteration[key].length !== model.length) {
      fail(`${place}.${key}`, 'has %1 layers, expected %2', iteration[key].length, model.length);
    }
    iteration[key].forEach(({ layer }, i) => {
      const expected = model[key === 'forward' ? i : model.length - 1 - i].name;
      if (layer !== expected) {
        fail(`${place}.${key}[${i}].layer`, 'is %1, expected %2', quoted(layer), quoted(expected));
      }
    });
  }
  iteration.forward.forEach(({ masks }, i) => {
    masks?.forEach((mask, m) => checkMask(mask, model[i], outputs[i], `${place}.forward[${i}].masks[${m}]`));
  });
  iteration.forward.forEach(({ statistics }, i) =>
    checkStatistics(statistics, model[i], outputs[i], `${place}.forward[${i}].statistics`)
  );
  iteration.forward.forEach(({ output }, i) => {
    is(`${place}.forward[${i}].output`, output, outputs[i + 1]);
    if (i + 1 < model.length) {
      checkIndices(model[i + 1], output, `${place}.forward[${i}].output`);
    }
  });
  checkLoss(iteration, trace, place);
  is(`${place}.lossGrad`, iteration.lossGrad, outputs[model.length]);
  iteration.backward.forEach(({ layer, gradOutput, gradInput, params }, i) => {
    const at = model.length - 1 - i;
    is(`${place}.backward[${i}].gradOutput`, gradOutput, outputs[at + 1]);
    is(`${place}.backward[${i}].gradInput`, gradInput, outputs[at]);
    const mine = new Map([...shapes].filter(([name]) => name.startsWith(`${layer}.`)));
    const grads = params.map(({ name, grad }): NamedTensor => ({ name, value: grad }));
    checkNamed(grads, mine, `${place}.backward[${i}].params`);
  });
  if (iteration.update.length > 0 && !trace.optimizer) {
    fail(`${place}.update`, 'is there without an optimizer');
  }
  iteration.update.forEach((update, i) => {
    const at = `${place}.update[${i}]`;
    const shape = shapes.get(update.param);
    if (!shape) {
      fail(`${at}.param`, 'is %1, which the model does not have', quoted(update.param));
    }
    for (const key of ['before', 'grad', 'step', 'after'] as const) {
      is(`${at}.${key}`, update[key], shape);
    }
    checkState(update.state, shape, `${at}.state`);
    if (update.options) {
      const { type, ...options } = trace.optimizer!;
      if (Object.hasOwn(optimizers, type)) {
        attempt(`${at}.options`, () => optimizers[type].from([], { ...options, ...update.options }));
      }
    }
  });
}
