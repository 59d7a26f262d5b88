import { DataLoader } from '../../engine';
import type { Batch, FitOptions, Module, Optimizer, RunObserver, Sequential } from '../../engine';
import { checkSamples } from '../check/checkSamples';
import { encodeNumber } from '../encoding';
import { asSequential, layerSpecs } from '../snapshot';
import { lookInEvalMode } from './evalMode';
import { BINS } from './histogram';
import { KeptMoment, encoded, few } from './keptMoment';
import { LayerMeter } from './layerMeter';
import type { DataSample, RunRecord, Trouble } from './runRecord';
import { allSamples, encodeSample, head, thinned } from './sample';
import { Snapshots, room } from './snapshots';
import { StepLossCurve } from './stepLossCurve';
import { Thinning } from './thinning';
import { largestSize } from './trouble';
import { TroubleWatch } from './troubleWatch';

/** Numbers in the training sample of a run with validation data. */
const FEW = 2048;
/** Rows of a batch whose outputs are measured. */
const ROWS = 32;
/** Moments kept of a model with very many layers. */
const LEAST_MOMENTS = 16;

/**
 * Records a training run: the loss of every step, and at a bounded number of moments the norms and histograms of
 * weights, gradients, updates and outputs, with the weights themselves if they are few. Since the number of moments
 * is bounded, a long run is hardly slowed down.
 */
export class RunRecorder implements RunObserver {
  private readonly model: Sequential;
  private readonly optimizer: Optimizer;
  private readonly curve = new StepLossCurve();
  private readonly moments: Thinning<KeptMoment>;
  private readonly meter: LayerMeter;
  private readonly watch = new TroubleWatch();
  private readonly snapshots: Snapshots;
  private readonly samples: ReturnType<typeof allSamples>;
  private readonly from: number;
  /** Encoded samples of the data, which are sent over and over. */
  private readonly encoded = new Map<string, DataSample | null>();
  private batch: Batch | null = null;
  private epoch = 1;
  private moment: KeptMoment | null = null;
  /** Model, loss and optimiser at the start: a schedule changes the learning rate. */
  private readonly specs: Pick<RunRecord, 'model' | 'loss' | 'optimizer'>;

  constructor(
    module: Module,
    private readonly options: FitOptions
  ) {
    this.model = asSequential(module);
    this.optimizer = options.optimizer;
    this.specs = {
      model: layerSpecs(this.model),
      loss: { type: options.loss.constructor.name, ...options.loss.options() },
      optimizer: { type: this.optimizer.constructor.name, ...this.optimizer.options() }
    };
    this.from = options.resume?.epoch ?? 0;
    this.samples = allSamples(options.train);
    this.meter = new LayerMeter(this.model);
    this.snapshots = new Snapshots(this.model, this.optimizer);
    const fitting = Math.floor(room.bins / (BINS * this.meter.histograms));
    this.moments = new Thinning(
      Math.max(LEAST_MOMENTS, Math.min(room.moments, fitting)),
      (options.epochs - this.from) * this.stepsPerEpoch,
      moment => this.isKept(moment) || this.snapshots.drop(moment)
    );
  }

  /** The number of finished steps. */
  get steps(): number {
    return this.curve.count;
  }

  beforeEpoch(epoch: number): void {
    this.epoch = epoch;
  }

  beforeStep(batch: Batch): void {
    this.batch = batch;
    if (this.moments.wants(this.curve.count)) {
      this.moment = this.look();
    }
  }

  beforeUpdate(loss: number): void {
    if (this.watch.isNews(loss)) {
      this.explain(loss);
    }
    this.curve.add(loss);
    if (this.moment) {
      const isFirst = this.curve.count === 1;
      this.moment.loss = encodeNumber(loss);
      this.meter.gradients(this.moment, (layer, grad) => isFirst && this.watch.noteGradient(layer, grad));
      if (isFirst) {
        this.watch.begin(this.firstLoss(loss));
      }
    }
  }

  afterUpdate(): void {
    if (this.moment) {
      this.meter.updates(this.moment);
      this.moments.add(this.moment);
      this.moment = null;
    }
  }

  /** The epoch under way or, after its last step, the finished one: from 1. */
  get currentEpoch(): number {
    return this.epoch;
  }

  /** Looks for numbers that are not finite after a step that threw an error instead of computing a loss. */
  failed(): void {
    if (this.batch) {
      const { model, optimizer, epoch } = this;
      this.watch.failed({
        model,
        optimizer,
        batch: this.batch,
        loss: NaN,
        step: this.curve.count + 1,
        epoch
      });
    }
  }

  /**
   * The record of the run so far.
   * @param restored whether the best weights were restored
   * @param bound limits for a record that is sent while the run goes on
   */
  report(restored = false, bound?: { places: number; moments: number; sample: number }): RunRecord {
    const { options, model, curve, snapshots, meter } = this;
    const { trouble } = this.watch;
    const { train, validation, earlyStopping } = options;
    const names = ('input' in train ? train : {}) as { featureNames?: string[]; classNames?: string[] };
    const moments = this.withLast(restored);
    const isSent = !bound || snapshots.numbers <= room.live;
    return {
      ...this.specs,
      params: model.namedParameters().map(([name, { shape }]) => ({ name, dimensions: shape.slice() })),
      epochs: options.epochs,
      from: this.from,
      stepsPerEpoch: this.stepsPerEpoch,
      batchSize: train instanceof DataLoader ? train.batchSize : (this.batch?.input.shape[0] ?? 1),
      ...(earlyStopping && {
        earlyStopping: {
          patience: earlyStopping.patience,
          restoreBest: earlyStopping.restoreBest !== false
        }
      }),
      steps: curve.report(bound?.places),
      moments: (bound ? few(moments, bound.moments, isSent) : moments).map(encoded),
      snapshots: snapshots.every === 1 ? 'all' : snapshots.every === Infinity ? 'none' : 'some',
      states: snapshots.haveStates,
      ...(meter.leftOut > 0 && { layersLeftOut: meter.leftOut }),
      // With validation data to judge by, few training samples suffice: for drawing, and for opening a step.
      ...this.encodedSample('train', bound?.sample ?? (validation ? FEW : undefined)),
      ...(validation && this.encodedSample('validation', bound?.sample)),
      ...(names.featureNames && { featureNames: names.featureNames }),
      ...(names.classNames && { classNames: names.classNames }),
      ...(trouble && { trouble: isSent ? trouble : withoutPass(trouble) })
    };
  }

  get stepsPerEpoch(): number {
    const { train } = this.options;
    return train instanceof DataLoader ? train.length : 'input' in train ? 1 : 0;
  }

  private explain(loss: number): void {
    const { model, optimizer, epoch } = this;
    this.watch.explain({ model, optimizer, batch: this.batch!, loss, step: this.curve.count + 1, epoch });
  }

  /** The loss of the untrained model on the data's sample: the loss of a small first batch is left to chance. */
  private firstLoss(loss: number): number {
    const { loss: measure } = this.options;
    if (!this.samples || measure.reduction === 'sum') {
      return loss;
    }
    const { input, target } = thinned(this.samples);
    // Overwrites the forward pass that the loss remembers: its backward is already done.
    return lookInEvalMode(this.model, () => measure.forward(this.model.forward(input), target), loss);
  }

  /** Measures weights and outputs before a step. */
  private look(isLast = false): KeptMoment {
    const { model, meter, watch, snapshots } = this;
    const step = this.curve.count;
    const { input } = head(this.batch!, ROWS);
    const layers = meter.weights();
    const outputs = lookInEvalMode(
      model,
      () =>
        meter.outputs(input, (layer, { data }) => step === 0 && watch.noteOutput(layer, largestSize(data))),
      []
    );
    const lr = encodeNumber(this.optimizer.lr);
    const moment: KeptMoment = { step, epoch: this.epoch - 1, lr, layers, outputs };
    if (isLast ? snapshots.every < Infinity : this.isKept(moment)) {
      snapshots.keep(moment);
    }
    return moment;
  }

  private isKept({ step }: KeptMoment): boolean {
    return this.snapshots.isKept(step, this.moments.stride);
  }

  /** The kept moments, and the present one. */
  private withLast(restored: boolean): KeptMoment[] {
    if (!this.batch) {
      return this.moments.items;
    }
    const last = { ...this.look(true), epoch: this.epochsDone };
    return [...this.moments.items, restored ? { ...last, restored } : last];
  }

  /** The number of finished steps, including the run that this one resumes; for epochs of equal length. */
  get stepsDone(): number {
    const { resume } = this.options;
    return this.curve.count + this.from * this.stepsPerEpoch + (resume?.step ?? 0);
  }

  private get epochsDone(): number {
    const per = this.stepsPerEpoch;
    return per > 0 ? Math.floor(this.stepsDone / per) : this.epoch;
  }

  private encodedSample(which: 'train' | 'validation', numbers?: number): Partial<RunRecord> {
    const key = `${which} ${numbers}`;
    let sample = this.encoded.get(key);
    if (sample === undefined) {
      const all = allSamples(this.options[which]);
      sample = all && this.fitting(encodeSample(thinned(all, numbers), all.input.shape[0]));
      this.encoded.set(key, sample);
    }
    return sample ? { [which]: sample } : {};
  }

  /** The sample, or null if it does not fit the model: the step throws an error, and a page would refuse the output. */
  private fitting(sample: DataSample): DataSample | null {
    try {
      checkSamples(sample, this.specs, this.snapshots.numbers, 'sample');
      return sample;
    } catch {
      return null;
    }
  }
}

const withoutPass = ({ pass: _pass, ...rest }: Trouble): Trouble => rest;
