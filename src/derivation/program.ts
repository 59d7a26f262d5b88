import type { Trace } from '../trace';
import type { Phase } from './derivation';
import { lastLayer, networkOf, steppedBack } from './network';
import {
  Granularity,
  Group,
  Operation,
  Step,
  each,
  group,
  layerGroups,
  neuronGroups,
  place,
  startsOf
} from './steps';

/** Consecutive steps of one phase: from `start` to before `end`. */
export interface Run {
  phase: Phase;
  iteration: number;
  start: number;
  end: number;
}

/** The steps of a trace at a granularity, over all its iterations. */
export class Program {
  /** The number of steps. */
  readonly length: number;
  private readonly groups: Group[];
  private readonly starts: number[];
  private readonly perIteration: number;
  private readonly places: Map<string, number>;

  constructor(
    trace: Trace,
    readonly granularity: Granularity
  ) {
    const network = networkOf(trace);
    this.groups = granularity === 'layer' ? layerGroups(trace, network) : neuronGroups(trace, network);
    this.starts = startsOf(this.groups);
    this.places = new Map(this.groups.map((g, at) => [key(g.operation(0), granularity), at]));
    this.perIteration = granularity === 'operation' ? this.operations : this.groups.length;
    this.length = this.perIteration * trace.iterations.length;
  }

  /** The step at an index from 0 to `length` − 1. */
  step(index: number): Step {
    const iteration = Math.floor(index / this.perIteration);
    const i = index % this.perIteration;
    if (this.granularity !== 'operation') {
      return { ...this.groups[i], index, iteration };
    }
    const at = place(this.starts, i);
    const operation = this.groups[at].operation(i - this.starts[at]);
    return { ...group(this.groups[at].phase, [operation]), index, iteration };
  }

  /** Runs of consecutive steps of one phase, for the timeline. */
  runs(): Run[] {
    return each(this.length / this.perIteration, iteration => this.runsOf(iteration)).flat();
  }

  /** The runs of one iteration, one per phase. */
  runsOf(iteration: number): Run[] {
    const counts = new Map<Phase, number>();
    this.groups.forEach(({ phase, count }) => {
      counts.set(phase, (counts.get(phase) ?? 0) + (this.granularity === 'operation' ? count : 1));
    });
    let start = iteration * this.perIteration;
    return [...counts].map(([phase, count]) => {
      start += count;
      return { phase, iteration, start: start - count, end: start };
    });
  }

  /** The index of the step that contains an operation; −1 if the trace has no such operation. */
  indexOf(operation: Operation, iteration: number): number {
    const at = this.places.get(key(operation, this.granularity));
    if (at === undefined) {
      return -1;
    }
    const offset = this.granularity === 'operation' ? this.starts[at] + offsetOf(operation) : at;
    return iteration * this.perIteration + offset;
  }

  private get operations(): number {
    return this.starts[this.groups.length];
  }
}

const phases: Record<Operation['kind'], Phase> = {
  z: 'forward',
  activation: 'forward',
  loss: 'loss',
  arrives: 'backward',
  slope: 'backward',
  weight: 'backward',
  bias: 'backward',
  update: 'update',
  own: 'backward',
  ownUpdate: 'update',
  after: 'after'
};

/** The index of an operation's group: its unit's or its layer's. */
function key(operation: Operation, granularity: Granularity): string {
  const phase = phases[operation.kind];
  if (
    operation.kind === 'loss' ||
    operation.kind === 'after' ||
    (phase === 'update' && granularity === 'layer')
  ) {
    return phase;
  }
  const { stage } = operation;
  if (granularity !== 'layer') {
    const own = operation.kind === 'own' || operation.kind === 'ownUpdate' ? `own ${operation.layer}` : '';
    return `${phase} ${stage.number} ${operation.unit} ${own}`;
  }
  return `${phase} ${layerOf(operation)}`;
}

/** The layer of an operation. The gradient that arrives at a row belongs to the row's last layer. */
export function layerOf(operation: Exclude<Operation, { kind: 'loss' | 'after' }>): number {
  switch (operation.kind) {
    case 'activation':
    case 'slope':
    case 'own':
    case 'ownUpdate':
      return operation.layer;
    case 'arrives':
      return lastLayer(operation.stage);
    default:
      return operation.stage.linear!;
  }
}

/** The index of an operation within its unit's group. */
function offsetOf(operation: Operation): number {
  switch (operation.kind) {
    case 'activation':
      return operation.stage.activations.indexOf(operation.layer) + (operation.stage.linear === null ? 0 : 1);
    case 'slope':
      return steppedBack(operation.stage).length - steppedBack(operation.stage).indexOf(operation.layer);
    case 'weight':
      return 1 + steppedBack(operation.stage).length + operation.input;
    case 'bias':
      return 1 + steppedBack(operation.stage).length + operation.stage.inputs;
    case 'update':
      return operation.input ?? operation.stage.inputs;
    default:
      return 0;
  }
}
