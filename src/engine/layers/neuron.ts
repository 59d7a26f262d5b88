import { Activation } from '../activations/activation';
import { ELU } from '../activations/elu';
import { GELU } from '../activations/gelu';
import { Identity } from '../activations/identity';
import { LeakyReLU } from '../activations/leakyReLU';
import { Linear } from './linear';
import { ReLU } from '../activations/relu';
import { Sequential } from './sequential';
import { Sigmoid } from '../activations/sigmoid';
import { SiLU } from '../activations/silu';
import { Softplus } from '../activations/softplus';
import { Tanh } from '../activations/tanh';

const activations = {
  sigmoid: Sigmoid,
  tanh: Tanh,
  relu: ReLU,
  leakyReLU: LeakyReLU,
  elu: ELU,
  gelu: GELU,
  silu: SiLU,
  softplus: Softplus,
  identity: Identity
};

/** The activations that a neuron can be asked for by name. */
export type ActivationName = keyof typeof activations;

/**
 * One neuron: a = f(w · x + b). It is a `Linear` with one unit, named `linear`, and its activation,
 * named as it was asked for: `neuron.stateDict()` has `linear.weight` (1 × inputs) and `linear.bias` (1).
 * Source: Rosenblatt, "The Perceptron", Psychological Review 65 (1958).
 */
export class Neuron extends Sequential {
  /** w · x + b */
  readonly linear: Linear;
  /** f */
  readonly activation: Activation;

  /**
   * @param weights one number an input
   * @param bias b
   * @param activation 'sigmoid' when left out
   * @throws TypeError for an activation that is not known
   */
  constructor(weights: readonly number[], bias = 0, activation: ActivationName = 'sigmoid') {
    if (!Object.hasOwn(activations, activation)) {
      throw new TypeError(
        `Neuron: there is no activation '${String(activation)}': expected one of ${Object.keys(activations).join(', ')}.`
      );
    }
    const linear = new Linear(weights.length, 1);
    const f = new activations[activation]();
    super({ linear, [activation]: f });
    this.linear = linear;
    this.activation = f;
    this.loadStateDict({ 'linear.weight': [weights], 'linear.bias': [bias] });
  }
}
