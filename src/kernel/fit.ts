import {
  EpochRecord,
  FitOptions as EngineOptions,
  History,
  Module,
  RunObserver,
  fit as train
} from '../engine';
import { checkFitOptions } from '../engine/training/fitOptions';
import { RunRecorder, encodeReport, historyText, modelId } from '../trace';
import type { HistoryReport, RunRecord } from '../trace';
import { onInterrupt } from './interrupt';
import { LiveRun } from './live';

/** The options of the engine's `fit`, and how to show the run. */
export interface FitOptions extends EngineOptions {
  /** Whether to draw the run in the cell's output while it goes on; default true, unless `lines` is given. */
  display?: boolean;
  /** About how many lines to print over the whole run, 0 for none; default 10 if the run is not drawn, otherwise 0. */
  lines?: number;
}

/** A history with a record of the run. */
export interface RecordedHistory extends History {
  /** Curves, norms, histograms and weights at some moments: plain data, ready for JSON. */
  record: RunRecord;
}

/** About how many lines a run prints that is not drawn. */
const LINES = 10;

declare const console: { log(text: string): void };

/** Waits for a turn of the event loop, which flushes printed text and delivers interrupts. */
const turn = (): Promise<void> => {
  const { setImmediate } = globalThis as { setImmediate?: (run: () => void) => unknown };
  return setImmediate ? new Promise(resolve => void setImmediate(resolve)) : Promise.resolve();
};

/**
 * Trains a model: every epoch goes through the training samples batch by batch (zeroGrad, forward, loss,
 * backward, clip, step), then measures validation loss and metrics. In a notebook, the cell's output draws the run
 * while it goes on; elsewhere, and if `lines` is given, it prints a line now and then. Interrupting the kernel ends the
 * run after the current step: the cell continues with the history so far.
 *
 * `const history = await fit(model, { train: loader, validation, loss, optimizer, epochs: 100 });`
 * @returns the history, also of a stopped run, with a record of the run; `show` draws it
 * @throws (rejects with) TypeError or RangeError for invalid options, and the errors of layers and losses
 */
export async function fit(model: Module, options: FitOptions): Promise<RecordedHistory> {
  const { lines, display = lines === undefined, ...rest } = options ?? {};
  // onInterrupt must be called after an await.
  await turn();
  checkFitOptions(model, options, { display: true, lines: 10 });
  let stopped = false;
  const release = onInterrupt(() => {
    stopped = true;
  });
  const signal = {
    get aborted(): boolean {
      return stopped || options.signal?.aborted === true;
    }
  };
  const recorder = new RunRecorder(model, options);
  const live = display ? new LiveRun(recorder, options, modelId(model)) : null;
  // The history before the end of the first epoch.
  let history: History = {
    kind: 'history',
    version: 1,
    epochs: [...(options.resume?.epochs ?? [])],
    best: null
  };
  const printed = lines ?? (live?.open(history) ? 0 : LINES);
  const every = printed > 0 ? Math.max(1, Math.ceil(options.epochs / printed)) : Infinity;
  const onEpoch = (record: EpochRecord, soFar: History): void | Promise<void> => {
    history = soFar;
    if (record.epoch % every === 0 || (printed > 0 && record.epoch === options.epochs)) {
      console.log(epochLine(record, options.epochs));
    }
    return options.onEpoch?.(record, soFar);
  };
  const give = options.yield ?? turn;
  const pause = async (): Promise<void> => {
    live?.tick(history);
    await give();
  };
  const observer = options.observer ? both(recorder, options.observer) : recorder;
  const whole = (done: History, restored: boolean): RecordedHistory =>
    quiet({ ...done, modelId: modelId(model), record: recorder.report(restored) });
  try {
    history = await train(model, { ...rest, signal, onEpoch, observer, yield: pause });
    if (printed > 0 && history.stopped) {
      console.log(endLine(history, options.epochs));
    }
    const restored = options.earlyStopping?.restoreBest !== false && history.stopped !== 'aborted';
    const result = whole(history, restored && options.earlyStopping !== undefined && history.best !== null);
    live?.close(result);
    return result;
  } catch (error) {
    recorder.failed();
    live?.close(whole({ ...history, stopped: 'failed' }, false));
    throw error;
  } finally {
    release();
  }
}

/** Combines two observers. */
const both = (a: RunObserver, b: RunObserver): RunObserver => ({
  beforeStep: (batch, epoch) => [a, b].forEach(each => each.beforeStep?.(batch, epoch)),
  beforeUpdate: loss => [a, b].forEach(each => each.beforeUpdate?.(loss)),
  afterUpdate: () => [a, b].forEach(each => each.afterUpdate?.())
});

/** Makes Node print a history as one line, since a cell that ends with `await fit(…)` prints its value. */
function quiet(history: RecordedHistory): RecordedHistory {
  const text = (): string => historyText(encodeReport(history) as HistoryReport).split('\n')[0];
  return Object.defineProperty(history, Symbol.for('nodejs.util.inspect.custom'), { value: text });
}

const short = (x: number): string => String(Number(x.toPrecision(4)));

/** `epoch 10/100 · loss 0.6931 · valLoss 0.701 · accuracy 0.9` */
export function epochLine({ epoch, loss, valLoss, metrics = {} }: EpochRecord, epochs: number): string {
  const numbers = Object.entries({ loss, ...(valLoss !== undefined && { valLoss }), ...metrics });
  return [`epoch ${epoch}/${epochs}`, ...numbers.map(([name, value]) => `${name} ${short(value)}`)].join(
    ' · '
  );
}

/** Says why a run ended before its last epoch. */
function endLine({ stopped, epochs, best }: History, planned: number): string {
  const done = `after ${epochs.length} of ${planned} epochs`;
  switch (stopped) {
    case 'early':
      return `stopped ${done}: ${best!.monitor} has been best at epoch ${best!.epoch}, ${short(best!.value)}`;
    case 'diverged':
      return `stopped ${done}: the loss is NaN. A smaller learning rate, or clipping, may help.`;
    default:
      return `interrupted ${done}; the model keeps what it has learnt`;
  }
}
