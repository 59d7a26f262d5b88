import { Loss, Module, Optimizer, Parameter, Sequential, Tensor } from '../engine';
import { Options, losses } from '../engine/registry';
import { encodeNumber, encodeOwn, encodeTensor } from './encoding';
import { encodeState } from './optimizerState';
import { dropouts, norms } from './replay';
import { namedTensors } from './snapshot';
import type { Iteration, NamedTensor, NormStatistics, ParameterUpdate, TensorData } from './trace';

/** Runs an iteration without recording it. @returns the loss */
export function runIteration(
  model: Sequential,
  input: Tensor,
  target: Tensor,
  loss: Loss,
  optimizer: Optimizer | null
): number {
  const value = loss.forward(model.forward(input), target);
  model.backward(loss.backward());
  optimizer?.step();
  return value;
}

/** Runs and records an iteration, starting from the present gradients. */
export function recordIteration(
  model: Sequential,
  input: Tensor,
  target: Tensor,
  loss: Loss,
  optimizer: Optimizer | null
): Iteration {
  const before = model.namedParameters().map(([name, parameter]): Before => {
    const tensor = parameter.clone();
    return { name, parameter, tensor, value: encodeOwn(tensor) };
  });
  const left = model.parameters().some(({ grad }) => grad.data.some(g => g !== 0));
  const gradsBefore = left && namedTensors(model.namedParameters().map(([name, { grad }]) => [name, grad]));
  const leaves = model.leaves();
  let x = input;
  const forward = leaves.map(([layer, module]) => {
    x = module.forward(x);
    return { layer, output: encodeTensor(x), ...masksOf(layer, module), ...statisticsOf(layer, module) };
  });
  const value = loss.forward(x, target);
  const lossGrad = loss.backward();
  let grad = lossGrad;
  const backward = leaves.reverse().map(([layer, module]) => {
    const gradOutput = encodeTensor(grad);
    grad = module.backward(grad);
    const named = module
      .namedParameters()
      .map(([name, p]) => ({ name: `${layer}.${name}`, grad: encodeTensor(p.grad) }));
    return { layer, gradOutput, gradInput: encodeTensor(grad), params: named };
  });
  return {
    params: before.map(({ name, value }) => ({ name, value })),
    ...(gradsBefore && { gradsBefore }),
    forward,
    loss: encodeNumber(value),
    ...lossShares(loss, x, target),
    lossGrad: encodeTensor(lossGrad),
    backward,
    update: optimizer ? recordUpdate(optimizer, before) : []
  };
}

/** The samples' shares of a user-defined loss: a reader can't compute them, as it can't create the loss. */
function lossShares(loss: Loss, output: Tensor, target: Tensor): { lossShares?: TensorData } {
  if (Object.hasOwn(losses, loss.constructor.name)) {
    return {};
  }
  const shares = loss.shares(output, target);
  return { lossShares: encodeTensor(new Tensor([shares.length], Float64Array.from(shares))) };
}

/** The masks of a layer's Dropouts in the last forward pass. */
function masksOf(name: string, module: Module): { masks?: NamedTensor[] } {
  const inside = dropouts(name, module);
  const masks = inside.flatMap(([full, { kept }]) =>
    kept ? [{ name: full, value: encodeTensor(kept) }] : []
  );
  return inside.length > 0 ? { masks } : {};
}

/** What a layer's BatchNorm1ds normalised by in the last forward pass. */
function statisticsOf(name: string, module: Module): { statistics?: NormStatistics[] } {
  const statistics = norms(name, module).map(([full, norm]): NormStatistics => {
    const { batch, mean, variance, batches } = norm.lastPass!;
    return {
      name: full,
      batch,
      ...(mean && variance && { mean: encodeTensor(mean), variance: encodeTensor(variance) }),
      ...(batches !== null && { batches })
    };
  });
  return statistics.length > 0 ? { statistics } : {};
}

/** A parameter before an update: as a tensor, and encoded. */
interface Before extends NamedTensor {
  parameter: Parameter;
  tensor: Tensor;
}

function recordUpdate(optimizer: Optimizer, before: Before[]): ParameterUpdate[] {
  const held = new Set(optimizer.parameters);
  const stepped = before.filter(({ parameter }) => held.has(parameter) && parameter.hasGrad);
  optimizer.step();
  return stepped.map(({ name, parameter, tensor, value }) => ({
    param: name,
    before: value,
    grad: encodeTensor(parameter.grad),
    state: encodeState(optimizer.state.get(parameter) ?? {}),
    step: encodeOwn(difference(parameter, tensor)),
    after: encodeTensor(parameter),
    ...groupOptions(optimizer, parameter)
  }));
}

function difference({ shape, data: after }: Tensor, { data: before }: Tensor): Tensor {
  const step = new Tensor(shape);
  for (let i = 0; i < after.length; i++) {
    step.data[i] = after[i] - before[i];
  }
  return step;
}

/** The options in which the parameter's group differs from the first group, whose options are the optimiser's. */
function groupOptions(optimizer: Optimizer, parameter: Parameter): { options?: Options } {
  const [first, ...others] = optimizer.paramGroups;
  const mine = others.find(({ params }) => params.includes(parameter));
  if (!mine) {
    return {};
  }
  const common = optimizer.options(first);
  const differing = Object.entries(optimizer.options(mine)).filter(
    ([name, value]) => String(value) !== String(common[name])
  );
  return differing.length > 0 ? { options: Object.fromEntries(differing) } : {};
}
