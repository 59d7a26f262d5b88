import type { Trace } from '../trace';
import type { Phase } from './derivation';
import { Network, Stage, lastLayer, steppedBack } from './network';

export type Granularity = 'operation' | 'neuron' | 'layer';

/** One operation: the quantity that is computed, and its unit. */
export type Operation =
  | { kind: 'z'; stage: Stage; unit: number }
  | { kind: 'activation'; stage: Stage; unit: number; layer: number }
  | { kind: 'loss' }
  /** ∂L by the unit's output. */
  | { kind: 'arrives'; stage: Stage; unit: number }
  /** Back through an activation; through the one next to the weights, this gives δ. */
  | { kind: 'slope'; stage: Stage; unit: number; layer: number }
  | { kind: 'weight'; stage: Stage; unit: number; input: number }
  | { kind: 'bias'; stage: Stage; unit: number }
  | { kind: 'update'; stage: Stage; unit: number; input: number | null }
  /** Gradients and updates of the parameters of layers other than Linear. */
  | { kind: 'own'; stage: Stage; unit: number; layer: number }
  | { kind: 'ownUpdate'; stage: Stage; unit: number; layer: number }
  /** The same batch with the updated weights. */
  | { kind: 'after' };

/** The operations of a step. Not an array: a wide layer has a hundred thousand. */
export interface Group {
  phase: Phase;
  count: number;
  operation(i: number): Operation;
}

/** A step: its index, its iteration and its operations. */
export interface Step extends Group {
  index: number;
  iteration: number;
}

export const group = (phase: Phase, operations: Operation[]): Group => ({
  phase,
  count: operations.length,
  operation: i => operations[i]
});

/** A group of the `size` operations of each unit of a row, unit by unit. */
const rowGroup = (
  phase: Phase,
  units: number,
  size: number,
  of: (unit: number, i: number) => Operation
): Group => ({
  phase,
  count: units * size,
  operation: i => of(Math.floor(i / size), i % size)
});

export const each = <T>(n: number, make: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => make(i));

function forwardOf(stage: Stage, unit: number): Operation[] {
  const z: Operation[] = stage.linear === null ? [] : [{ kind: 'z', stage, unit }];
  return z.concat(stage.activations.map(layer => ({ kind: 'activation', stage, unit, layer })));
}

/** The i-th operation of a unit's backward pass, and their number. */
function backwardOf(stage: Stage, unit: number): Group {
  const slopes = steppedBack(stage);
  const before = 1 + slopes.length;
  const weights = stage.linear === null ? 0 : stage.inputs;
  return {
    phase: 'backward',
    count: before + weights + (stage.bias ? 1 : 0),
    operation: i =>
      i === 0
        ? { kind: 'arrives', stage, unit }
        : i < before
          ? { kind: 'slope', stage, unit, layer: slopes[before - 1 - i] }
          : i < before + weights
            ? { kind: 'weight', stage, unit, input: i - before }
            : { kind: 'bias', stage, unit }
  };
}

function updateOf(stage: Stage, unit: number, weights: boolean, bias: boolean): Group {
  const count = weights ? stage.inputs : 0;
  return {
    phase: 'update',
    count: count + (bias ? 1 : 0),
    operation: i => ({ kind: 'update', stage, unit, input: i < count ? i : null })
  };
}

/** The gradients of a row's layers with own parameters. */
const ownOf = (stage: Stage, layers = stage.owners): Group[] =>
  layers.map(layer => group('backward', [{ kind: 'own', stage, unit: 0, layer }]));

/** Whether any parameter of a layer is updated. */
const updates = (trace: Trace, { layers }: Network, layer: number): boolean =>
  trace.iterations[0].update.some(({ param }) => param.startsWith(`${layers[layer].name}.`));

/** Which of a row's parameters an iteration updates. */
function updated(trace: Trace, network: Network, stage: Stage): { weights: boolean; bias: boolean } {
  const name = stage.linear === null ? '' : network.layers[stage.linear].name;
  const names = new Set(trace.iterations[0].update.map(({ param }) => param));
  return { weights: names.has(`${name}.weight`), bias: names.has(`${name}.bias`) };
}

/** The one group of the pass with the updated weights; none if nothing is updated. */
const afterGroups = ({ iterations: [{ update }] }: Trace): Group[] =>
  update.length > 0 ? [group('after', [{ kind: 'after' }])] : [];

/** The groups of one iteration, neuron by neuron. */
export function neuronGroups(trace: Trace, network: Network): Group[] {
  const { stages } = network;
  const forward = stages.flatMap(stage =>
    each(stage.units, unit => group('forward', forwardOf(stage, unit)))
  );
  const backward = stages
    .slice()
    .reverse()
    .flatMap(stage => [...each(stage.units, unit => backwardOf(stage, unit)), ...ownOf(stage)]);
  const update = stages.flatMap(stage => {
    const { weights, bias } = updated(trace, network, stage);
    const own = stage.owners.filter(layer => updates(trace, network, layer));
    return [
      ...each(stage.units, unit => updateOf(stage, unit, weights, bias)),
      ...own.map(layer => group('update', [{ kind: 'ownUpdate', stage, unit: 0, layer }]))
    ];
  });
  return [
    ...forward,
    group('loss', [{ kind: 'loss' }]),
    ...backward,
    ...update,
    ...afterGroups(trace)
  ].filter(({ count }) => count > 0);
}

/** The groups of one iteration, module by module; the update is one group. */
export function layerGroups(trace: Trace, network: Network): Group[] {
  const forward: Group[] = [];
  const backward: Group[] = [];
  for (const stage of network.stages) {
    const { linear, units, activations } = stage;
    if (linear !== null) {
      const back = backwardOf(stage, 0).count - steppedBack(stage).length - (activations.length > 0 ? 1 : 0);
      const skipped = backwardOf(stage, 0).count - back;
      forward.push(rowGroup('forward', units, 1, unit => ({ kind: 'z', stage, unit })));
      backward.unshift(
        rowGroup('backward', units, back, (unit, i) => backwardOf(stage, unit).operation(skipped + i))
      );
    }
    for (const layer of activations) {
      // The gradient that arrives at a row belongs to the row's last module.
      const first = layer === lastLayer(stage) ? 0 : 1;
      const ends = steppedBack(stage).includes(layer) ? 2 : 1;
      forward.push(rowGroup('forward', units, 1, unit => ({ kind: 'activation', stage, unit, layer })));
      const row = rowGroup('backward', units, ends - first, (unit, i) =>
        i + first === 0 ? { kind: 'arrives', stage, unit } : { kind: 'slope', stage, unit, layer }
      );
      backward.unshift(
        joined('backward', [
          row,
          ...ownOf(
            stage,
            stage.owners.filter(own => own === layer)
          )
        ])
      );
    }
  }
  const updated = neuronGroups(trace, network).filter(({ phase }) => phase === 'update');
  const all = [
    ...forward,
    group('loss', [{ kind: 'loss' }]),
    ...backward,
    joined('update', updated),
    ...afterGroups(trace)
  ];
  return all.filter(({ count }) => count > 0);
}

function joined(phase: Phase, groups: Group[]): Group {
  const starts = startsOf(groups);
  const count = starts[groups.length];
  return {
    phase,
    count,
    operation: i => {
      const at = place(starts, i);
      return groups[at].operation(i - starts[at]);
    }
  };
}

/** The index of each group's first operation; the last entry is the number of operations. */
export function startsOf(groups: Group[]): number[] {
  const starts = [0];
  groups.forEach(({ count }, i) => starts.push(starts[i] + count));
  return starts;
}

/** The group of operation `i`. */
export function place(starts: number[], i: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= i) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
