import { bisector } from 'd3';
import type { Operation, Stage } from '../../derivation';
import { sizeOf, unravel } from '../../engine/tensor';
import { formatAddress } from '../../trace';
import type { StepperModel } from '../state/stepperModel';

/** A row of the table: one number of a parameter. */
export interface ParameterRow {
  stage: Stage;
  name: string;
  unit: number;
  input: number | null;
  /** Flat index in the parameter. */
  at: number;
  index: number[];
  /** The index of the layer if it is not Linear, and its parameters so have no units and inputs; otherwise null. */
  own: number | null;
}

interface ParameterBlock {
  stage: Stage;
  name: string;
  shape: number[];
  own: number | null;
  start: number;
}

/** Finds the parameter of a row. */
export const byStart = bisector(({ start }: { start: number }) => start);

/** Adjacent rows: the first row and their number. */
export type RowRange = [start: number, count: number];

/** Number of operations of a step whose rows are marked; those of further operations are not. */
const MARKED = 1000;

/** The rows of the table: every number of every parameter, in the order of the network. Each is made on demand. */
export class ParameterRows {
  readonly length: number;
  readonly blocks: ParameterBlock[] = [];

  constructor(private readonly model: StepperModel) {
    let start = 0;
    for (const stage of model.network.stages) {
      for (const layer of [...(stage.linear === null ? [] : [stage.linear]), ...stage.owners]) {
        const own = layer === stage.linear ? null : layer;
        for (const { name, value } of model.trace.iterations[0].params) {
          if (name.startsWith(`${model.network.layers[layer].name}.`)) {
            this.blocks.push({ stage, name, shape: value.shape, own, start });
            start += sizeOf(value.shape);
          }
        }
      }
    }
    this.length = start;
  }

  /** The parameter of a row. */
  blockOf(row: number): ParameterBlock {
    return this.blocks[byStart.right(this.blocks, row) - 1];
  }

  row(row: number): ParameterRow {
    const { stage, name, shape, own, start } = this.blockOf(row);
    const at = row - start;
    const index = unravel(at, shape);
    return { stage, name, unit: own === null ? index[0] : 0, input: index[1] ?? null, at, index, own };
  }

  /** The longest address of a row. */
  get longest(): string {
    const names = this.blocks.map(({ name, shape }) => formatAddress({ name, index: shape.map(n => n - 1) }));
    return names.reduce((a, b) => (b.length > a.length ? b : a), '');
  }

  /** The rows that the focus or, without a focus, the step is about. */
  marked(): RowRange[] {
    const { focus, network, step } = this.model;
    if (focus?.kind === 'operation' && focus.operation.kind === 'own') {
      return this.rangesOf(focus.operation);
    }
    if (focus) {
      return focus.kind === 'weight'
        ? [[this.rowOf(network.stages[focus.stage], focus.unit, focus.input), 1]]
        : [];
    }
    return Array.from({ length: Math.min(step.count, MARKED) }, (_, i) =>
      this.rangesOf(step.operation(i))
    ).flat();
  }

  private rangesOf(operation: Operation): RowRange[] {
    switch (operation.kind) {
      case 'weight':
      case 'update':
        return [[this.rowOf(operation.stage, operation.unit, operation.input), 1]];
      case 'bias':
        return [[this.rowOf(operation.stage, operation.unit, null), 1]];
      case 'z': {
        const { stage, unit } = operation;
        const weights: RowRange = [this.rowOf(stage, unit, 0), stage.inputs];
        return stage.bias ? [weights, [this.rowOf(stage, unit, null), 1]] : [weights];
      }
      case 'own':
      case 'ownUpdate':
        return this.blocks
          .filter(({ own }) => own === operation.layer)
          .map(({ start, shape }) => [start, sizeOf(shape)]);
      default:
        return [];
    }
  }

  private rowOf(stage: Stage, unit: number, input: number | null): number {
    const { start } = this.blocks.find(block => block.stage === stage && block.own === null)!;
    return start + (input === null ? stage.units * stage.inputs + unit : unit * stage.inputs + input);
  }
}
