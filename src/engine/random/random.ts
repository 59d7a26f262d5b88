import { descriptionOf } from '../describe';
import { failure } from '../message';
import { normal16 } from './boxMuller';

/** A generator's state as plain data. */
export interface GeneratorState {
  /** The 624 words of the Mersenne Twister, 32 bits each. */
  words: number[];
  /** The index of the next word. */
  next: number;
  /** The spare normal number, since they are computed in pairs; null if there is none. */
  normal: number | null;
}

/**
 * PyTorch's random number generator on the CPU: the Mersenne Twister MT19937.
 * Source: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998); torch.manual_seed.
 */
export class Generator {
  private readonly state = new Uint32Array(624);
  private next = 624;
  /** The spare normal number: Box and Muller's method computes them in pairs. */
  private leftOver: number | null = null;

  /** @param seed any integer; only the lower 32 bits count, as in PyTorch */
  constructor(seed: number) {
    this.seed(seed);
  }

  /**
   * Restarts the sequence from a seed.
   * @param seed any integer; only the lower 32 bits count
   * @throws TypeError if the seed is not an integer
   */
  seed(seed: number): void {
    if (!Number.isInteger(seed)) {
      throw failure(
        TypeError,
        'A seed is a whole number, such as manualSeed(0), got %1.',
        descriptionOf(seed)
      );
    }
    // Not `seed >>> 0`: BigInt states explicitly that the lower 32 bits count, also beyond 2⁵³.
    this.state[0] = Number(BigInt.asUintN(32, BigInt(seed)));
    for (let i = 1; i < 624; i++) {
      const previous = this.state[i - 1] ^ (this.state[i - 1] >>> 30);
      this.state[i] = Math.imul(1812433253, previous) + i;
    }
    this.next = 624;
    this.leftOver = null;
  }

  /** The current state, for `setState`. */
  getState(): GeneratorState {
    return { words: Array.from(this.state), next: this.next, normal: this.leftOver };
  }

  /**
   * Restores a state returned by `getState`.
   * @throws RangeError if the state is invalid
   */
  setState({ words, next, normal }: GeneratorState): void {
    if (words.length !== 624 || !Number.isInteger(next) || next < 0 || next > 624) {
      throw new RangeError(
        `setState expects a state from getState: 624 words and next from 0 to 624, got ${words.length} words and next = ${String(next)}.`
      );
    }
    this.state.set(words);
    this.next = next;
    this.leftOver = normal;
  }

  /** The next 32 random bits, 0 … 2³² − 1. */
  random32(): number {
    if (this.next === 624) {
      this.twist();
    }
    let y = this.state[this.next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** A uniform float32 number in [0, 1): 24 random bits, as drawn by `torch.rand`. */
  uniform(): number {
    return (this.random32() & 0xffffff) / 0x1000000;
  }

  /** A uniform float64 number in [0, 1): 53 random bits, as drawn by `torch.rand(…, dtype=torch.float64)`. */
  uniform64(): number {
    const high = this.random32() & 0x1fffff;
    return (high * 0x100000000 + this.random32()) / 2 ** 53;
  }

  /**
   * Normally distributed float32 numbers, those of `torch.empty(count).normal_(mean, std)`. From 16 numbers on
   * computed in blocks of 16, otherwise one by one in double precision.
   * @param count how many numbers
   */
  normal(count: number, mean = 0, std = 1): Float64Array {
    if (count < 16) {
      return Float64Array.from({ length: count }, () => Math.fround(this.normal64() * std + mean));
    }
    const values = Float64Array.from({ length: count }, () => this.uniform());
    const [middle, spread] = [Math.fround(mean), Math.fround(std)];
    for (let i = 0; i + 16 <= count; i += 16) {
      normal16(values, i, middle, spread);
    }
    if (count % 16 > 0) {
      // As in PyTorch: redraw the last 16 numbers, although some of them are finished.
      for (let i = count - 16; i < count; i++) {
        values[i] = this.uniform();
      }
      normal16(values, count - 16, middle, spread);
    }
    return values;
  }

  /** One standard normal number. */
  private normal64(): number {
    if (this.leftOver !== null) {
      const kept = this.leftOver;
      this.leftOver = null;
      return kept;
    }
    const angle = 2 * Math.PI * this.uniform64();
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniform64()));
    this.leftOver = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** The numbers 0 … n − 1 in random order, those of `torch.randperm(n)`. */
  permutation(n: number): number[] {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < n - 1; i++) {
      const j = i + (this.random32() % (n - i));
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  private twist(): void {
    const s = this.state;
    for (let i = 0; i < 624; i++) {
      const y = (s[i] & 0x80000000) | (s[(i + 1) % 624] & 0x7fffffff);
      s[i] = s[(i + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.next = 0;
  }
}

/** The generator used by layers and loaders. Its initial seed is PyTorch's default. */
export const defaultGenerator = new Generator(67280421310721);

/**
 * Seeds the random number generator: the same seed gives the same weights and the same shuffles, equal to those
 * after `torch.manual_seed(seed)` in PyTorch.
 * @param seed a whole number
 */
export function manualSeed(seed: number): void {
  defaultGenerator.seed(seed);
}
