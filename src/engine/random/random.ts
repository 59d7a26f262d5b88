import { normal16 } from './boxMuller';

/** Where a generator is in its sequence, as plain data. */
export interface GeneratorState {
  /** The twister's 624 words of 32 bits. */
  words: number[];
  /** Which of them is next. */
  next: number;
  /** A normal number that is left over: they are made in pairs. */
  normal: number | null;
}

/**
 * PyTorch's random numbers on the CPU: the Mersenne Twister MT19937.
 * Source: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998); torch.manual_seed.
 */
export class Generator {
  private readonly state = new Uint32Array(624);
  private next = 624;
  /** Box and Muller's method makes normal numbers in pairs: the one that is left over. */
  private leftOver: number | null = null;

  /** @param seed any integer; its lower 32 bits count, as in PyTorch */
  constructor(seed: number) {
    this.seed(seed);
  }

  /**
   * Starts over from a seed.
   * @param seed any integer; its lower 32 bits count
   * @throws TypeError for anything else
   */
  seed(seed: number): void {
    if (!Number.isInteger(seed)) {
      throw new TypeError(`A seed is a whole number, got ${String(seed)}.`);
    }
    // Not `seed >>> 0` alone: that is undefined territory for readers beyond 2^53; BigInt says what is meant.
    this.state[0] = Number(BigInt.asUintN(32, BigInt(seed)));
    for (let i = 1; i < 624; i++) {
      const previous = this.state[i - 1] ^ (this.state[i - 1] >>> 30);
      this.state[i] = Math.imul(1812433253, previous) + i;
    }
    this.next = 624;
    this.leftOver = null;
  }

  /** Where it is now: what `setState` goes back to. */
  getState(): GeneratorState {
    return { words: Array.from(this.state), next: this.next, normal: this.leftOver };
  }

  /**
   * Goes back to where `getState` was called.
   * @throws RangeError for what is no such state
   */
  setState({ words, next, normal }: GeneratorState): void {
    if (words.length !== 624 || !Number.isInteger(next) || next < 0 || next > 624) {
      throw new RangeError(`This is no state of a generator: it has ${words.length} words, expected 624.`);
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

  /** A float32 number in [0, 1): 24 random bits, as `torch.rand` draws it. */
  uniform(): number {
    return (this.random32() & 0xffffff) / 0x1000000;
  }

  /** A float64 number in [0, 1): 53 random bits, as `torch.rand(…, dtype=torch.float64)` draws it. */
  uniform64(): number {
    const high = this.random32() & 0x1fffff;
    return (high * 0x100000000 + this.random32()) / 2 ** 53;
  }

  /**
   * Normally distributed float32 numbers, those of `torch.empty(count).normal_(mean, std)`: 16 at a time when
   * there are so many, else one by one, in double precision.
   * @param count how many
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
      // The last 16 are drawn again, of which some had been finished.
      for (let i = count - 16; i < count; i++) {
        values[i] = this.uniform();
      }
      normal16(values, count - 16, middle, spread);
    }
    return values;
  }

  /** One number of the standard normal distribution. */
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

  /** The numbers 0 … n − 1 in random order, as `torch.randperm(n)`. */
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

/** The generator that layers and loaders draw from. Its first seed is PyTorch's own default. */
export const defaultGenerator = new Generator(67280421310721);

/**
 * Starts the random numbers over: the same seed gives the same weights and the same shuffles,
 * and the same as `torch.manual_seed(seed)` gives in PyTorch.
 * @param seed a whole number
 */
export function manualSeed(seed: number): void {
  defaultGenerator.seed(seed);
}
