import { Module, Optimizer, Sequential, Tensor } from '../engine';
import type { OptimizerOptions, ParametersOrGroups } from '../engine/optimizers/optimizer';
import { failure } from '../engine/message';
import { Options, optimizers } from '../engine/registry';
import { parseAddress } from './address';
import { decodeTensor, holding, tensorOf } from './encoding';
import { Edits, editedGroups, editedOptions, isOption } from './edits';
import { recordWithin } from './record';
import { isRandom, replayLayers, replayLoss, replayMasks, replayStatistics } from './replay';
import type { Spec, Trace } from './trace';

/**
 * Runs the iterations of a trace again with edited numbers.
 * @throws RangeError for an edit of a number that does not exist; the engine's errors, such as for a target that the
 * loss is not defined for
 */
export function rerun(trace: Trace, edits: Edits): Trace {
  const layers = replayLayers(trace.model, trace.iterations[0].params, tensorOf);
  replayMasks(
    layers,
    trace.iterations.map(({ forward }) => forward)
  );
  replayStatistics(layers, trace.iterations[0].forward);
  const model = nested(layers);
  if (isRandom(model)) {
    throw failure(
      Error,
      'What this network dropped at random was not written down, so it can’t be computed again.'
    );
  }
  const parameters = new Map(model.namedParameters());
  const named = new Map<string, Tensor>(parameters);
  const [input, target] = [trace.data.input, trace.data.target].map(data => tensorOf(data).clone());
  named.set('input', input).set('target', target);
  for (const [key, value] of edits) {
    if (!isOption(key)) {
      set(named, key, value);
    }
  }
  const options = editedOptions(trace.optimizer ?? {}, edits);
  const groups = editedGroups(trace, edits).map(({ params, options: own }) => ({
    ...own,
    params: params.map(name => parameters.get(name)!)
  }));
  const optimizer = trace.optimizer && replayOptimizer(trace.optimizer, groups, options);
  for (const [name, parameter] of parameters) {
    const state = Object.entries(trace.optimizerState[name] ?? {});
    if (optimizer && state.length > 0) {
      optimizer.state.set(
        parameter,
        Object.fromEntries(state.map(([key, data]) => [key, decodeTensor(data)]))
      );
    }
    const before = trace.iterations[0].gradsBefore?.find(each => each.name === name);
    if (before) {
      parameter.grad.data.set(decodeTensor(before.value).data);
    }
  }
  const again = holding(() =>
    recordWithin(unlimited, model, {
      input,
      target,
      loss: replayLoss(trace.loss),
      optimizer,
      iterations: trace.iterations.length,
      zeroGrad: !trace.iterations.some(({ gradsBefore }) => gradsBefore)
    })
  );
  // Unedited parameters keep their original tensors, so that views can skip redrawing them by identity.
  const changed = new Set(Array.from(edits.keys(), key => parseAddress(key)?.name));
  const begun = trace.iterations[0].params.map((param, i) =>
    changed.has(param.name) ? again.iterations[0].params[i] : param
  );
  // Names and types of layers come from the trace; the optimiser's options may be edited.
  return {
    ...trace,
    optimizer: trace.optimizer && { ...trace.optimizer, ...options },
    data: { ...trace.data, input: again.data.input, target: again.data.target },
    iterations: again.iterations.map((iteration, i) => (i > 0 ? iteration : { ...iteration, params: begun })),
    // The loss of the omitted iterations is unknown: they were not run again.
    ...(trace.omitted && { omitted: { iterations: trace.omitted.iterations } })
  };
}

/** No limits: the trace was within them, and its number of iterations stays. */
const unlimited = { iterations: Infinity, numbers: Infinity };

function replayOptimizer(
  { type }: Spec,
  groups: ParametersOrGroups<OptimizerOptions>,
  options: Options
): Optimizer {
  if (!Object.hasOwn(optimizers, type)) {
    throw failure(TypeError, "%1 is your own optimiser: it can't be computed again here.", type);
  }
  return optimizers[type].from(groups, options);
}

function set(tensors: Map<string, Tensor>, key: string, value: number): void {
  const address = parseAddress(key);
  const tensor = address && tensors.get(address.name);
  const at = tensor ? address.index.reduce((offset, i, d) => offset * tensor.shape[d] + i, 0) : Infinity;
  if (!tensor || !(at < tensor.data.length)) {
    throw failure(RangeError, 'There is no %1 to change.', key);
  }
  tensor.data[at] = value;
}

/** Rebuilds nested Sequentials from layers with dotted names. */
export function nested(layers: [string, Module][]): Sequential {
  const groups = new Map<string, [string, Module][]>();
  for (const [name, layer] of layers) {
    const [head, ...rest] = name.split('.');
    groups.set(head, [...(groups.get(head) ?? []), [rest.join('.'), layer]]);
  }
  return new Sequential(
    Object.fromEntries(
      Array.from(groups, ([head, inside]) => [head, inside[0][0] === '' ? inside[0][1] : nested(inside)])
    )
  );
}
