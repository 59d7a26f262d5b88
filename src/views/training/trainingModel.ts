import { ISignal, Signal } from '@lumino/signaling';
import { HistoryReport, Moment, RunReader } from '../../trace';
import { Player } from '../state/player';
import type { Feed } from './feed';

/** Milliseconds that a run takes to be played, and the shortest that a moment is shown. */
const PLAYED_IN = 8000;
const SHORTEST = 80;

/** A reader's choices in a training view, kept when it is drawn again. */
export interface TrainingPlace {
  /** The steps before the chosen moment; null follows the last moment while the run goes on. */
  step: number | null;
  /** Whether the curves have a logarithmic scale; null lets the curves decide. */
  log: boolean | null;
  /** The chosen curve: 'loss', 'lr' or 'metric:' and a metric's name. */
  curve: string;
  /** The id of the panel beside the curves; '' for the first. */
  panel: string;
  /** Which numbers the histograms show, and the layer; '' for the first. */
  spread: 'weights' | 'gradients' | 'outputs';
  layer: string;
  /** Which norm of the layers is drawn. */
  size: 'ratio' | 'grad' | 'update' | 'weight';
  /** The step open in the stepper, by the steps before it; 'trouble' for the step at which the run went wrong. */
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

/** The state of a training view: the run, which may still go on, and the reader's choices. */
export class TrainingModel {
  private source: Feed = 'saved';
  /** The run's record; null if it has none. */
  reader: RunReader | null;
  private current: HistoryReport;
  private chosen: TrainingPlace;
  private readonly changedSignal = new Signal<this, void>(this);
  private readonly player = new Player(() => this.playNext());

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

  /** Emitted after every change of the run or of the choices. */
  get changed(): ISignal<this, void> {
    return this.changedSignal;
  }

  get history(): HistoryReport {
    return this.current;
  }

  /** Replaces the history when the run has gone on. */
  set history(history: HistoryReport) {
    this.current = history;
    this.reader = history.record ? new RunReader(history) : null;
    this.changedSignal.emit();
  }

  /** Where the reports of an unfinished run come from; 'saved' unless the page knows better. */
  get feed(): Feed {
    return this.current.progress?.stopping && this.source === 'live' ? 'stopping' : this.source;
  }

  set feed(feed: Feed) {
    if (feed !== this.source) {
      this.source = feed;
      this.changedSignal.emit();
    }
  }

  /** Whether the run goes on: its last report was a progress report, and more are to come. */
  get isRunning(): boolean {
    return this.current.progress !== undefined && (this.feed === 'live' || this.feed === 'stopping');
  }

  get place(): TrainingPlace {
    return this.chosen;
  }

  /** Changes some of the choices. */
  choose(change: Partial<TrainingPlace>): void {
    this.chosen = { ...this.chosen, ...change };
    this.changedSignal.emit();
  }

  get moments(): Moment[] {
    return this.reader?.record.moments ?? [];
  }

  /** The index of the chosen moment; −1 if none was recorded. */
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

  /** Chooses the moment nearest to a position in epochs, if there is one. */
  goNear(epoch: number): void {
    if (this.moments.length > 0) {
      this.goTo(
        nearest(
          this.moments.map(moment => this.epochOf(moment)),
          epoch
        )
      );
    }
  }

  /** Chooses a moment. The last one is followed while the run goes on. */
  goTo(index: number): void {
    const last = this.moments.length - 1;
    const to = Math.max(0, Math.min(last, index));
    this.choose({ step: to === last ? null : this.moments[to].step });
  }

  /** Whether the run is played, moment after moment. */
  get playing(): boolean {
    return this.player.playing;
  }

  /** Plays the run from the chosen moment, or from the beginning if that is the last. */
  play(): void {
    const { length } = this.moments;
    if (length < 2) {
      return;
    }
    if (this.momentIndex === length - 1) {
      this.goTo(0);
    }
    this.player.start(Math.max(SHORTEST, PLAYED_IN / length));
    this.changedSignal.emit();
  }

  pause(): void {
    if (this.player.stop()) {
      this.changedSignal.emit();
    }
  }

  private playNext(): void {
    const next = this.momentIndex + 1;
    if (next >= this.moments.length - 1) {
      this.player.stop();
    }
    this.goTo(next);
  }

  /** A moment's position in the run, in epochs. */
  epochOf({ step }: Moment): number {
    const { from } = this.reader!.record;
    return from + step / this.stepsPerEpoch;
  }

  /** The epochs that the curves and the slider reach over. */
  get span(): [from: number, until: number] {
    const { moments } = this;
    const { epochs } = this.current;
    const from = this.reader?.record.from ?? 0;
    const last = epochs.length > 0 ? epochs[epochs.length - 1].epoch : from + 1;
    const until = Math.max(last, moments.length > 0 ? this.epochOf(moments[moments.length - 1]) : from);
    return [from, Math.max(until, from + 1)];
  }

  /** Steps per epoch; estimated from the steps so far if it was not recorded. */
  get stepsPerEpoch(): number {
    const { stepsPerEpoch, steps, from } = this.reader!.record;
    const { epochs, epochCount = epochs.length } = this.current;
    return stepsPerEpoch || Math.max(1, steps.count / Math.max(1, epochCount - from));
  }

  dispose(): void {
    this.player.stop();
    Signal.clearData(this);
  }
}

/** The index of the value nearest to `to`. */
export function nearest(values: number[], to: number): number {
  let best = 0;
  values.forEach((value, i) => {
    if (Math.abs(value - to) < Math.abs(values[best] - to)) {
      best = i;
    }
  });
  return best;
}
