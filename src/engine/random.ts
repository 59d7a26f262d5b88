/**
 * PyTorch's random numbers on the CPU: the Mersenne Twister MT19937.
 * Source: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998); torch.manual_seed.
 */
export class Generator {
  private readonly state = new Uint32Array(624);
  private next = 624;

  /** @param seed any integer; its lower 32 bits count, as in PyTorch */
  constructor(seed: number) {
    this.seed(seed);
  }

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
