import { DIGITS } from '../derivation';
import { FitOptions, History } from '../engine';
import { MIME_TYPE, RunRecorder, boundedHistory, encodeReport, historyText } from '../trace';
import type { HistoryReport, Progress } from '../trace';
import { MimeBundle, publishChanging } from './publish';
import { languageOf, staticVersion } from './staticVersion';

/** Minimum of milliseconds between two views. */
const EVERY = 250;
/** Minimum time between two views, as a multiple of the time to make one. */
const TIMES = 100;
/** Limits of the record that is sent over and over while the run goes on. */
const BOUND = { places: 250, moments: 16, sample: 1500 };
/** Epochs in a history that is sent while the run goes on. */
const EPOCHS = 240;

declare const performance: { now(): number };

/** Shows a run in the cell's output, while it goes on and at its end. */
export class LiveRun {
  private update: ((bundle: MimeBundle) => void) | null = null;
  private readonly began = performance.now();
  private next = 0;

  constructor(
    private readonly recorder: RunRecorder,
    private readonly options: FitOptions,
    private readonly modelId: string
  ) {}

  /** Shows the run for the first time. @returns whether there is a kernel to show it */
  open(history: History): boolean {
    this.update = publishChanging(this.bundle(this.current(history)));
    this.next = performance.now() + EVERY;
    return this.update !== null;
  }

  /** Updates the view if the last update is long enough ago. */
  tick(history: History): void {
    const start = performance.now();
    if (this.update && start >= this.next) {
      this.update(this.bundle(this.current(history)));
      const end = performance.now();
      this.next = end + Math.max(EVERY, TIMES * (end - start));
    }
  }

  /** Shows the finished run. */
  close(history: object): void {
    const payload = encodeReport(history) as HistoryReport;
    this.update?.({ [MIME_TYPE]: payload, ...staticVersion(payload, languageOf(), DIGITS) });
  }

  /** A bundle without the static version, which takes time and is only for saved outputs. */
  private bundle(payload: HistoryReport): MimeBundle {
    return { [MIME_TYPE]: payload, 'text/plain': historyText(payload) };
  }

  private current(history: History): HistoryReport {
    const record = this.recorder.report(false, BOUND);
    const bounded = boundedHistory({ ...history, modelId: this.modelId }, EPOCHS);
    return encodeReport({ ...bounded, record, progress: this.progress(history) }) as HistoryReport;
  }

  private progress({ epochs }: History): Progress {
    const { recorder, options } = this;
    const seconds = (performance.now() - this.began) / 1000;
    const perSecond = recorder.steps / seconds;
    const steps = recorder.stepsPerEpoch;
    const done = recorder.stepsDone;
    const left = steps > 0 && perSecond > 0 ? (options.epochs * steps - done) / perSecond : undefined;
    return {
      epoch: Math.min(options.epochs, epochs.length + 1),
      epochs: options.epochs,
      step: steps > 0 ? Math.min(steps, done - epochs.length * steps) : 0,
      steps,
      seconds,
      ...(left !== undefined && { left: Math.max(0, left) }),
      stepsPerSecond: perSecond
    };
  }
}
