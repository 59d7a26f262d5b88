/** The loss as a function of the step by which one number is moved: each sample's share of it. */
export interface Along {
  /** The number's value. */
  readonly x: number;
  /** The shares with the number at `to`. A number that the loss is not defined for throws, or gives NaN. */
  shares(to: number): Float64Array;
  /** How far round-off alone moves each share. */
  readonly scatter: Float64Array;
  /** Whether a share has lost digits, so that small steps may not move it. */
  readonly noisy: boolean;
}

/** A derivative computed from losses, and how far it can be off. */
export interface Estimate {
  value: number;
  /** The bound of the error: what the steps left open, and round-off. */
  bar: number;
  /** The smallest step it is made from. */
  step: number;
}

/**
 * The estimate with the smallest bar that those of all smaller steps agree with: a derivative is what the slopes
 * approach as the step shrinks. A large step may skip what the function does nearby.
 */
export function sharpest(estimates: readonly Estimate[]): Estimate | null {
  const bySize = estimates.filter(({ bar }) => Number.isFinite(bar)).sort((a, b) => a.step - b.step);
  const sound = bySize.filter((large, i) =>
    bySize.slice(0, i).every(small => Math.abs(large.value - small.value) <= SURE * (large.bar + small.bar))
  );
  return sound.reduce<Estimate | null>((best, each) => (best && best.bar <= each.bar ? best : each), null);
}

/** By so many times their uncertainty two numbers have to differ to be called different. */
export const SURE = 4;
/** How steps are chosen and how much noise is reckoned with. */
export interface Care {
  /** Steps shrink by this factor. */
  factor: number;
  /** How many times the measured scatter counts. */
  noise: number;
}

/** For most numbers. */
export const USUAL: Care = { factor: 4, noise: 2 };
/** Before a gradient is called wrong: the function may bend within one step, and scatter more at its ends. */
export const CAREFUL: Care = { factor: 2, noise: 8 };
/** The largest step of the ladder, relative to the number (or to 1, if it is smaller). */
const LARGEST = 2;
/** The smallest steps, relative to 1 and to the number: the ladder goes down to the smaller. */
const SMALLEST = 2 ** -52;
const SMALLEST_SHARE = 2 ** -13;
/** The step that shows which shares a number moves, relative to the number or to 1. */
const PROBE = 0.25;
/** Extrapolations of one step: each removes one even power of it from the error. */
const ORDERS = 4;

/**
 * The derivative of a loss by one number. Central differences of a ladder of steps are extrapolated to step 0; the
 * difference between two extrapolations bounds what curvature leaves, the scatter of the shares what round-off adds.
 * Source: Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", Advances in Engineering Software 4 (1982).
 */
export class Derivative {
  /** Whether the number moves each share at all, as far as steps have been tried. */
  readonly touched: boolean[];

  constructor(
    private readonly along: Along,
    private readonly care: Care = USUAL
  ) {
    this.touched = Array.from(along.scatter, () => false);
  }

  /**
   * Estimates by steps that the caller can stop: from ε and 4 ε, relative to the number or to 1, then from a ladder of
   * steps, the largest first. Steps at which the loss is not defined are left out.
   */
  *estimates(epsilon: number): Generator<Estimate> {
    // Small steps may not move a share that has lost its digits: a larger one shows whether the number moves it.
    if (this.along.noisy) {
      this.central(PROBE * this.unit);
    }
    const step = epsilon * this.unit;
    const coarse = this.central(this.care.factor * step);
    const fine = this.central(step);
    const value = this.extrapolate(fine, coarse, 1);
    if (Number.isFinite(value)) {
      yield { value, bar: 2 * Math.abs(value - fine) + this.noise(step), step };
    }
    let before: number[] = [];
    for (const step of this.steps()) {
      const row = [this.central(step)];
      if (!Number.isFinite(row[0])) {
        before = [];
        continue;
      }
      let best: Estimate | null = null;
      const noise = this.noise(step);
      for (let order = 1; order <= Math.min(ORDERS, before.length); order++) {
        row[order] = this.extrapolate(row[order - 1], before[order - 1], order);
        const open = Math.max(
          Math.abs(row[order] - row[order - 1]),
          Math.abs(row[order] - (before[order] ?? before[order - 1]))
        );
        const bar = 2 * open + noise;
        best = best && best.bar <= bar ? best : { value: row[order], bar, step };
      }
      before = row;
      if (best) {
        yield best;
      }
    }
  }

  /** The slope on the right (`side` = 1) or the left (−1). */
  oneSided(side: 1 | -1): Estimate {
    const estimates: Estimate[] = [];
    let before = NaN;
    for (const step of this.steps()) {
      // Of second order: what is left is proportional to the square of the step.
      const value = 2 * this.secant(0, side * step) - this.secant(0, 2 * side * step);
      const bar = 2 * Math.abs(value - before) + 8 * this.noise(step);
      estimates.push({ value, bar, step });
      before = value;
    }
    return sharpest(estimates) ?? { value: NaN, bar: Infinity, step: 0 };
  }

  /** Steps are relative to the number, or to 1 if it is smaller. */
  private get unit(): number {
    return Math.max(1, Math.abs(this.along.x));
  }

  private *steps(): Generator<number> {
    const { x } = this.along;
    const least = x === 0 ? SMALLEST : Math.min(SMALLEST * this.unit, SMALLEST_SHARE * Math.abs(x));
    for (let step = LARGEST * this.unit; step >= least; step /= this.care.factor) {
      yield step;
    }
  }

  /** (L(x + h) − L(x − h)) / 2h, NaN where the loss is not defined. */
  private central(step: number): number {
    // A step that x ± h can take without rounding: both arms are of one length.
    const size = Math.abs(this.along.x);
    const exact = size + step - size;
    return this.secant(-exact, exact);
  }

  /** The slope from one step to another, summed over the shares: each difference is exact where nothing changes. */
  private secant(from: number, to: number): number {
    const { x } = this.along;
    const [a, b] = [x + from, x + to];
    if (a === b) {
      return NaN;
    }
    try {
      const below = Float64Array.from(this.along.shares(a));
      const above = this.along.shares(b);
      let total = 0;
      for (let s = 0; s < below.length; s++) {
        const change = above[s] - below[s];
        this.touched[s] ||= change !== 0;
        total += change;
      }
      return total / (b - a);
    } catch {
      return NaN;
    }
  }

  /** What round-off adds to a central difference: the scatter of the touched shares, of all if none is. */
  private noise(step: number): number {
    const { scatter } = this.along;
    const none = !this.touched.includes(true);
    const squares = scatter.reduce((sum, s, i) => sum + (none || this.touched[i] ? s * s : 0), 0);
    return (this.care.noise * Math.sqrt(squares)) / step;
  }

  /** Removes the error's term in h²ᵒ from two differences, one of a larger step. */
  private extrapolate(fine: number, coarse: number, order: number): number {
    const weight = this.care.factor ** (2 * order);
    return (weight * fine - coarse) / (weight - 1);
  }
}
