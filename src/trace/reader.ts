import { Tensor } from '../engine';
import { Address } from './address';
import { decodeNumber, decodeTensor } from './encoding';
import { replayLoss } from './replay';
import type { Iteration, TensorData, Trace } from './types';

/** The numbers of a trace by address. Decodes a tensor when it is first asked for. */
export class TraceReader {
  readonly samples: number;
  private readonly decoded = new Map<TensorData, Tensor>();
  private readonly shares = new Map<number, number[]>();

  /** @param trace one that `readPayload` or `record` gave */
  constructor(readonly trace: Trace) {
    this.samples = trace.data.input.shape[0];
  }

  tensor(data: TensorData): Tensor {
    let tensor = this.decoded.get(data);
    if (!tensor) {
      tensor = decodeTensor(data);
      this.decoded.set(data, tensor);
    }
    return tensor;
  }

  /** What goes into layer `at` of the model: samples × features. */
  layerInput(iteration: number, at: number): Tensor {
    return at === 0 ? this.tensor(this.trace.data.input) : this.layerOutput(iteration, at - 1);
  }

  layerOutput(iteration: number, at: number): Tensor {
    return this.tensor(this.iteration(iteration).forward[at].output);
  }

  /** ∂L/∂output of layer `at`. */
  gradOutput(iteration: number, at: number): Tensor {
    return this.tensor(this.backward(iteration, at).gradOutput);
  }

  /** ∂L/∂input of layer `at`. */
  gradInput(iteration: number, at: number): Tensor {
    return this.tensor(this.backward(iteration, at).gradInput);
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

  /** What was in the gradient before this iteration's backward; 0 where nothing was. */
  gradBefore(iteration: number, name: string, i: number): number {
    const found = this.iteration(iteration).gradsBefore?.find(p => p.name === name);
    return found ? this.tensor(found.value).data[i] : 0;
  }

  /** Whether this iteration's gradients were added to others that were there. */
  hasGradsBefore(iteration: number): boolean {
    return this.iteration(iteration).gradsBefore !== undefined;
  }

  loss(iteration: number): number {
    return decodeNumber(this.iteration(iteration).loss);
  }

  /** Sample s's share of the loss: the shares sum to the whole. */
  lossShare(iteration: number, sample: number): number {
    let shares = this.shares.get(iteration);
    if (!shares) {
      const output = this.layerOutput(iteration, this.trace.model.length - 1);
      shares = replayLoss(this.trace.loss).shares(output, this.tensor(this.trace.data.target));
      this.shares.set(iteration, shares);
    }
    return shares[sample];
  }

  /** The number at an address; undefined where there is none. */
  value(address: Address): number | undefined {
    const { iteration = 0, name, grad = false, index, sample } = address;
    if (!this.trace.iterations[iteration]) {
      return undefined;
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
  private gradShare(iteration: number, name: string, index: number[], sample: number): number | undefined {
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
    return at >= 0 ? this.layerOutput(iteration, at) : this.param(iteration, name);
  }

  private gradOf(iteration: number, name: string): Tensor | undefined {
    if (name === 'input') {
      return this.gradInput(iteration, 0);
    }
    const at = this.layerOf(name);
    return at >= 0 ? this.gradOutput(iteration, at) : this.paramGrad(iteration, name);
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

/** The element of a tensor at an index; undefined where there is none. */
function element(tensor: Tensor, index: number[]): number | undefined {
  if (index.length !== tensor.shape.length || index.some((i, d) => i >= tensor.shape[d])) {
    return undefined;
  }
  return tensor.data[index.reduce((offset, i, d) => offset * tensor.shape[d] + i, 0)];
}
