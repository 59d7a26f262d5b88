/** Seconds over which the pace is measured, at least. */
const WINDOW = 10;
/** The part of the run so far over which the pace is measured: a long run's pace changes slowly. */
const PART = 0.3;
/** Seconds and steps from which the time left can be told: the first steps are the slowest. */
const KNOWN = { seconds: 3, steps: 10 };
/** Marks kept; of more, every second one is dropped. */
const MARKS = 256;

/** How many steps a run had taken after some seconds. */
interface Mark {
  seconds: number;
  steps: number;
}

/** The recent pace of a run, and the time left at that pace. */
export class Pace {
  private marks: Mark[] = [];

  /** @param least steps from which the time left can be told: a whole epoch, if something is measured at its end */
  constructor(private readonly least = 0) {}

  /** Notes how far the run is. */
  note(seconds: number, steps: number): void {
    this.marks.push({ seconds, steps });
    if (this.marks.length > MARKS) {
      this.marks = this.marks.filter((_, i) => i % 2 === 1 || i === this.marks.length - 1);
    }
  }

  /** Steps per second, recently; 0 before the first step. */
  get stepsPerSecond(): number {
    const { seconds, steps } = this.recent;
    return seconds > 0 ? steps / seconds : 0;
  }

  /** Seconds for the remaining steps; undefined as long as the run is too young to tell. */
  left(remaining: number): number | undefined {
    const { seconds, steps } = this.recent;
    const isKnown = seconds >= KNOWN.seconds && steps >= Math.max(KNOWN.steps, this.least);
    return isKnown ? (Math.max(0, remaining) * seconds) / steps : undefined;
  }

  /** The steps of the recent past, and the seconds they took. */
  private get recent(): Mark {
    const { marks } = this;
    const now = marks[marks.length - 1] ?? { seconds: 0, steps: 0 };
    const since = now.seconds - Math.max(WINDOW, PART * now.seconds);
    const long = marks.filter(({ seconds, steps }) => seconds <= since && now.steps - steps >= this.least);
    const from = long[long.length - 1] ?? marks[0] ?? now;
    return { seconds: now.seconds - from.seconds, steps: now.steps - from.steps };
  }
}
