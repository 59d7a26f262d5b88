/** How much a fuzzer tries, and its random choices. */

/** The settings of a fuzzer: those of `npm run fuzz`, otherwise a short run for `npm test`. */
export interface Fuzzing {
  /** How many tries. */
  count: number;
  /** The seed of the first try; try i has the seed `seed + i`, so that one try can be repeated alone. */
  seed: number;
  /** Time limit of the test, in ms. */
  timeout: number;
}

/**
 * Reads the settings.
 * @param short tries of the short run
 * @param each the longest that a try may take on average, in ms
 */
export function fuzzing(short: number, each: number): Fuzzing {
  const { STEPGRAD_FUZZ_COUNT, STEPGRAD_FUZZ_SEED } = process.env;
  const count = Number(STEPGRAD_FUZZ_COUNT || short);
  return { count, seed: Number(STEPGRAD_FUZZ_SEED || 1), timeout: 60_000 + count * each };
}

/** Prints the figures of a long run; a short one says nothing. */
export function tell(text: string): void {
  if (process.env.STEPGRAD_FUZZ_COUNT) {
    process.stdout.write(`${text}\n`);
  }
}

/** Random choices from a seed. Source: Tommy Ettinger's mulberry32, public domain. */
export class Choices {
  private state: number;

  constructor(seed: number) {
    // Neighbouring seeds must not give similar choices.
    this.state = Math.imul(seed + 1, 0x9e3779b1);
  }

  /** A number from 0 up to 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to n. */
  below(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** Whether something that happens this often happens now. */
  chance(often: number): boolean {
    return this.next() < often;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }
}
