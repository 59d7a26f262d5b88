import { Activation } from '../activations/activation';
import { ActivationType, layers, moduleOf } from '../registry';
import { Linear } from './linear';
import { Sequential } from './sequential';

/** The name of a type in a call: `leakyReLU` for `LeakyReLU`, `silu` for an abbreviation, `SiLU`. */
type Called<T extends string> = T extends `${string}${infer Second}${infer Third}${string}`
  ? `${Second}${Third}` extends Lowercase<`${Second}${Third}`>
    ? Uncapitalize<T>
    : Lowercase<T>
  : Lowercase<T>;

const called = (type: string): string =>
  /^.[a-z]{2}/.test(type) ? type[0].toLowerCase() + type.slice(1) : type.toLowerCase();

/** The name of an activation for a `Neuron`: `sigmoid`, `leakyReLU`; an abbreviation in lower case, `silu`. */
export type ActivationName = Called<ActivationType>;

/** The activations of the registry, by their names in a call. */
const activations = (): Record<string, () => Activation> =>
  Object.fromEntries(
    Object.entries(layers)
      .filter(([, type]) => type.prototype instanceof Activation)
      .map(([name, type]) => [called(name), () => type.from({}, moduleOf) as Activation])
  );

/**
 * One neuron: a = f(w · x + b). It is a `Linear` with one unit, named `linear`, and its activation,
 * named as in the call: `neuron.stateDict()` has `linear.weight` (1 × inputs) and `linear.bias` (1).
 * Source: Rosenblatt, "The Perceptron", Psychological Review 65 (1958).
 */
export class Neuron extends Sequential {
  /** w · x + b */
  readonly linear: Linear;
  /** f */
  readonly activation: Activation;

  /**
   * @param weights one number for each input
   * @param bias b
   * @param activation 'sigmoid' when left out
   * @throws TypeError for an unknown activation
   */
  constructor(weights: readonly number[], bias = 0, activation: ActivationName = 'sigmoid') {
    const known = activations();
    if (!Object.hasOwn(known, activation)) {
      throw new TypeError(
        `Neuron: there is no activation '${String(activation)}': expected one of ${Object.keys(known).join(', ')}.`
      );
    }
    const linear = new Linear(weights.length, 1);
    const f = known[activation]();
    super({ linear, [activation]: f });
    this.linear = linear;
    this.activation = f;
    // Not strict: an activation may have a parameter of its own.
    this.loadStateDict({ 'linear.weight': [weights], 'linear.bias': [bias] }, { strict: false });
  }
}
