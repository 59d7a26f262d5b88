import { Module, Parameter, Sequential, Tensor } from '../engine';
import { Options, layers } from '../engine/registry';
import { encodeTensor } from './encoding';
import type { ModelSnapshot } from './payload';
import type { LayerSpec, NamedTensor, Spec } from './trace';

const ids = new WeakMap<Module, string>();
let used = 0;

/** The id of a model: `m1` for the first that this kernel records or shows, `m2` for the second, … */
export function modelId(model: Module): string {
  const id = ids.get(model) ?? `m${++used}`;
  ids.set(model, id);
  return id;
}

/** The module as a Sequential: a lone layer becomes a model of one layer named after its type, `linear`. */
export function asSequential(model: Module): Sequential {
  if (model instanceof Sequential) {
    return model;
  }
  const type = model.constructor.name;
  return new Sequential({ [type[0].toLowerCase() + type.slice(1)]: model });
}

/** Marks user-defined types, so that a reader doesn't take them for types of a newer version. */
const ofLearner = (known: object, type: string): { custom?: true } =>
  Object.hasOwn(known, type) ? {} : { custom: true };

export const encodeSpec = (
  known: object,
  { constructor: { name: type } }: object,
  options: Options
): Spec => ({
  type,
  ...options,
  ...ofLearner(known, type)
});

export const layerSpecs = (model: Sequential): LayerSpec[] =>
  model.leaves().map(([name, layer]) => {
    const type = layer.constructor.name;
    return { name, type, ...layer.options(), ...ofLearner(layers, type) };
  });

export const namedTensors = (named: [string, Tensor][]): NamedTensor[] =>
  named.map(([name, tensor]) => ({ name, value: encodeTensor(tensor) }));

/** The tensors that are kept with a model's weights but not learnt, by name. */
export const buffersOf = (model: Module): [string, Tensor][] =>
  model.namedState().filter(([, tensor]) => !(tensor instanceof Parameter));

/** The present weights of a model as plain data, and the running statistics of its norms. */
export function snapshotModel(module: Module): ModelSnapshot {
  const model = asSequential(module);
  const params = namedTensors(model.namedParameters());
  const buffers = namedTensors(buffersOf(model));
  const loads = module.loads > 0 ? { loads: module.loads } : {};
  return {
    kind: 'model',
    version: 1,
    modelId: modelId(module),
    model: layerSpecs(model),
    params,
    ...(buffers.length > 0 && { buffers }),
    ...loads
  };
}
