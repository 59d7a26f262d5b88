/**
 * The forward pass of an iteration's batch with the updated weights, recomputed with the engine's layers one by one:
 * src/trace, which the page computes it with, is not asked.
 */
import { BatchNorm1d, Dropout, Module, Tensor } from '../../src/engine';
import { losses, moduleOf } from '../../src/engine/registry';
import { TensorData, Trace, numbers } from './trace';

type Iteration = Trace['iterations'][number];
type Named = { name: string; value: TensorData };
/** What a trace holds of a layer's pass beside its output. */
type LayerPass = {
  masks?: Named[];
  statistics?: { name: string; batch: boolean; mean?: TensorData; variance?: TensorData }[];
};

const known = new WeakMap<Iteration, Iteration>();

/** An iteration with the outputs and the loss of the pass after its update. */
export function passAfter(trace: Trace, i: number): Iteration {
  const iteration = trace.iterations[i];
  const pass = known.get(iteration) ?? compute(trace, iteration);
  known.set(iteration, pass);
  return pass;
}

const tensor = (data: TensorData): Tensor => new Tensor(data.shape, Float64Array.from(numbers(data)));

function compute({ model, loss, data }: Trace, iteration: Iteration): Iteration {
  const { params, update } = iteration;
  let x = tensor(data.input);
  const forward = model.map(({ name, type, ...options }, at) => {
    const layer = moduleOf({ type, options });
    for (const [own, parameter] of layer.namedParameters()) {
      const full = `${name}.${own}`;
      const value =
        update.find(({ param }) => param === full)?.after ?? params.find(p => p.name === full)!.value;
      parameter.data.set(numbers(value));
    }
    repeat(name, layer, iteration.forward[at] as LayerPass);
    x = layer.forward(x);
    return { layer: name, output: { shape: x.shape.slice(), data: Array.from(x.data) } };
  });
  const { type, ...options } = loss;
  const value = losses[type].from(options).forward(x, tensor(data.target));
  return { ...iteration, forward, loss: value };
}

/** Makes Dropouts drop what they dropped, and BatchNorm1ds normalise by what they normalised by. */
function repeat(name: string, module: Module, pass: LayerPass): void {
  const mask = pass.masks?.find(each => each.name === name);
  const statistics = pass.statistics?.find(each => each.name === name);
  if (module instanceof Dropout && module.p > 0) {
    module.train(mask !== undefined);
    module.replay(mask ? [tensor(mask.value)] : []);
  }
  if (module instanceof BatchNorm1d && statistics) {
    module.train(statistics.batch);
    if (statistics.mean && statistics.variance) {
      module.runningMean?.data.set(numbers(statistics.mean));
      module.runningVar?.data.set(numbers(statistics.variance));
    }
  }
  module.children().forEach(([key, child]) => repeat(`${name}.${key}`, child, pass));
}
