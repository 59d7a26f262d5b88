import { DIGITS } from '../derivation';
import { FitOptions, History } from '../engine';
import { MIME_TYPE, RunRecorder, boundedHistory, encodeReport, readPayload } from '../trace';
import type { HistoryReport, Progress } from '../trace';
import { Pace } from './pace';
import { publishChanging } from './publish';
import { languageOf, staticVersion } from './staticVersion';
import type { MimeBundle } from './tslab';

/** Minimum of milliseconds between two views. */
const EVERY = 250;
/** Minimum of milliseconds between two static versions, which only saved outputs need. */
const STATIC = 1000;
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
  private readonly pace: Pace;
  private isStopping = false;
  /** The last static version: an output that is saved in the middle of a run has one, too. */
  private still: MimeBundle = {};
  private nextStill = 0;

  constructor(
    private readonly recorder: RunRecorder,
    private readonly options: FitOptions,
    private readonly modelId: string
  ) {
    const { validation, metrics = {} } = options;
    const isMeasured = validation !== undefined || Object.keys(metrics).length > 0;
    this.pace = new Pace(isMeasured ? recorder.stepsPerEpoch : 0);
  }

  /** Shows the run for the first time. @returns whether there is a kernel to show it */
  open(history: History): boolean {
    this.update = publishChanging(this.bundle(this.current(history)));
    this.next = performance.now() + EVERY;
    return this.update !== null;
  }

  /** Updates the view if the last update is long enough ago. */
  tick(history: History): void {
    if (performance.now() >= this.next) {
      this.show(history);
    }
  }

  /** Shows that the run was told to stop, and ends after the step under way. */
  stopping(history: History): void {
    this.isStopping = true;
    this.show(history);
  }

  /** Shows the finished run. */
  close(history: object): void {
    const payload = encodeReport(history) as HistoryReport;
    this.update?.({ [MIME_TYPE]: payload, ...staticVersion(payload, languageOf(), DIGITS) });
  }

  /** Shows a run that an error ended. Never throws: the error itself must reach the cell. */
  fail(history: History): void {
    const { recorder, modelId } = this;
    const records = [
      () => {
        recorder.failed();
        return recorder.report();
      },
      // Without a record, if the report fails as the step did.
      () => undefined
    ];
    for (const record of records) {
      try {
        const report = JSON.parse(
          JSON.stringify(encodeReport({ ...history, modelId, record: record() }))
        ) as object;
        if ('payload' in readPayload(report)) {
          this.close(report);
          return;
        }
      } catch {
        // The next attempt holds less.
      }
    }
  }

  private show(history: History): void {
    const start = performance.now();
    const payload = this.current(history);
    const made = performance.now();
    this.update?.(this.bundle(payload));
    this.next = performance.now() + Math.max(EVERY, TIMES * (made - start));
  }

  /** A bundle with a static version that is about a second old: older if making one takes much of the run's time. */
  private bundle(payload: HistoryReport): MimeBundle {
    const start = performance.now();
    if (start >= this.nextStill) {
      this.still = staticVersion(payload, languageOf(), DIGITS);
      const end = performance.now();
      // Before the first epoch there is no picture yet, and the first one takes longer than the others.
      this.nextStill = end + (payload.epochs.length > 0 ? Math.max(STATIC, TIMES * (end - start)) : STATIC);
    }
    return { [MIME_TYPE]: payload, ...this.still };
  }

  private current(history: History): HistoryReport {
    const record = this.recorder.report(false, BOUND);
    const bounded = boundedHistory({ ...history, modelId: this.modelId }, EPOCHS);
    return encodeReport({ ...bounded, record, progress: this.progress(history) }) as HistoryReport;
  }

  private progress({ epochs }: History): Progress {
    const { recorder, options, pace, isStopping } = this;
    const seconds = (performance.now() - this.began) / 1000;
    pace.note(seconds, recorder.steps);
    const steps = recorder.stepsPerEpoch;
    const done = recorder.stepsDone;
    const left = steps > 0 && !isStopping ? pace.left(options.epochs * steps - done) : undefined;
    return {
      epoch: Math.min(options.epochs, epochs.length + 1),
      epochs: options.epochs,
      step: steps > 0 ? Math.max(0, Math.min(steps, done - epochs.length * steps)) : 0,
      steps,
      seconds,
      ...(left !== undefined && { left }),
      ...(isStopping && { stopping: true }),
      stepsPerSecond: pace.stepsPerSecond
    };
  }
}
