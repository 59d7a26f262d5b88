import { checkFinite, checkOneOf, readOptions } from '../options';
import { defaultGenerator } from './random';
import { Tensor, formatShape } from '../tensor';

const fround = Math.fround;

/** The nonlinearity after a layer, for which the gain is chosen; PyTorch's names. */
export type Nonlinearity = 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'leakyReLU' | 'selu';

/** Options of `init.kaimingUniform` and `init.kaimingNormal`. */
export interface KaimingOptions {
  /** The slope of a LeakyReLU for negative inputs; 0 by default. */
  a?: number;
  /** Keeps the variance of the activations ('fanIn', the default) or of the gradients ('fanOut'). */
  mode?: 'fanIn' | 'fanOut';
  /** The nonlinearity after the layer; 'leakyReLU' by default. */
  nonlinearity?: Nonlinearity;
}

/**
 * The factor by which initial weights should be larger to compensate for the shrinking by a nonlinearity.
 * Source: torch.nn.init.calculate_gain.
 * @param a the slope of a LeakyReLU for negative inputs; 0.01 by default
 * @throws TypeError for an unknown nonlinearity
 */
export function calculateGain(nonlinearity: Nonlinearity, a = 0.01): number {
  const gains: Record<Nonlinearity, number> = {
    linear: 1,
    sigmoid: 1,
    tanh: 5 / 3,
    relu: Math.sqrt(2),
    leakyReLU: Math.sqrt(2 / (1 + a * a)),
    selu: 3 / 4
  };
  return gains[
    checkOneOf('calculateGain', 'nonlinearity', nonlinearity, Object.keys(gains) as Nonlinearity[])
  ];
}

/** fanIn and fanOut: inputs and outputs per neuron. The weight's shape is out × in × kernel size. */
function fans(tensor: Tensor, name: string): { fanIn: number; fanOut: number } {
  const [out, inside, ...field] = tensor.shape;
  if (inside === undefined) {
    throw new RangeError(
      `init.${name} expects a weight, outputs × inputs, got ${formatShape(tensor.shape)}: is it a bias?`
    );
  }
  const covered = field.reduce((n, length) => n * length, 1);
  return { fanIn: inside * covered, fanOut: out * covered };
}

function kaimingStd(tensor: Tensor, name: string, options: KaimingOptions): number {
  const usual = { a: 0, mode: 'fanIn', nonlinearity: 'leakyReLU' } as const;
  const { a, mode, nonlinearity } = readOptions(`init.${name}`, options, usual);
  const both = fans(tensor, name);
  const fan = both[checkOneOf(`init.${name}`, 'mode', mode, ['fanIn', 'fanOut'])];
  return calculateGain(nonlinearity, a) / Math.sqrt(fan);
}

function xavierStd(tensor: Tensor, name: string, gain: number): number {
  const { fanIn, fanOut } = fans(tensor, name);
  return checkFinite(`init.${name}`, 'gain', gain) * Math.sqrt(2 / (fanIn + fanOut));
}

/**
 * Initialisers of weights. Each fills a tensor, such as a layer's parameter, in place and returns it. The random
 * ones draw float32 numbers from the seeded generator, bit-identical to those of torch.nn.init (normal numbers:
 * to PyTorch on x86 with AVX2). `init.xavierUniform(linear.weight)`.
 * Source: torch.nn.init.
 */
export const init = {
  /** Uniform numbers in [a, b). */
  uniform<T extends Tensor>(tensor: T, a = 0, b = 1): T {
    const [from, to] = [a, b].map((bound, i) => fround(checkFinite('init.uniform', i ? 'b' : 'a', bound)));
    const width = fround(to - from);
    for (let i = 0; i < tensor.data.length; i++) {
      tensor.data[i] = fround(defaultGenerator.uniform() * width + from);
    }
    return tensor;
  },

  /**
   * Normally distributed numbers.
   * @throws RangeError if std is negative
   */
  normal<T extends Tensor>(tensor: T, mean = 0, std = 1): T {
    checkFinite('init.normal', 'mean', mean);
    if (checkFinite('init.normal', 'std', std) < 0) {
      throw new RangeError(`init.normal: std is ${std}, expected a number of at least 0.`);
    }
    tensor.data.set(defaultGenerator.normal(tensor.data.length, mean, std));
    return tensor;
  },

  /** One value for every element. */
  constant<T extends Tensor>(tensor: T, value: number): T {
    tensor.data.fill(checkFinite('init.constant', 'value', value));
    return tensor;
  },

  /** 0 for every element. */
  zeros<T extends Tensor>(tensor: T): T {
    return init.constant(tensor, 0);
  },

  /** 1 for every element. */
  ones<T extends Tensor>(tensor: T): T {
    return init.constant(tensor, 1);
  },

  /**
   * Uniform in ±gain √(6 / (fanIn + fanOut)): the variance neither grows nor shrinks, forward or backward.
   * Source: Glorot and Bengio, AISTATS 2010.
   * @throws RangeError for a tensor of fewer than two dimensions
   */
  xavierUniform<T extends Tensor>(tensor: T, gain = 1): T {
    const bound = Math.sqrt(3) * xavierStd(tensor, 'xavierUniform', gain);
    return init.uniform(tensor, -bound, bound);
  },

  /** Normal, with standard deviation gain √(2 / (fanIn + fanOut)). */
  xavierNormal<T extends Tensor>(tensor: T, gain = 1): T {
    return init.normal(tensor, 0, xavierStd(tensor, 'xavierNormal', gain));
  },

  /**
   * Uniform in ±gain √(3 / fan): for layers before a ReLU.
   * Source: He et al., ICCV 2015.
   * @throws RangeError for a tensor of fewer than two dimensions
   */
  kaimingUniform<T extends Tensor>(tensor: T, options: KaimingOptions = {}): T {
    const bound = Math.sqrt(3) * kaimingStd(tensor, 'kaimingUniform', options);
    return init.uniform(tensor, -bound, bound);
  },

  /** Normal, with standard deviation gain / √fan. */
  kaimingNormal<T extends Tensor>(tensor: T, options: KaimingOptions = {}): T {
    return init.normal(tensor, 0, kaimingStd(tensor, 'kaimingNormal', options));
  },

  /** `calculateGain`, at the place where PyTorch has it. */
  calculateGain
};
