import { reusingBuffers } from '../buffers';
import { clipGradNorm, clipGradValue } from '../optimizers/clipGrad';
import { Batch } from '../data/dataLoader';
import { Module, StateDict } from '../module';
import { Parameter } from '../parameter';
import { GeneratorState, defaultGenerator } from '../random/random';
import { ReduceLROnPlateau, Scheduler } from '../schedules';
import { Checkpoint } from './checkpoint';
import { BestEpoch } from './earlyStopping';
import { Evaluation, LossSum, batchesOf, evaluating } from './evaluate';
import { FitOptions, checkFitOptions } from './fitOptions';
import { EpochRecord, History } from './history';

/** Yields to the event loop if that is due; returns undefined otherwise. */
export type Pause = () => Promise<void> | undefined;

/** A training run: its state, and the methods that advance it. */
export class TrainingRun {
  readonly history: History = { kind: 'history', version: 1, epochs: [], best: null };
  private readonly schedules: Scheduler[];
  private readonly parameters: Parameter[];
  private readonly bestEpoch: BestEpoch;
  private sum: LossSum;
  /** Finished steps of the current epoch. */
  private step = 0;
  private epochGenerator: GeneratorState | null = null;
  private generator: GeneratorState | null = null;
  private bestModel: StateDict | null = null;

  /** @throws TypeError or RangeError for invalid options */
  constructor(
    private readonly model: Module,
    private readonly options: FitOptions
  ) {
    checkFitOptions(model, options);
    const { schedule = [], optimizer, loss, earlyStopping, validation, metrics = {} } = options;
    this.schedules = Array.isArray(schedule) ? schedule : [schedule];
    this.parameters = optimizer.parameters;
    this.bestEpoch = new BestEpoch(earlyStopping, validation !== undefined, metrics);
    this.sum = new LossSum(loss);
  }

  /** Runs one epoch, or the rest of a resumed one. Sets `history.stopped` if the run ends after it. */
  async epoch(pause: Pause): Promise<void> {
    const { optimizer, onEpoch, checkpoint, earlyStopping, seconds, observer } = this.options;
    const start = Date.now();
    const lr = optimizer.lr;
    observer?.beforeEpoch?.(this.history.epochs.length + 1, this.history);
    await this.steps(pause);
    const found = this.history.stopped ? null : await this.evaluate(pause);
    if (!found) {
      // Aborted within the epoch: the checkpoint allows the run to resume here.
      await checkpoint?.(this.checkpoint());
      return;
    }
    const record: EpochRecord = { epoch: this.history.epochs.length + 1, loss: this.sum.value, ...found, lr };
    if (seconds) {
      record.seconds = (Date.now() - start) / 1000;
    }
    this.history.epochs.push(record);
    this.step = 0;
    this.sum = new LossSum(this.options.loss);
    if (this.bestEpoch.update(record) && earlyStopping && earlyStopping.restoreBest !== false) {
      this.bestModel = this.model.stateDict();
    }
    this.history.best = this.bestEpoch.best;
    for (const schedule of this.schedules) {
      if (this.options.schedulePer !== 'step' || schedule instanceof ReduceLROnPlateau) {
        schedule.step(this.bestEpoch.value(record));
      }
    }
    if (Number.isNaN(record.loss)) {
      this.history.stopped = 'diverged';
    } else if (this.bestEpoch.exhausted && this.history.epochs.length < this.options.epochs) {
      this.history.stopped = 'early';
    }
    this.generator = null;
    await checkpoint?.(this.checkpoint());
    await onEpoch?.(record, this.history);
  }

  /** Restores the best weights if early stopping asks for it and the run was not aborted. */
  finish(): History {
    if (this.bestModel && this.history.stopped !== 'aborted') {
      this.model.loadStateDict(this.bestModel);
      // These are the run's own weights, so they don't count as loaded.
      this.model.loads--;
    }
    return this.history;
  }

  private async steps(pause: Pause): Promise<void> {
    const { train, loss, optimizer, clip, onStep, signal, schedulePer, observer } = this.options;
    const { model, parameters } = this;
    model.train();
    const epoch = this.history.epochs.length + 1;
    const batches = this.batches(batchesOf(train)[Symbol.iterator]());
    let batch: Batch;
    let value = 0;
    let divisor = 1;
    const pass = (): void => {
      const output = model.forward(batch.input);
      value = loss.forward(output, batch.target);
      divisor = loss.divisor(output, batch.target);
      model.backwardParameters(loss.backward());
    };
    for (;;) {
      if (signal?.aborted) {
        this.history.stopped = 'aborted';
        return;
      }
      const next = batches.next();
      if (next.done) {
        return;
      }
      batch = next.value;
      observer?.beforeStep?.(batch, epoch);
      optimizer.zeroGrad();
      reusingBuffers(pass);
      observer?.beforeUpdate?.(value);
      if (clip?.value !== undefined) {
        clipGradValue(parameters, clip.value);
      }
      const gradNorm = clip?.norm === undefined ? undefined : clipGradNorm(parameters, clip.norm);
      optimizer.step();
      observer?.afterUpdate?.();
      this.step++;
      this.sum.add(value, divisor);
      if (schedulePer === 'step') {
        this.schedules.forEach(schedule => schedule instanceof ReduceLROnPlateau || schedule.step());
      }
      onStep?.({ epoch, step: this.step, loss: value, ...(gradNorm !== undefined && { gradNorm }) });
      const wait = pause();
      if (wait) {
        await wait;
      }
    }
  }

  /** The epoch's batches; for a resumed epoch the remaining ones, in the original order. */
  private batches(all: Iterator<Batch>): Iterator<Batch> {
    if (this.generator && this.epochGenerator && this.step > 0) {
      defaultGenerator.setState(this.epochGenerator);
      for (let i = 0; i < this.step; i++) {
        all.next();
      }
      defaultGenerator.setState(this.generator);
    } else if (this.options.checkpoint) {
      this.epochGenerator = defaultGenerator.getState();
    }
    this.generator = null;
    return all;
  }

  /** Validation loss and metrics; null if aborted meanwhile. */
  private async evaluate(pause: Pause): Promise<Partial<EpochRecord> | null> {
    const { train, validation, loss, metrics = {}, signal, checkpoint } = this.options;
    if (!validation && Object.keys(metrics).length === 0) {
      return {};
    }
    if (checkpoint) {
      this.generator = defaultGenerator.getState();
    }
    // The loader's samples without its order: drawing the order would advance the random generator.
    const data = validation ?? ('input' in train ? { input: train.input, target: train.target } : train);
    const run = evaluating(this.model, data, loss, metrics);
    let step: IteratorResult<void, Evaluation> = run.next();
    while (!step.done) {
      await pause();
      if (signal?.aborted) {
        this.history.stopped = 'aborted';
        run.return({ loss: 0, metrics: {} });
        return null;
      }
      step = run.next();
    }
    const { value } = step;
    return {
      ...(validation && { valLoss: value.loss }),
      ...(Object.keys(metrics).length > 0 && { metrics: value.metrics })
    };
  }

  private checkpoint(): Checkpoint {
    const generator = this.generator ?? defaultGenerator.getState();
    return {
      kind: 'checkpoint',
      version: 1,
      epoch: this.history.epochs.length,
      step: this.step,
      model: this.model.stateDict(),
      optimizer: this.options.optimizer.stateDict(),
      schedules: this.schedules.map(schedule => schedule.stateDict()),
      generator,
      epochGenerator: this.step > 0 && this.epochGenerator ? this.epochGenerator : generator,
      loss: { total: this.sum.total, samples: this.sum.samples },
      epochs: this.history.epochs.slice(),
      best: this.bestEpoch.best,
      badEpochs: this.bestEpoch.badEpochs,
      ...(this.bestModel && { bestModel: this.bestModel })
    };
  }

  /**
   * Resumes from a checkpoint of a run with the same model, optimiser and schedules.
   * @throws RangeError if model, optimiser or schedules don't match
   */
  restore(from: Checkpoint): void {
    if (from?.kind !== 'checkpoint' || from.version !== 1) {
      throw new TypeError("fit: resume expects a checkpoint, as passed to fit's checkpoint callback.");
    }
    if (from.schedules.length !== this.schedules.length) {
      throw new RangeError(
        `fit: the checkpoint has ${from.schedules.length} schedules, but this run has ${this.schedules.length}.`
      );
    }
    this.model.loadStateDict(from.model);
    this.options.optimizer.loadStateDict(from.optimizer);
    this.schedules.forEach((schedule, i) => schedule.loadStateDict(from.schedules[i]));
    defaultGenerator.setState(from.generator);
    this.generator = from.generator;
    this.epochGenerator = from.epochGenerator;
    this.step = from.step;
    this.sum.total = from.loss.total;
    this.sum.samples = from.loss.samples;
    this.history.epochs.push(...from.epochs);
    this.bestEpoch.best = this.history.best = from.best;
    this.bestEpoch.badEpochs = from.badEpochs;
    this.bestModel = from.bestModel ?? null;
    if (this.step === 0 && this.bestEpoch.exhausted && from.epoch < this.options.epochs) {
      this.history.stopped = 'early';
    }
  }
}
