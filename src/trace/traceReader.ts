import { Tensor } from '../engine';
import { Message, sentenceOf } from '../engine/message';
import { sizeOf, unravel } from '../engine/tensor';
import { Address } from './address';
import { afterPass } from './afterPass';
import { decodeNumber, tensorOf } from './encoding';
import { replayLoss } from './replay';
import { rowShape } from './rowShape';
import type { Iteration, TensorData, Trace } from './trace';

/** Reads the numbers of a trace by address. Decodes a tensor when it is first read. */
export class TraceReader {
  /** How many rows pass through the network: the samples, or samples × positions of a sequence. */
  readonly samples: number;
  /** The layout of the rows: `[samples]` or `[samples, positions]`. */
  readonly rowShape: number[];
  private readonly flat = new Map<TensorData, Tensor>();
  private readonly shares = new Map<number, number[]>();
  private readonly passesAfter = new Map<number, TraceReader | Message>();

  /**
   * @param trace a trace that `readPayload` or `record` returned
   * @param isAfter whether its forward passes are those with updated weights, which `after` returns
   */
  constructor(
    readonly trace: Trace,
    readonly isAfter = false
  ) {
    this.rowShape = rowShape(trace);
    this.samples = sizeOf(this.rowShape);
  }

  /** The index in the trace's tensors of a row, or of one unit in the row. */
  place(row: number, ...unit: number[]): number[] {
    return [...(this.rowShape.length === 1 ? [row] : unravel(row, this.rowShape)), ...unit];
  }

  /** The index of a row's number `unit` in a tensor of this shape, whose first dimensions are the rows. */
  placeIn(shape: readonly number[], row: number, unit: number): number[] {
    const rest = shape.slice(this.rowShape.length);
    return this.place(row, ...(rest.length === 1 ? [unit] : unravel(unit, rest)));
  }

  /** The row of an index into a tensor with rows. */
  rowOf(index: readonly number[]): number {
    return this.rowShape.reduce((row, n, d) => row * n + index[d], 0);
  }

  /** A tensor as rows × numbers; a target of one class per row as rows. */
  rows(data: TensorData): Tensor {
    const isClass = data === this.trace.data.target && data.shape.length === this.rowShape.length;
    if (data.shape.length === (isClass ? 1 : 2) && data.shape[0] === this.samples) {
      return this.tensor(data);
    }
    let flat = this.flat.get(data);
    if (!flat) {
      const { data: numbers } = this.tensor(data);
      flat = new Tensor(isClass ? [this.samples] : [this.samples, numbers.length / this.samples], numbers);
      this.flat.set(data, flat);
    }
    return flat;
  }

  /** The target as rows. */
  get target(): Tensor {
    return this.rows(this.trace.data.target);
  }

  tensor(data: TensorData): Tensor {
    return tensorOf(data);
  }

  /** The input of layer `at` of the model: rows × features. */
  layerInput(iteration: number, at: number): Tensor {
    return at === 0 ? this.rows(this.trace.data.input) : this.layerOutput(iteration, at - 1);
  }

  layerOutput(iteration: number, at: number): Tensor {
    return this.rows(this.iteration(iteration).forward[at].output);
  }

  /** ∂L/∂output of layer `at`. */
  gradOutput(iteration: number, at: number): Tensor {
    return this.rows(this.backward(iteration, at).gradOutput);
  }

  /** ∂L/∂input of layer `at`. */
  gradInput(iteration: number, at: number): Tensor {
    return this.rows(this.backward(iteration, at).gradInput);
  }

  param(iteration: number, name: string): Tensor | undefined {
    const found = this.iteration(iteration).params.find(p => p.name === name);
    return found && this.tensor(found.value);
  }

  paramGrad(iteration: number, name: string): Tensor | undefined {
    const all = this.iteration(iteration).backward.flatMap(({ params }) => params);
    const found = all.find(p => p.name === name);
    return found && this.tensor(found.grad);
  }

  /** Element `i` of the gradient before this iteration's backward pass; 0 after `zeroGrad`. */
  gradBefore(iteration: number, name: string, i: number): number {
    const found = this.iteration(iteration).gradsBefore?.find(p => p.name === name);
    return found ? this.tensor(found.value).data[i] : 0;
  }

  /** Whether this iteration's gradients were added to earlier ones. */
  hasGradsBefore(iteration: number): boolean {
    return this.iteration(iteration).gradsBefore !== undefined;
  }

  /**
   * Reads the forward pass of the same batch with the weights that an iteration's update left, computed on the first
   * call. Returns null if the iteration updates nothing, or if it can't be computed: see `afterProblem`.
   */
  after(iteration: number): TraceReader | null {
    const pass = this.passAfter(iteration);
    return pass instanceof TraceReader ? pass : null;
  }

  /** Why the pass with the updated weights can't be computed; null if it can, or if nothing is updated. */
  afterProblem(iteration: number): Message | null {
    const pass = this.passAfter(iteration);
    return pass instanceof TraceReader ? null : pass;
  }

  private passAfter(iteration: number): TraceReader | Message | null {
    if (this.iteration(iteration).update.length === 0) {
      return null;
    }
    let pass = this.passesAfter.get(iteration);
    if (!pass) {
      try {
        const iterations = this.trace.iterations.slice();
        iterations[iteration] = afterPass(this.trace, iteration);
        pass = new TraceReader({ ...this.trace, iterations }, true);
      } catch (error) {
        pass = sentenceOf(error);
      }
      this.passesAfter.set(iteration, pass);
    }
    return pass;
  }

  loss(iteration: number): number {
    return decodeNumber(this.iteration(iteration).loss);
  }

  /** Sample s's share of the loss: the shares sum to the loss. */
  lossShare(iteration: number, sample: number): number {
    let shares = this.shares.get(iteration);
    if (!shares) {
      const { lossShares } = this.iteration(iteration);
      shares = lossShares ? Array.from(this.tensor(lossShares).data) : this.computedShares(iteration);
      this.shares.set(iteration, shares);
    }
    return shares[sample];
  }

  private computedShares(iteration: number): number[] {
    const { forward } = this.iteration(iteration);
    const pair = [forward[forward.length - 1].output, this.trace.data.target];
    const [output, target] = pair.map(data =>
      this.rowShape.length > 1 ? this.rows(data) : this.tensor(data)
    );
    return replayLoss(this.trace.loss).shares(output, target);
  }

  /** The number at an address; undefined if the trace has none there. */
  value(address: Address): number | undefined {
    const { iteration = 0, after = false, name, grad = false, index, sample } = address;
    if (!this.trace.iterations[iteration]) {
      return undefined;
    }
    if (after && !this.isAfter) {
      return grad ? undefined : this.after(iteration)?.value(address);
    }
    if (sample !== undefined && sample >= this.samples) {
      return undefined;
    }
    if (name === 'loss') {
      return sample === undefined ? this.loss(iteration) : this.lossShare(iteration, sample);
    }
    if (sample !== undefined) {
      return grad ? this.gradShare(iteration, name, index, sample) : undefined;
    }
    const tensor = grad ? this.gradOf(iteration, name) : this.valueOf(iteration, name);
    return tensor && element(tensor, index);
  }

  /** Sample s's share of a weight's or bias's gradient: δⱼ xₖ, or δⱼ. */
  private gradShare(
    iteration: number,
    name: string,
    index: readonly number[],
    sample: number
  ): number | undefined {
    const dot = name.lastIndexOf('.');
    const at = this.trace.model.findIndex(layer => layer.name === name.slice(0, dot));
    if (at < 0 || this.trace.model[at].type !== 'Linear') {
      return undefined;
    }
    const delta = element(this.gradOutput(iteration, at), [sample, index[0]]);
    if (delta === undefined || name.endsWith('.bias')) {
      return delta;
    }
    const x = element(this.layerInput(iteration, at), [sample, index[1]]);
    return x === undefined ? undefined : delta * x;
  }

  private valueOf(iteration: number, name: string): Tensor | undefined {
    if (name === 'input' || name === 'target') {
      return this.tensor(this.trace.data[name]);
    }
    const at = this.layerOf(name);
    return at >= 0 ? this.tensor(this.iteration(iteration).forward[at].output) : this.param(iteration, name);
  }

  private gradOf(iteration: number, name: string): Tensor | undefined {
    if (name === 'input') {
      return this.tensor(this.backward(iteration, 0).gradInput);
    }
    const at = this.layerOf(name);
    return at >= 0 ? this.tensor(this.backward(iteration, at).gradOutput) : this.paramGrad(iteration, name);
  }

  private layerOf(name: string): number {
    return this.trace.model.findIndex(layer => `${layer.name}.output` === name);
  }

  private iteration(i: number): Iteration {
    return this.trace.iterations[i];
  }

  private backward(iteration: number, at: number): Iteration['backward'][number] {
    return this.iteration(iteration).backward[this.trace.model.length - 1 - at];
  }
}

/** The element of a tensor at an index; undefined outside the tensor. */
function element(tensor: Tensor, index: readonly number[]): number | undefined {
  if (index.length !== tensor.shape.length || index.some((i, d) => i >= tensor.shape[d])) {
    return undefined;
  }
  return tensor.data[index.reduce((offset, i, d) => offset * tensor.shape[d] + i, 0)];
}
