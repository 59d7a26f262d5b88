import { Tensor } from '../../engine';
import { encodeTensor } from '../encoding';
import type { StepLosses } from './runRecord';

/** Places of a curve, an even number. A full curve merges every two neighbours. */
const PLACES = 1000;

/**
 * The loss of every step in bounded memory: as the run grows, neighbouring steps are merged, keeping their mean,
 * minimum and maximum. NaN counts as the maximum.
 */
export class StepLossCurve {
  count = 0;
  private every = 1;
  /** Further steps that the last place takes. */
  private room = 0;
  private sums: number[] = [];
  private mins: number[] = [];
  private maxs: number[] = [];

  constructor(private readonly places = PLACES) {}

  /** Adds the loss of the next step. Called at every step, therefore written for speed. */
  add(loss: number): void {
    this.count++;
    if (this.room > 0) {
      this.room--;
      const last = this.sums.length - 1;
      this.sums[last] += loss;
      // In the common case both conditions are false; NaN makes both true.
      if (!(loss >= this.mins[last])) {
        this.mins[last] = least(this.mins[last], loss);
      }
      if (!(loss <= this.maxs[last])) {
        this.maxs[last] = largest(this.maxs[last], loss);
      }
      return;
    }
    if (this.sums.length === this.places) {
      this.merge();
    }
    this.room = this.every - 1;
    this.sums.push(loss);
    this.mins.push(loss);
    this.maxs.push(loss);
  }

  /** The curve so far. @param places the maximum of places: fewer while the run goes on */
  report(places = this.places): StepLosses {
    const { count } = this;
    let { every, sums, mins, maxs } = this;
    while (sums.length > places) {
      [sums, mins, maxs] = [pairs(sums, add), pairs(mins, least), pairs(maxs, largest)];
      every *= 2;
    }
    const means = sums.map((sum, i) => sum / Math.min(every, count - i * every));
    const encode = (values: number[]): StepLosses['mean'] =>
      encodeTensor(new Tensor([values.length], Float64Array.from(values)));
    return { count, every, mean: encode(means), min: encode(mins), max: encode(maxs) };
  }

  private merge(): void {
    this.sums = pairs(this.sums, add);
    this.mins = pairs(this.mins, least);
    this.maxs = pairs(this.maxs, largest);
    this.every *= 2;
  }
}

const pairs = (values: number[], join: (a: number, b: number) => number): number[] =>
  Array.from({ length: Math.ceil(values.length / 2) }, (_, i) =>
    2 * i + 1 < values.length ? join(values[2 * i], values[2 * i + 1]) : values[2 * i]
  );

const add = (a: number, b: number): number => a + b;
/** The minimum; NaN only if both are NaN. */
const least = (a: number, b: number): number => (Number.isNaN(a) || b < a ? b : a);
/** The maximum; NaN if either is NaN. */
const largest = (a: number, b: number): number => (Number.isNaN(b) || b > a ? b : a);
