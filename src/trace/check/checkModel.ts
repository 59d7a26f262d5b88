import { layers, moduleOf, shapesOf } from '../../engine/registry';
import { formatShape } from '../../engine/tensor';
import type { ModuleSpec } from '../../engine/spec';
import { limits } from '../limits';
import type { ModelSnapshot } from '../payload';
import { buffersOf } from '../snapshot';
import type { LayerSpec, NamedTensor, TensorData } from '../trace';
import { checkNames } from './checkNames';
import { attempt, fail, is, quoted } from './problem';

/**
 * The shapes of all parameters by name: from the layer's options, or for a user-defined layer, which is not in the
 * registry, from `params`.
 * @throws TraceError for names that can't be, an unknown type, or options that don't work
 */
export function parameterShapes(model: LayerSpec[], params: NamedTensor[]): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  model.forEach(({ name, type, ...options }, i) => {
    // `record` marks user-defined layers; any other unknown type is of a newer version, or damage.
    if (!Object.hasOwn(layers, type) && options.custom !== true) {
      fail(`model[${i}].type`, 'is %1, a layer that this version does not know', quoted(type));
    }
    const known = attempt(`model[${i}]`, () => shapesOf({ type, options }));
    const mine = params.filter(p => p.name.startsWith(`${name}.`));
    for (const [rest, shape] of known ??
      mine.map(p => [p.name.slice(name.length + 1), p.value.shape] as const)) {
      shapes.set(`${name}.${rest}`, shape.slice());
    }
  });
  checkNames(model, [...shapes.keys()]);
  return shapes;
}

/** The numbers of features of a layer and of those inside it: a norm without parameters allocates as many. */
function featuresIn({ options = {}, layers: inside = [] }: ModuleSpec): number[] {
  const { features, block } = options;
  const own = typeof features === 'number' ? [features] : [];
  const blocks = typeof block === 'string' ? [attempt('model', () => JSON.parse(block) as ModuleSpec)] : [];
  return [...own, ...[...blocks, ...inside.map(([, spec]) => spec)].flatMap(featuresIn)];
}

/**
 * Checks the layers' options by creating the layers. Call it only after the shapes were compared with the numbers
 * present: sizes that are merely claimed must not be allocated.
 * @throws TraceError
 */
export function checkOptions(model: LayerSpec[]): void {
  model.forEach(({ type, name: _name, ...options }, i) => {
    const widest = Math.max(0, ...featuresIn({ type, options }));
    if (widest > limits.numbers) {
      fail(`model[${i}]`, 'has %1 features, more than %2', widest, limits.numbers);
    }
    if (Object.hasOwn(layers, type) && type !== 'Linear' && shapesOf({ type, options }) !== null) {
      attempt(`model[${i}]`, () => moduleOf({ type, options }));
    }
  });
}

/** Checks that tensors have the names and the shapes of the parameters, in their order. @throws TraceError */
export function checkNamed(
  named: { name: string; value: TensorData }[],
  shapes: Map<string, number[]>,
  place: string
): void {
  if (named.length !== shapes.size) {
    fail(place, 'has %1 parameters, expected %2', named.length, shapes.size);
  }
  const expected = [...shapes.keys()];
  named.forEach(({ name, value }, i) => {
    if (name !== expected[i]) {
      fail(`${place}[${i}].name`, 'is %1, expected %2', quoted(name), quoted(expected[i]));
    }
    is(`${place}[${i}].value`, value, shapes.get(name)!);
  });
}

/** Checks that the weights of a model fit its layers. @throws TraceError */
export function checkModel(payload: ModelSnapshot): void {
  checkNamed(payload.params, parameterShapes(payload.model, payload.params), 'params');
  checkOptions(payload.model);
  if (payload.buffers) {
    checkNamed(payload.buffers, bufferShapes(payload.model, payload.buffers), 'buffers');
  }
}

/** The shapes of what the layers keep besides their parameters; of a user-defined layer from `buffers`. */
function bufferShapes(model: LayerSpec[], buffers: NamedTensor[]): Map<string, number[]> {
  const each = model.flatMap(({ name, type, ...options }): [string, number[]][] =>
    Object.hasOwn(layers, type)
      ? buffersOf(moduleOf({ type, options })).map(([rest, { shape }]) => [`${name}.${rest}`, shape])
      : buffers.filter(b => b.name.startsWith(`${name}.`)).map(b => [b.name, b.value.shape])
  );
  checkNames(
    model,
    each.map(([name]) => name)
  );
  return new Map(each);
}

/** Checks that an optimiser's state of a parameter has the parameter's shape. @throws TraceError */
export function checkState(
  state: Record<string, TensorData>,
  shape: number[] | undefined,
  place: string
): void {
  if (!shape) {
    fail(place, 'is of a parameter that the model does not have');
  }
  for (const [name, tensor] of Object.entries(state)) {
    // A step count is a single number.
    if (formatShape(tensor.shape) !== '1') {
      is(`${place}.${name}`, tensor, shape);
    }
  }
}
