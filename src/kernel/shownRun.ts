import type { History, Module, RunObserver } from '../engine';
import { fit as train } from '../engine';
import { messageText } from '../derivation';
import { RunRecorder, encodeReport, historyText, modelId, runRemarks } from '../trace';
import { asSequential, layerSpecs } from '../trace/snapshot';
import { languageOf, translator } from './language';
import type { HistoryReport } from '../trace';
import type { FitOptions, RecordedHistory } from './fitOptions';
import { LiveRun } from './live';
import { noteDrawn } from './result';
import { endLine, epochLine } from './runLines';
import { turn } from './turn';

/** About how many lines a run prints that is not drawn. */
const LINES = 10;

declare const console: { log(text: string): void };

/** A run that is shown and recorded, and that an interrupt stops. */
export class ShownRun implements RunObserver {
  /** The history so far. */
  private history: History;
  private epoch: number;
  private live: LiveRun | null = null;
  private isStopped = false;
  private isStoppedAgain = false;

  constructor(
    private readonly model: Module,
    private readonly options: FitOptions
  ) {
    const epochs = [...(options.resume?.epochs ?? [])];
    this.history = { kind: 'history', version: 1, epochs, best: null };
    this.epoch = epochs.length + 1;
  }

  beforeEpoch(epoch: number, history: History): void {
    this.epoch = epoch;
    this.history = history;
  }

  /** Stops the run after the step under way. @param again whether an earlier run of the same cell was stopped, too */
  interrupt(again: boolean): void {
    this.isStopped = true;
    this.isStoppedAgain = again;
    this.live?.stopping(this.history);
  }

  /** @throws the errors of `fit`, and Error if this is the second run of the cell that was stopped */
  async train(): Promise<RecordedHistory> {
    const result = await this.recorded();
    if (this.isStoppedAgain) {
      throw new Error('fit: stopped for the second time in this cell, which therefore ends here.');
    }
    return result;
  }

  private async recorded(): Promise<RecordedHistory> {
    const { model, options } = this;
    const { lines, display = lines === undefined, ...rest } = options;
    try {
      const recorder = new RunRecorder(model, options);
      this.live = display ? new LiveRun(recorder, options, modelId(model)) : null;
      const printed = lines ?? (this.live?.open(this.history) ? 0 : LINES);
      if (printed > 0) {
        const loss = { type: options.loss.constructor.name };
        const remarks = runRemarks({ model: layerSpecs(asSequential(model)), loss });
        remarks.forEach(remark => console.log(messageText(remark, translator(languageOf()))));
      }
      const history = await train(model, {
        ...rest,
        signal: this.signal(),
        onEpoch: this.printing(printed),
        observer: all([this, recorder, ...(options.observer ? [options.observer] : [])]),
        yield: () => this.pause()
      });
      if (printed > 0 && history.stopped) {
        console.log(endLine(history, options.epochs));
      }
      const { earlyStopping } = options;
      const restored =
        earlyStopping !== undefined &&
        earlyStopping.restoreBest !== false &&
        history.stopped !== 'aborted' &&
        history.best !== null;
      const result = quiet({ ...history, modelId: modelId(model), record: recorder.report(restored) });
      if (this.live) {
        this.live.close(result);
        noteDrawn(result);
      }
      return result;
    } catch (error) {
      this.live?.fail({ ...this.history, stopped: 'failed', failedIn: this.epoch });
      throw error;
    }
  }

  private signal(): { readonly aborted: boolean } {
    const isAborted = (): boolean => this.isStopped || this.options.signal?.aborted === true;
    return {
      get aborted() {
        return isAborted();
      }
    };
  }

  /** `onEpoch`, which also prints about `lines` lines over the whole run. */
  private printing(lines: number): FitOptions['onEpoch'] {
    const { epochs, onEpoch } = this.options;
    const every = lines > 0 ? Math.max(1, Math.ceil(epochs / lines)) : Infinity;
    return (record, history) => {
      if (record.epoch % every === 0 || (lines > 0 && record.epoch === epochs)) {
        console.log(epochLine(record, epochs));
      }
      return onEpoch?.(record, history);
    };
  }

  private async pause(): Promise<void> {
    this.live?.tick(this.history);
    await (this.options.yield ?? turn)();
  }
}

/** Combines observers. */
const all = (observers: RunObserver[]): RunObserver => ({
  beforeEpoch: (epoch, history) => observers.forEach(each => each.beforeEpoch?.(epoch, history)),
  beforeStep: (batch, epoch) => observers.forEach(each => each.beforeStep?.(batch, epoch)),
  beforeUpdate: loss => observers.forEach(each => each.beforeUpdate?.(loss)),
  afterUpdate: () => observers.forEach(each => each.afterUpdate?.())
});

/** Makes Node print a history as one line, since a cell that ends with `await fit(…)` prints its value. */
function quiet(history: RecordedHistory): RecordedHistory {
  const text = (): string => historyText(encodeReport(history) as HistoryReport).split('\n')[0];
  return Object.defineProperty(history, Symbol.for('nodejs.util.inspect.custom'), { value: text });
}
