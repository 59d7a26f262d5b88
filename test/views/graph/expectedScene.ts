/** What a scene has to show, read from the trace's own tensors and the program's operations: no view is asked. */
import { Operation, Program, Stage, networkOf } from '../../../src/derivation';
import { Tensor } from '../../../src/engine';
import { Trace, decodeTensor } from '../../../src/trace';
import { BLOCKS } from '../../e2e/places';
import { passAfter } from '../../e2e/passAfter';
import type { StepperModel } from '../../../src/views/state/stepperModel';

/** A layer's numbers in one iteration. */
interface LayerNumbers {
  output: Tensor;
  gradOutput: Tensor;
}

export class ExpectedScene {
  private readonly iteration: number;
  /** The operations done so far in this iteration, as texts. */
  private readonly done: Set<string>;
  private readonly stages: Stage[];

  constructor(
    private readonly model: StepperModel,
    private readonly trace: Trace = model.trace
  ) {
    this.stages = networkOf(trace).stages;
    this.iteration = model.step.iteration;
    const program = new Program(trace, model.granularity);
    const steps = Array.from({ length: model.stepIndex + 1 }, (_, i) => program.step(i));
    this.done = new Set(
      steps
        .filter(({ iteration }) => iteration === this.iteration)
        .flatMap(step => Array.from({ length: step.count }, (_, i) => step.operation(i)))
        .map(operation => this.text(operation))
    );
  }

  private text(operation: Operation): string {
    if (operation.kind === 'loss' || operation.kind === 'after') {
      return operation.kind;
    }
    const { kind, stage, unit } = operation;
    const rest = 'layer' in operation ? operation.layer : 'input' in operation ? operation.input : '';
    return [kind, this.stages.indexOf(stage), unit, rest].join(' ');
  }

  private get pass(): Trace['iterations'][number] {
    return this.trace.iterations[this.iteration];
  }

  /** Whether the step is the pass with the updated weights. */
  get isAfter(): boolean {
    return this.done.has('after');
  }

  /** The forward pass that is shown: the recorded one, or the one with the updated weights. */
  get shown(): Trace['iterations'][number] {
    return this.isAfter
      ? (passAfter(this.trace as never, this.iteration) as never as Trace['iterations'][number])
      : this.pass;
  }

  /** An address of this iteration. */
  ref(address: string): string {
    return this.trace.iterations.length > 1 ? `#${this.iteration}/${address}` : address;
  }

  private numbers(layer: number): LayerNumbers {
    const { name } = this.trace.model[layer];
    const { output } = this.shown.forward.find(each => each.layer === name)!;
    const { gradOutput } = this.pass.backward.find(each => each.layer === name)!;
    return { output: decodeTensor(output), gradOutput: decodeTensor(gradOutput) };
  }

  /** The layers of a column; without a Softmax at the model's end, whose numbers stand beside the units. */
  private layers(column: number): { first: number; last: number; linear: number | null } {
    const { linear, activations } = this.stages[column - 1];
    const all = [...(linear === null ? [] : [linear]), ...activations];
    const isApart = all.length > 1 && all[all.length - 1] === this.softmax;
    const own = isApart ? all.slice(0, -1) : all;
    // Behind a Linear's units stand the blocks.
    const block = linear === null ? -1 : own.findIndex(at => BLOCKS.includes(this.trace.model[at].type));
    return { first: all[0], last: block < 0 ? own[own.length - 1] : own[block - 1], linear };
  }

  /** The index of a Softmax at the model's end; −1 if it ends otherwise. */
  get softmax(): number {
    const { model } = this.trace;
    return model[model.length - 1].type === 'Softmax' ? model.length - 1 : -1;
  }

  isValueDone(column: number, unit: number): boolean {
    const { last, linear } = this.layers(column);
    return this.done.has(
      last === linear ? `z ${column - 1} ${unit} ` : `activation ${column - 1} ${unit} ${last}`
    );
  }

  isDeltaDone(column: number, unit: number): boolean {
    const { linear } = this.layers(column);
    const { activations, mixes } = this.stages[column - 1];
    const back = mixes ? activations.slice(1) : activations;
    return this.done.has(
      linear === null || back.length === 0
        ? `arrives ${column - 1} ${unit} `
        : `slope ${column - 1} ${unit} ${back[0]}`
    );
  }

  get isLossDone(): boolean {
    return this.done.has('loss');
  }

  isGradientDone(column: number, unit: number, input: number): boolean {
    return this.done.has(`weight ${column - 1} ${unit} ${input}`);
  }

  isUpdated(column: number, unit: number, input: number): boolean {
    return this.done.has(`update ${column - 1} ${unit} ${input}`);
  }

  /** The outputs of a column, or the inputs: samples × units. */
  outputs(column: number): Tensor {
    return column === 0 ? decodeTensor(this.trace.data.input) : this.numbers(this.layers(column).last).output;
  }

  /** The δs of a column: by the sums, or, without weights, by the outputs. */
  deltas(column: number): Tensor {
    const { linear, last } = this.layers(column);
    return this.numbers(linear ?? last).gradOutput;
  }

  /** z of a neuron: null for a unit without a sum or whose sum is its output. */
  sum(column: number, unit: number): { value: number; ref?: string } | null {
    const { linear, last } = this.layers(column);
    if (linear === null || linear === last) {
      return null;
    }
    const { output } = this.numbers(linear);
    const { sample, batch } = this.model;
    return batch
      ? { value: mean(columnOf(output, unit)) }
      : {
          value: at(output, sample, unit),
          ref: this.ref(
            `${this.isAfter ? 'after/' : ''}${this.trace.model[linear].name}.output[${sample},${unit}]`
          )
        };
  }

  isSumDone(column: number, unit: number): boolean {
    return this.done.has(`z ${column - 1} ${unit} `);
  }

  /** The bias of a unit before its update or after it, and its gradient; null without a bias. */
  bias(column: number, unit: number): { value: number; ref: string; gradient: number } | null {
    const { linear } = this.layers(column);
    const name = linear === null ? '' : `${this.trace.model[linear].name}.bias`;
    const param = this.pass.params.find(each => each.name === name);
    if (!param) {
      return null;
    }
    const isUpdated = this.done.has(`update ${column - 1} ${unit} `);
    const after = isUpdated && this.pass.update.find(each => each.param === name)!.after;
    const { sample, batch } = this.model;
    const { params } = this.pass.backward.find(({ layer }) => layer === this.trace.model[linear!].name)!;
    const { grad } = params.find(each => each.name === name)!;
    return {
      value: decodeTensor(after || param.value).data[unit],
      ref: this.ref(`${name}[${unit}]`),
      gradient: batch ? decodeTensor(grad).data[unit] : at(this.deltas(column), sample, unit)
    };
  }

  isBiasGradientDone(column: number, unit: number): boolean {
    return this.done.has(`bias ${column - 1} ${unit} `);
  }

  value(column: number, unit: number): { value: number; ref?: string } {
    const outputs = this.outputs(column);
    const { sample, batch } = this.model;
    const name = column === 0 ? 'input' : `${this.trace.model[this.layers(column).last].name}.output`;
    return batch
      ? { value: mean(columnOf(outputs, unit)) }
      : {
          value: at(outputs, sample, unit),
          ref: this.ref(`${this.isAfter && column > 0 ? 'after/' : ''}${name}[${sample},${unit}]`)
        };
  }

  delta(column: number, unit: number): { value: number; ref?: string } {
    const { sample, batch } = this.model;
    const { linear, last } = this.layers(column);
    const { name } = this.trace.model[linear ?? last];
    const deltas = this.deltas(column);
    return batch
      ? { value: sum(columnOf(deltas, unit)) }
      : { value: at(deltas, sample, unit), ref: this.ref(`${name}.output.grad[${sample},${unit}]`) };
  }

  private weightName(column: number): string {
    return `${this.trace.model[this.layers(column).linear!].name}.weight`;
  }

  weightRef(column: number, unit: number, input: number): string {
    return this.ref(`${this.weightName(column)}[${unit},${input}]`);
  }

  /** The weights of a column before the update, or after it. */
  weights(column: number, updated: boolean): Tensor {
    const name = this.weightName(column);
    return decodeTensor(
      updated
        ? this.pass.update.find(({ param }) => param === name)!.after
        : this.pass.params.find(param => param.name === name)!.value
    );
  }

  /** The gradients of a column's weights: of the batch, or this sample's shares δⱼ xₖ. */
  gradients(column: number): Tensor {
    const { linear } = this.layers(column);
    const { sample, batch } = this.model;
    if (batch) {
      const name = this.weightName(column);
      const { params } = this.pass.backward.find(({ layer }) => layer === this.trace.model[linear!].name)!;
      return decodeTensor(params.find(param => param.name === name)!.grad);
    }
    const [units, inputs] = this.weights(column, false).shape;
    const deltas = this.deltas(column);
    const x = column === 1 ? this.outputs(0) : this.numbers(linear! - 1).output;
    return new Tensor(
      [units, inputs],
      Float64Array.from({ length: units * inputs }, (_, i) => {
        const [unit, input] = [Math.floor(i / inputs), i % inputs];
        return at(deltas, sample, unit) * at(x, sample, input);
      })
    );
  }

  /** The largest |weight| or |gradient| of the network. */
  largest(backward: boolean): number {
    const tensors = this.stages.flatMap(({ linear }, i) =>
      linear === null ? [] : [backward ? this.gradients(i + 1) : this.weights(i + 1, false)]
    );
    return Math.max(0, ...tensors.flatMap(({ data }) => Array.from(data, Math.abs)));
  }
}

export const at = ({ data, shape }: Tensor, row: number, column: number): number =>
  data[row * shape[1] + column];

export const columnOf = (tensor: Tensor, column: number): number[] =>
  Array.from({ length: tensor.shape[0] }, (_, row) => at(tensor, row, column));

const sum = (values: number[]): number => values.reduce((total, x) => total + x, 0);
const mean = (values: number[]): number => sum(values) / values.length;
