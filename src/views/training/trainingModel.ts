import { ISignal, Signal } from '@lumino/signaling';
import { HistoryReport, Moment, RunReader } from '../../trace';

/** What a reader has chosen of a run: what is kept when it is drawn again. */
export interface TrainingPlace {
  /** The steps done before the moment that is looked at; null for the last one, however the run goes on. */
  step: number | null;
  /** Whether the curves are on a logarithmic scale; null for where they need one. */
  log: boolean | null;
  /** The curve: 'loss', 'lr' or a metric's name behind 'metric:'. */
  curve: string;
  /** The panel beside the curves; '' for the first. */
  panel: string;
  /** Which numbers' histograms, and of which layer; '' for the first. */
  spread: 'weights' | 'gradients' | 'outputs';
  layer: string;
  /** Which size of the layers is drawn. */
  size: 'ratio' | 'grad' | 'update' | 'weight';
  /** The step that is open in the stepper, by the steps done before it; 'trouble', where the run went wrong. */
  open: number | 'trouble' | null;
}

const start: TrainingPlace = {
  step: null,
  log: null,
  curve: 'loss',
  panel: '',
  spread: 'weights',
  layer: '',
  size: 'ratio',
  open: null
};

/** The state of a training view: the run, which may be going on, and what the reader looks at. */
export class TrainingModel {
  /** The run, where it was recorded. */
  reader: RunReader | null;
  private current: HistoryReport;
  private chosen: TrainingPlace;
  private readonly changedSignal = new Signal<this, void>(this);

  /** @param digits significant digits of the numbers */
  constructor(
    history: HistoryReport,
    readonly digits: number,
    place: Partial<TrainingPlace> = {}
  ) {
    this.current = history;
    this.reader = history.record ? new RunReader(history) : null;
    this.chosen = { ...start, ...place };
  }

  /** After every change, of the run or of what is looked at. */
  get changed(): ISignal<this, void> {
    return this.changedSignal;
  }

  get history(): HistoryReport {
    return this.current;
  }

  /** The run has gone on. */
  set history(history: HistoryReport) {
    this.current = history;
    this.reader = history.record ? new RunReader(history) : null;
    this.changedSignal.emit();
  }

  get place(): TrainingPlace {
    return this.chosen;
  }

  /** Looks at something else. */
  choose(change: Partial<TrainingPlace>): void {
    this.chosen = { ...this.chosen, ...change };
    this.changedSignal.emit();
  }

  get moments(): Moment[] {
    return this.reader?.record.moments ?? [];
  }

  /** Which moment is looked at; −1 where none was recorded. */
  get momentIndex(): number {
    const { moments } = this;
    const { step } = this.chosen;
    if (step === null || moments.length === 0) {
      return moments.length - 1;
    }
    return nearest(
      moments.map(moment => moment.step),
      step
    );
  }

  get moment(): Moment | null {
    return this.moments[this.momentIndex] ?? null;
  }

  /** Goes to a moment; the last one is followed. */
  goTo(index: number): void {
    const last = this.moments.length - 1;
    const to = Math.max(0, Math.min(last, index));
    this.choose({ step: to === last ? null : this.moments[to].step });
  }

  /** Where a moment is in the run, in epochs. */
  epochOf({ step }: Moment): number {
    const { from } = this.reader!.record;
    return from + step / this.stepsPerEpoch;
  }

  /** Steps of an epoch, counted where they were not known. */
  get stepsPerEpoch(): number {
    const { stepsPerEpoch, steps, from } = this.reader!.record;
    const { epochs, epochCount = epochs.length } = this.current;
    return stepsPerEpoch || Math.max(1, steps.count / Math.max(1, epochCount - from));
  }

  dispose(): void {
    Signal.clearData(this);
  }
}

/** The index of the number that is nearest to another, in ascending order. */
export function nearest(values: number[], to: number): number {
  let best = 0;
  values.forEach((value, i) => {
    if (Math.abs(value - to) < Math.abs(values[best] - to)) {
      best = i;
    }
  });
  return best;
}
