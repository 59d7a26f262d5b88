import { Loss } from '../losses/loss';
import { Module } from '../module';
import { Parameter } from '../parameter';
import { defaultGenerator } from '../random/random';
import { Tensor } from '../tensor';
import { hiddenParameters } from './hidden';

/** The share of the loss by which the samples' shares may differ from it in sum. */
const AGREE = 1e-9;

/**
 * A model with its data and loss. Every evaluation starts from the same state of the random generator, so `Dropout`
 * drops the same elements in each.
 */
export class Evaluation {
  private readonly random = defaultGenerator.getState();
  /** The parameters with their names, those that `namedParameters` does not find included. */
  readonly parameters: [string, Parameter][];
  /** Whether the loss's shares sum to the loss: then each is compared by itself, which loses fewer digits. */
  private bySample: boolean | null = null;

  constructor(
    readonly model: Module,
    readonly input: Tensor,
    readonly target: Tensor,
    readonly loss: Loss
  ) {
    this.parameters = [...model.namedParameters(), ...hiddenParameters(model)];
  }

  /** The model's output. */
  output(): Tensor {
    defaultGenerator.setState(this.random);
    // A copy: a layer that changes its input would change what the next evaluation gets.
    return Tensor.from(this.model.forward(this.input.clone()), 'output');
  }

  /** Each sample's share of the loss of an output; the whole loss in one if the loss has no shares. */
  sharesOf(output: Tensor): Float64Array {
    this.bySample ??= this.sharesFit(output);
    return this.bySample
      ? Float64Array.from(this.loss.shares(output, this.target))
      : Float64Array.of(this.loss.forward(output, this.target));
  }

  shares(): Float64Array {
    return this.sharesOf(this.output());
  }

  /** ∂L/∂input of a forward and backward pass. Adds to the parameters' gradients. @param output the model's, if not computed anew */
  backward(output = this.output()): Tensor {
    this.loss.forward(output, this.target);
    return Tensor.from(this.model.backward(this.loss.backward()), 'gradient');
  }

  zeroGrad(): void {
    this.parameters.forEach(([, parameter]) => parameter.zeroGrad());
  }

  /** Runs `what`, then restores weights, gradients and the random generator. */
  keeping<T>(what: () => T): T {
    const kept = this.parameters.map(([, parameter]) => {
      const { data, grad, reached } = parameter;
      return { parameter, values: data.slice(), grad, grads: grad.data.slice(), reached };
    });
    const buffers = this.model.namedState().filter(([, tensor]) => !(tensor instanceof Parameter));
    const before = buffers.map(([, { data }]) => data.slice());
    try {
      return what();
    } finally {
      buffers.forEach(([, { data }], i) => data.set(before[i]));
      for (const { parameter, values, grad, grads, reached } of kept) {
        parameter.data.set(values);
        grad.data.set(grads);
        // A wrong `backward` may have put another tensor in its place.
        Object.assign(parameter, { grad, reached });
      }
      defaultGenerator.setState(this.random);
    }
  }

  private sharesFit(output: Tensor): boolean {
    const whole = this.loss.forward(output, this.target);
    try {
      const shares = this.loss.shares(output, this.target);
      const total = shares.reduce((sum, share) => sum + share, 0);
      const size = shares.reduce((sum, share) => sum + Math.abs(share), 0);
      return Math.abs(total - whole) <= AGREE * size;
    } catch {
      return false;
    }
  }
}
