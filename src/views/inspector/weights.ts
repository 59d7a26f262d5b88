import type { Tensor } from '../../engine';
import { unravel } from '../../engine/tensor';
import { HistoryReport, Moment, RunReader, Trace, decodeTensor, formatAddress } from '../../trace';

/** The parameters of a model at one moment, by their `stateDict` names. */
export type Weights = ReadonlyMap<string, Tensor>;

/** Memoises a function of one object: an inspector asks again at every change of the notebook. */
export function once<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, { value: V }>();
  return key => {
    let found = known.get(key);
    if (!found) {
      found = { value: make(key) };
      known.set(key, found);
    }
    return found.value;
  };
}

/** Memoises a function of two moments, keyed by the later one: in practice that has one predecessor. */
function oncePair<V>(make: (before: Weights, after: Weights) => V): (before: Weights, after: Weights) => V {
  const known = new WeakMap<Weights, { before: Weights; value: V }>();
  return (before, after) => {
    let found = known.get(after);
    if (found?.before !== before) {
      found = { before, value: make(before, after) };
      known.set(after, found);
    }
    return found.value;
  };
}

type Params = { name: string; value: Trace['data']['input'] }[];

const decoded = once(decodeTensor);

/** The tensors of a payload. */
export const weightsOf: (params: Params) => Weights = once(
  params => new Map(params.map(({ name, value }) => [name, decoded(value)]))
);

/** The weights after an iteration: the updated ones, and those that the optimiser doesn't update. */
export const weightsAfter: (iteration: Trace['iterations'][number]) => Weights = once(
  ({ params, update }) => {
    const after = update.map(({ param, after }) => ({ name: param, value: after }));
    return new Map([...weightsOf(params), ...weightsOf(after)]);
  }
);

const moments = new WeakMap<Moment, Weights | null>();

/** The weights at a moment of a run; null if they were not kept. */
export function weightsAt(history: HistoryReport, moment: Moment): Weights | null {
  let found = moments.get(moment);
  if (found === undefined) {
    const params = new RunReader(history).params(moment);
    found = params && weightsOf(params);
    moments.set(moment, found);
  }
  return found;
}

/** The number of weights. */
export const countOf = (weights: Weights): number =>
  [...weights.values()].reduce((sum, { data }) => sum + data.length, 0);

/** Whether two moments have the same parameters and shapes, so that they can be compared. */
export const sameShapes = (a: Weights, b: Weights): boolean =>
  a.size === b.size &&
  [...a].every(([name, { shape }]) => {
    const other = b.get(name)?.shape;
    return other?.length === shape.length && shape.every((n, d) => n === other[d]);
  });

/** The number of weights that differ, and the address of the first. */
export const differing = oncePair((before, after): { count: number; first: string } => {
  let count = 0;
  let first = '';
  for (const [name, { data, shape }] of after) {
    const old = before.get(name)!.data;
    for (let i = 0; i < data.length; i++) {
      if (!Object.is(data[i], old[i])) {
        first ||= formatAddress({ name, index: unravel(i, shape) });
        count++;
      }
    }
  }
  return { count, first };
});

/** ‖after − before‖ / ‖before‖ over all weights; null if they can't be compared. */
export const changeOf = oncePair((before, after): number | null => {
  if (!sameShapes(before, after)) {
    return null;
  }
  let [moved, size] = [0, 0];
  for (const [name, { data }] of after) {
    const old = before.get(name)!.data;
    for (let i = 0; i < data.length; i++) {
      moved += (data[i] - old[i]) ** 2;
      size += old[i] ** 2;
    }
  }
  // Starting from zeros only, any change is infinitely large.
  return moved === 0 ? 0 : Math.sqrt(moved / size);
});
