import { asItIs } from '../buffers';
import { BatchRow, NormParts, NormPass, backwardOf, forwardOf, weightOf } from './batchNormFormulas';
import type { Explanation, Row } from '../formula/explanation';
import { featuresError } from './featuresError';
import { failure } from '../message';
import { Module, gradientFor, remembered } from '../module';
import { Parameter } from '../parameter';
import { optionsRepr } from '../print/moduleRepr';
import { checkPositive, checkShare, checkSize, readOptions } from '../options';
import { Tensor, TensorLike } from '../tensor';
import type { NamedShape, Options } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/** The momentum of a mean over all batches, in a trace's options, which hold no null. */
const CUMULATIVE = 'none';

/** Options of `BatchNorm1d`. */
export interface BatchNorm1dOptions {
  /** Added to the variance, so that equal numbers are not divided by 0; 1e-5 when left out. */
  eps?: number;
  /**
   * How much of the batch's statistics goes into the running ones at each step; 0.1 when left out. With null they are
   * the mean over all batches so far.
   */
  momentum?: number | null;
  /** Whether each feature is then scaled and shifted by learnt parameters; true when left out. */
  affine?: boolean;
  /** Whether running statistics are kept, for `eval()`; true when left out. */
  trackRunningStats?: boolean;
}

/**
 * Makes each feature's mean 0 and variance 1 over the batch, then scales and shifts it by learnt parameters:
 * x̂ = (x − mean) / √(var + ε), y = x̂ · weight + bias. While training, the mean and the variance are the batch's,
 * and running means of both are kept: r ← (1 − m) r + m · (the batch's; of the variance that over N − 1), with m = 1/n
 * at the n-th batch if the momentum is null. After
 * `eval()` the running ones are used, and each sample goes alone. The features are the last dimension (PyTorch has
 * them second, which for samples × features is the same).
 * Source: Ioffe and Szegedy, "Batch Normalization", ICML 2015; torch.nn.BatchNorm1d.
 */
export class BatchNorm1d extends Module {
  static override from({ features, momentum, ...options }: Options): BatchNorm1d {
    const given = { ...options, momentum: momentum === CUMULATIVE ? null : momentum };
    return new BatchNorm1d(features as number, given as BatchNorm1dOptions);
  }

  static override shapes({ features, affine }: Options): NamedShape[] {
    const shape = [features as number];
    return affine === false
      ? []
      : [
          ['weight', shape],
          ['bias', shape]
        ];
  }

  static override examples(features: number): Options[] {
    const options = { features, eps: 0.1 };
    return [
      options,
      { ...options, affine: false, momentum: 0.5 },
      { ...options, momentum: CUMULATIVE },
      { ...options, trackRunningStats: false }
    ];
  }

  /** γ, one factor a feature, 1 at first; null without `affine`. */
  readonly weight: Parameter | null;
  /** β, one number a feature, 0 at first; null without `affine`. */
  readonly bias: Parameter | null;
  /** The running mean of each feature, 0 at first; null without `trackRunningStats`. */
  readonly runningMean: Tensor | null;
  /** The running variance of each feature, 1 at first. */
  readonly runningVar: Tensor | null;
  /** How many batches went into the running statistics. */
  readonly numBatchesTracked: Tensor | null;
  readonly eps: number;
  /** Null for the mean over all batches. */
  readonly momentum: number | null;
  /** x̂ of the last input; `inverse` holds 1/√(var + ε) of each feature. */
  private normal: Tensor | null = null;
  private inverse: Tensor | null = null;
  private pass: NormPass | null = null;
  private origin: NormPass | null = null;
  /** The weight at the last forward; a #private name, since a private field would be listed as a parameter. */
  #used: Tensor | null = null;

  /**
   * @param features how many numbers a sample has
   * @throws RangeError unless features is a whole number ≥ 1, eps above 0 and momentum from 0 to 1 or null
   */
  constructor(
    readonly features: number,
    options: BatchNorm1dOptions = {}
  ) {
    super();
    checkSize('BatchNorm1d', 'features', features);
    const usual = { eps: 1e-5, momentum: null, affine: true, trackRunningStats: true };
    const { eps, affine, trackRunningStats } = readOptions('BatchNorm1d', options, usual);
    const { momentum = 0.1 } = options;
    this.eps = checkPositive('BatchNorm1d', 'eps', eps);
    this.momentum = momentum === null ? null : checkShare('BatchNorm1d', 'momentum', momentum);
    this.weight = affine ? new Parameter([features]) : null;
    this.bias = affine ? new Parameter([features]) : null;
    this.weight?.data.fill(1);
    this.runningMean = trackRunningStats ? new Tensor([features]) : null;
    this.runningVar = trackRunningStats ? new Tensor([features]) : null;
    this.runningVar?.data.fill(1);
    this.numBatchesTracked = trackRunningStats ? new Tensor([]) : null;
  }

  override extraRepr(): string {
    const { features, eps, momentum, affine, trackRunningStats } = this.options();
    const average = this.momentum === null ? 'momentum=None' : optionsRepr({ momentum });
    // PyTorch's option `bias`: whether there is one, which here only `affine` decides.
    const rest = optionsRepr({ affine, bias: affine, trackRunningStats });
    return `${features}, ${optionsRepr({ eps })}, ${average}, ${rest}`;
  }

  override options(): Record<string, number | boolean | string> {
    const { features, eps, momentum } = this;
    const [affine, trackRunningStats] = [this.weight !== null, this.runningMean !== null];
    return { features, eps, momentum: momentum ?? CUMULATIVE, affine, trackRunningStats };
  }

  override buffers(): [string, Tensor][] {
    const { runningMean: mean, runningVar: variance, numBatchesTracked: count } = this;
    return mean && variance && count
      ? [
          ['running_mean', mean],
          ['running_var', variance],
          ['num_batches_tracked', count]
        ]
      : [];
  }

  /** What the last forward pass normalised by; null before the first. */
  get lastPass(): NormPass | null {
    return this.pass;
  }

  /** Begins as before a recorded pass: in its mode, with its running statistics. */
  replay(pass: NormPass): void {
    this.train(pass.batch);
    if (pass.mean && pass.variance) {
      this.runningMean?.data.set(pass.mean.data);
      this.runningVar?.data.set(pass.variance.data);
    }
    if (pass.batches !== null) {
      this.numBatchesTracked?.data.fill(pass.batches);
    }
    this.origin = pass;
  }

  /**
   * @param input samples × features, or … × features: over all but the last dimension
   * @returns of the same shape
   * @throws RangeError for another number of features, or while training for a single sample
   */
  override forward(input: TensorLike): Tensor {
    const x = Tensor.from(input, 'input');
    const n = this.features;
    if (x.shape[x.shape.length - 1] !== n) {
      throw featuresError(this.label, n, x);
    }
    const rows = x.data.length / n;
    const batch = this.training || this.runningMean === null;
    if (this.training && rows < 2) {
      throw failure(
        RangeError,
        '%1 needs at least 2 samples while training, to have a variance, got 1: give it a larger batch, or call eval() first.',
        this.label
      );
    }
    const { mean, variance } = batch ? this.momentsOf(x.data, rows) : this.running();
    this.pass = {
      batch,
      mean: this.runningMean && this.runningMean.clone(),
      variance: this.runningVar && this.runningVar.clone(),
      batches: this.batches
    };
    if (this.training) {
      this.track(mean, variance, rows);
    }
    const normal = this.result('normal', x.shape);
    const inverse = this.result('inverse', [n]);
    const y = this.result('output', x.shape);
    for (let i = 0; i < n; i++) {
      inverse.data[i] = 1 / Math.sqrt(variance[i] + this.eps);
    }
    for (let at = 0; at < x.data.length; at++) {
      const i = at % n;
      normal.data[at] = (x.data[at] - mean[i]) * inverse.data[i];
      y.data[at] =
        this.weight && this.bias
          ? normal.data[at] * this.weight.data[i] + this.bias.data[i]
          : normal.data[at];
    }
    this.normal = normal;
    this.inverse = inverse;
    this.#used = this.weight && asItIs(this.weight);
    return y;
  }

  /** The mean and the variance (over N) of each feature, in two passes: a single pass would lose digits. */
  private momentsOf(x: Float64Array, rows: number): { mean: Float64Array; variance: Float64Array } {
    const n = this.features;
    const [mean, variance] = [new Float64Array(n), new Float64Array(n)];
    for (let at = 0; at < x.length; at++) {
      mean[at % n] += x[at];
    }
    for (let i = 0; i < n; i++) {
      mean[i] /= rows;
    }
    for (let at = 0; at < x.length; at++) {
      const d = x[at] - mean[at % n];
      variance[at % n] += (d * d) / rows;
    }
    return { mean, variance };
  }

  /** How many batches the running statistics are the mean of; null unless they are a mean. */
  private get batches(): number | null {
    return this.momentum === null && this.numBatchesTracked ? this.numBatchesTracked.data[0] : null;
  }

  private running(): { mean: Float64Array; variance: Float64Array } {
    return { mean: this.runningMean!.data, variance: this.runningVar!.data };
  }

  /** Moves the running statistics towards the batch's. */
  private track(mean: Float64Array, variance: Float64Array, rows: number): void {
    if (!this.runningMean || !this.runningVar || !this.numBatchesTracked) {
      return;
    }
    const m = this.momentum ?? 1 / (this.numBatchesTracked.data[0] + 1);
    for (let i = 0; i < this.features; i++) {
      this.runningMean.data[i] = (1 - m) * this.runningMean.data[i] + m * mean[i];
      this.runningVar.data[i] = (1 - m) * this.runningVar.data[i] + (m * variance[i] * rows) / (rows - 1);
    }
    this.numBatchesTracked.data[0]++;
  }

  /**
   * With h = ∂L/∂y · weight and means over the batch: ∂L/∂x = (h − mean(h) − x̂ mean(h x̂)) / √(var + ε), and
   * h / √(var + ε) with running statistics; ∂L/∂weight += Σ ∂L/∂y x̂, ∂L/∂bias += Σ ∂L/∂y over the samples.
   */
  override backward(gradOutput: TensorLike): Tensor {
    const { shape, data: normal } = remembered(this.normal, this);
    const inverse = remembered(this.inverse, this).data;
    const g = gradientFor(this, gradOutput, shape).data;
    const gradInput = this.result('gradInput', shape);
    const n = this.features;
    const rows = g.length / n;
    const weight = this.#used && this.#used.data;
    const [sum, along] = [new Float64Array(n), new Float64Array(n)];
    for (let at = 0; at < g.length; at++) {
      sum[at % n] += g[at];
      along[at % n] += g[at] * normal[at];
    }
    for (let i = 0; i < n && this.weight && this.bias; i++) {
      this.weight.grad.data[i] += along[i];
      this.bias.grad.data[i] += sum[i];
    }
    for (let at = 0; at < g.length; at++) {
      const i = at % n;
      const own = this.pass!.batch ? g[at] - sum[i] / rows - (normal[at] * along[i]) / rows : g[at];
      gradInput.data[at] = (weight ? weight[i] * own : own) * inverse[i];
    }
    return gradInput;
  }

  override parameterSymbol(name: string): { name: string } {
    return { name: name === 'weight' ? 'γ' : 'β' };
  }

  /** γᵢ x̂ᵢ + βᵢ. */
  override explain(row: Row, i: number): Explanation {
    return forwardOf(this.batchRow(row), i);
  }

  /** γᵢ (gᵢ − ḡ − x̂ᵢ c) / √(σ² + ε): by xᵢ itself, through the mean, and through the variance. */
  override explainBackward(row: Row, i: number): Explanation {
    return backwardOf(this.batchRow(row), i);
  }

  /** ∂L/∂yᵢ x̂ᵢ; of the bias ∂L/∂yᵢ. */
  override explainGradient(row: Row, name: string, [i]: readonly number[]): Explanation {
    return name === 'bias' ? { forms: [row.gradOutput.at(i)] } : weightOf(this.batchRow(row), i);
  }

  private batchRow(row: Row): BatchRow {
    const { eps, momentum } = this;
    const now: NormPass = {
      batch: this.training || this.runningMean === null,
      mean: this.runningMean,
      variance: this.runningVar,
      batches: this.batches
    };
    const parts: NormParts = { eps, momentum, affine: this.weight !== null, pass: this.origin ?? now };
    return { row, parts };
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    if (!this.runningMean || !this.runningVar) {
      throw failure(
        TypeError,
        "%1 can't be written for ONNX without running statistics: leave trackRunningStats out.",
        this.label
      );
    }
    const centred = graph.node('Sub', [input, graph.constant(this.runningMean, 'running_mean')]);
    const variance = graph.constant(this.runningVar, 'running_var');
    const deviation = graph.node('Sqrt', [graph.node('Add', [variance, this.eps])]);
    const y = graph.node('Div', [centred, deviation]);
    if (!this.weight || !this.bias) {
      return y;
    }
    const scaled = graph.node('Mul', [y, graph.constant(this.weight, 'weight')]);
    return graph.node('Add', [scaled, graph.constant(this.bias, 'bias')]);
  }
}
