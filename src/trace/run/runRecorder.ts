import { DataLoader } from '../../engine';
import type { Batch, FitOptions, Module, Optimizer, Parameter, RunObserver, Sequential } from '../../engine';
import { encodeNumber } from '../encoding';
import { asSequential, layerSpecs } from '../snapshot';
import { StepLossCurve } from './stepLossCurve';
import { BINS, histogram, norm } from './histogram';
import { KeptMoment, encoded, few } from './keptMoment';
import { encodeSample, head, allSamples, thinned } from './sample';
import { Snapshots, room } from './snapshots';
import { Thinning } from './thinning';
import { LayerScale, explainTrouble, size } from './trouble';
import type { DataSample, LayerMoment, RunRecord, Trouble } from './runRecord';

/** Numbers of the training sample beside one of the validation. */
const FEW = 2048;

/** Rows of the batch whose outputs are looked at. */
const ROWS = 32;
/** A loss so many times as large as at the start has exploded. */
const EXPLODED = 100;

/**
 * Writes a training run down: the loss of every step, and from time to time how large and how spread weights,
 * gradients, updates and outputs are, with the weights themselves where they are few. It looks closely at a
 * bounded number of moments, so that a long run is hardly slower.
 */
export class RunRecorder implements RunObserver {
  private readonly model: Sequential;
  private readonly optimizer: Optimizer;
  private readonly curve = new StepLossCurve();
  private readonly moments: Thinning<KeptMoment>;
  private readonly layers: [string, Parameter[]][];
  private readonly leaves: [string, Module][];
  private readonly scales = new Map<string, LayerScale>();
  private readonly snapshots: Snapshots;
  private readonly samples: ReturnType<typeof allSamples>;
  private readonly from: number;
  /** Samples of the data, which are sent over and over. */
  private readonly encoded = new Map<string, DataSample | null>();
  private batch: Batch | null = null;
  private epoch = 1;
  private moment: KeptMoment | null = null;
  private before: Float64Array[][] = [];
  private trouble: Trouble | null = null;
  private start = NaN;
  private limit = Number.MAX_VALUE;
  /** As it began: a schedule changes the learning rate. */
  private readonly spec: RunRecord['optimizer'];

  constructor(
    module: Module,
    private readonly options: FitOptions
  ) {
    this.model = asSequential(module);
    this.optimizer = options.optimizer;
    this.spec = { type: this.optimizer.constructor.name, ...this.optimizer.options() };
    this.from = options.resume?.epoch ?? 0;
    this.samples = allSamples(options.train);
    const leaves = this.model.leaves();
    this.leaves = leaves.slice(0, room.layers);
    this.layers = leaves
      .map(([name, layer]): [string, Parameter[]] => [name, layer.parameters()])
      .filter(([, parameters]) => parameters.length > 0)
      .slice(0, room.layers);
    this.snapshots = new Snapshots(this.model, this.optimizer);
    const histograms = 2 * this.layers.length + this.leaves.length;
    const moments = Math.max(16, Math.min(room.moments, Math.floor(room.bins / (BINS * histograms))));
    const planned = (options.epochs - this.from) * this.stepsPerEpoch;
    this.moments = new Thinning(
      moments,
      planned,
      moment => this.isKept(moment) || this.snapshots.drop(moment)
    );
  }

  /** Steps that are done. */
  get steps(): number {
    return this.curve.count;
  }

  beforeStep(batch: Batch, epoch: number): void {
    this.batch = batch;
    this.epoch = epoch;
    if (this.moments.wants(this.curve.count)) {
      this.moment = this.look();
    }
  }

  beforeUpdate(loss: number): void {
    // Not finite, or exploded.
    if (!(loss <= this.limit) && this.trouble?.nan === undefined && this.trouble?.kind !== 'nan') {
      this.worry(loss);
    }
    this.curve.add(loss);
    if (this.moment) {
      this.moment.loss = encodeNumber(loss);
      this.layers.forEach(([layer, parameters], i) => {
        const grads = parameters.map(({ grad }) => grad.data);
        const moment = this.moment!.layers[i];
        moment.grads = histogram(grads);
        const grad = norm(grads);
        moment.grad = encodeNumber(grad);
        if (this.curve.count === 1 && this.scales.has(layer)) {
          this.scales.get(layer)!.grad = grad;
        }
      });
      this.before = this.layers.map(([, parameters]) => parameters.map(({ data }) => data.slice()));
      if (this.curve.count === 1) {
        this.start = this.firstLoss(loss);
        this.limit = EXPLODED * Math.max(this.start, 1e-9);
      }
    }
  }

  afterUpdate(): void {
    if (this.moment) {
      this.layers.forEach(([, parameters], i) => {
        let sum = 0;
        parameters.forEach(({ data }, k) => {
          const before = this.before[i][k];
          for (let j = 0; j < data.length; j++) {
            sum += (data[j] - before[j]) ** 2;
          }
        });
        this.moment!.layers[i].update = encodeNumber(Math.sqrt(sum));
      });
      this.moments.add(this.moment);
      this.moment = null;
    }
  }

  /** Says why, when a step threw instead of coming to a loss. */
  failed(): void {
    if (this.batch && !this.trouble) {
      this.worry(NaN);
    }
  }

  /**
   * What there is to see of the run so far.
   * @param restored whether the best weights were brought back
   * @param bound how much of it, for what is sent while the run goes on
   */
  report(restored = false, bound?: { places: number; moments: number; sample: number }): RunRecord {
    const { options, model, curve, snapshots } = this;
    const { train, validation, earlyStopping } = options;
    const names = ('input' in train ? train : {}) as { featureNames?: string[]; classNames?: string[] };
    const moments = this.withLast(restored);
    const more = model.leaves().length - this.leaves.length;
    const sent = !bound || snapshots.numbers <= room.live;
    return {
      model: layerSpecs(model),
      params: model.namedParameters().map(([name, { shape }]) => ({ name, dimensions: shape.slice() })),
      loss: { type: options.loss.constructor.name, ...options.loss.options() },
      optimizer: this.spec,
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
      moments: (bound ? few(moments, bound.moments, sent) : moments).map(encoded),
      snapshots: snapshots.every === 1 ? 'all' : snapshots.every === Infinity ? 'none' : 'some',
      states: snapshots.haveStates,
      ...(more > 0 && { layersLeftOut: more }),
      // Where there are others to judge it by, few are enough: to draw, and to open a step with.
      ...this.encodedSample('train', bound?.sample ?? (validation ? FEW : undefined)),
      ...(validation && this.encodedSample('validation', bound?.sample)),
      ...(names.featureNames && { featureNames: names.featureNames }),
      ...(names.classNames && { classNames: names.classNames }),
      ...(this.trouble && { trouble: sent ? this.trouble : withoutPass(this.trouble) })
    };
  }

  get stepsPerEpoch(): number {
    const { train } = this.options;
    return train instanceof DataLoader ? train.length : 'input' in train ? 1 : 0;
  }

  private worry(loss: number): void {
    if (this.trouble) {
      if (!Number.isFinite(loss)) {
        this.trouble.nan = { step: this.curve.count + 1, epoch: this.epoch };
      }
      return;
    }
    this.trouble = explainTrouble({
      model: this.model,
      optimizer: this.optimizer,
      batch: this.batch!,
      loss,
      step: this.curve.count + 1,
      epoch: this.epoch,
      start: this.start,
      scales: this.scales
    });
    // From now on, only what is no number is news.
    this.limit = Number.MAX_VALUE;
  }

  /** The loss of the untrained model, on the sample of the data: a batch may be small, and its loss chance. */
  private firstLoss(loss: number): number {
    const { loss: measure } = this.options;
    if (!this.samples || measure.reduction === 'sum') {
      return loss;
    }
    const { input, target } = thinned(this.samples);
    // Not through `measure` itself: the loss that is being trained with remembers its last forward.
    return this.evaluated(() => measure.forward(this.model.forward(input), target));
  }

  /** Without dropout, so that the random numbers stay where they are. */
  private evaluated<T>(look: () => T): T {
    const was = this.model.training;
    this.model.eval();
    try {
      return look();
    } finally {
      this.model.train(was);
    }
  }

  /** The weights and the outputs as they are, before a step. */
  private look(last = false): KeptMoment {
    const layers = this.layers.map(([layer, parameters]): LayerMoment => {
      const weights = parameters.map(({ data }) => data);
      return { layer, weight: encodeNumber(norm(weights)), weights: histogram(weights) };
    });
    let x = this.batch ? head(this.batch, ROWS).input : null;
    const outputs = this.evaluated(() =>
      this.leaves.map(([layer, module]) => {
        x = module.forward(x!);
        if (this.curve.count === 0) {
          this.scales.set(layer, { output: size(x.data), grad: 0 });
        }
        return { layer, values: histogram([x.data]) };
      })
    );
    const lr = encodeNumber(this.optimizer.lr);
    const moment: KeptMoment = { step: this.curve.count, epoch: this.epoch - 1, lr, layers, outputs };
    if (last ? this.snapshots.every < Infinity : this.isKept(moment)) {
      this.snapshots.keep(moment);
    }
    return moment;
  }

  private isKept({ step }: KeptMoment): boolean {
    return this.snapshots.isKept(step, this.moments.stride);
  }

  /** The moments, and the run as it is now. */
  private withLast(restored: boolean): KeptMoment[] {
    if (!this.batch) {
      return this.moments.items;
    }
    const last = { ...this.look(true), epoch: this.epochsDone };
    return [...this.moments.items, restored ? { ...last, restored } : last];
  }

  /** Steps that are done, those of the run that this one goes on from included; where epochs have as many. */
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
      sample = all && encodeSample(thinned(all, numbers), all.input.shape[0]);
      this.encoded.set(key, sample);
    }
    return sample ? { [which]: sample } : {};
  }
}

const withoutPass = ({ pass: _pass, ...rest }: Trouble): Trouble => rest;
