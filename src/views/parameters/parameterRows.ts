import { bisector } from 'd3';
import type { Operation, Stage } from '../../derivation';
import { sizeOf, unravel } from '../../engine/tensor';
import { formatAddress } from '../../trace';
import type { StepperModel } from '../state/stepperModel';

/** A number of a parameter. */
export interface ParameterRow {
  stage: Stage;
  name: string;
  unit: number;
  input: number | null;
  /** Its place in the parameter's numbers. */
  at: number;
  index: number[];
  /** The layer, where that is no Linear: its parameters have no units and inputs. */
  own: number | null;
}

interface ParameterBlock {
  stage: Stage;
  name: string;
  shape: number[];
  own: number | null;
  start: number;
}

/** Finds the parameter that a row is in. */
export const byStart = bisector(({ start }: { start: number }) => start);

/** Rows that belong together: the first, and how many. */
export type RowRange = [start: number, count: number];

/** More operations of a step than this are not marked one by one. */
const MARKED = 1000;

/** Every number of every parameter, in the order of the network. Not a list: there may be a hundred thousand. */
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

  /** The parameter that a row is of. */
  blockOf(row: number): ParameterBlock {
    return this.blocks[byStart.right(this.blocks, row) - 1];
  }

  row(row: number): ParameterRow {
    const { stage, name, shape, own, start } = this.blockOf(row);
    const at = row - start;
    const index = unravel(at, shape);
    return { stage, name, unit: own === null ? index[0] : 0, input: index[1] ?? null, at, index, own };
  }

  /** The row with the longest name. */
  get longest(): string {
    const names = this.blocks.map(({ name, shape }) => formatAddress({ name, index: shape.map(n => n - 1) }));
    return names.reduce((a, b) => (b.length > a.length ? b : a), '');
  }

  /** The rows that the step, or what is focused, is about. */
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
