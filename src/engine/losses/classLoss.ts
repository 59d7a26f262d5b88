import type { LossRow } from '../formula/explanation';
import {
  Expression,
  Sentence,
  evaluate,
  given,
  number,
  product,
  quotient,
  say,
  series,
  symbol
} from '../formula/expression';
import type { Explanation } from '../formula/explanation';
import { Message, failure, messageOf } from '../message';
import { asItIs } from '../buffers';
import { IGNORED } from './counted';
import { Loss, LossDomain, LossOptions, rememberedBy } from './loss';
import { gradientOf } from '../passes';
import type { Options } from '../spec';
import { Tensor, TensorLike, describe, formatShape, sameShape, unravel } from '../tensor';
import { checkWeights, checkWidth, omega } from './weights';

const weighing = say('%1: how much a class counts in the loss', 'ω');

/** Options of losses over classes. */
export interface ClassLossOptions extends LossOptions {
  /** ω: how much each class counts; all alike when left out. The mean divides by the sum of the targets' weights. */
  weight?: number[];
  /** The class of targets that don't count, such as padding; −100 when left out. */
  ignoreIndex?: number;
}

/** The output and the target of a loss over classes, checked. */
export interface ClassPair {
  /** … × classes. */
  output: Tensor;
  /** A class for each row, or probabilities of the output's shape. */
  target: Tensor;
  /** The number of classes. */
  width: number;
  /** Whether the target is a class for each row, rather than a probability for each class. */
  indices: boolean;
}

/** Classes that a message lists. */
const NAMED = 10;

/**
 * A loss over rows of numbers, one number for each class: the last dimension of the output. The target is each
 * row's class, a whole number from 0; the mean is over the rows: Σ ω_y ℓ / Σ ω_y, without the rows whose class is
 * `ignoreIndex`.
 */
export abstract class ClassLoss extends Loss {
  static override readonly domain: LossDomain = { output: 'number', target: 'class' };
  override readonly takesClasses = true;
  /** Whether a target may also be a probability for every class, of the output's shape. */
  protected readonly takesProbabilities: boolean = false;
  /** ω for each class; null if all count alike. */
  readonly weight: readonly number[] | null;
  /** The class of targets that don't count. */
  readonly ignoreIndex: number;
  /** The last output of the model, and it and its target as they were. */
  private model: Tensor | null = null;
  private pair: ClassPair | null = null;

  /** @throws TypeError for weights that are not numbers of at least 0, or an ignoreIndex that is not a whole number */
  constructor(options: ClassLossOptions = {}) {
    super(options);
    const owner = this.constructor.name;
    this.weight = checkWeights(owner, 'weight', options.weight);
    this.ignoreIndex = options.ignoreIndex ?? IGNORED;
    if (!Number.isInteger(this.ignoreIndex)) {
      const got = describe(this.ignoreIndex);
      throw failure(TypeError, '%1: %2 is %3, expected a whole number.', owner, 'ignoreIndex', got);
    }
  }

  override options(): Options {
    const { weight, ignoreIndex } = this;
    return {
      ...super.options(),
      ...(weight && { weight: [...weight] }),
      ...(ignoreIndex !== IGNORED && { ignoreIndex })
    };
  }

  /** ω ℓ of one row, which begins at `start` in the output's data. */
  protected abstract rowLoss(pair: ClassPair, row: number, start: number): number;

  /** Writes ∂(ω ℓ)/∂output of one row, times `scale`, into `grad`. */
  protected abstract rowSlope(
    pair: ClassPair,
    row: number,
    start: number,
    scale: number,
    grad: Float64Array
  ): void;

  /**
   * @param output samples × classes, one sample's classes, or samples × … × classes
   * @param target a class for each sample, whole numbers from 0; CrossEntropyLoss also takes probabilities
   * @throws RangeError for shapes that don't fit or an invalid class
   */
  override forward(output: TensorLike, target: TensorLike): number {
    const pair = this.paired(this.pair, output, target);
    this.pair = pair;
    this.model = pair.output;
    pair.output = asItIs(pair.output);
    pair.target = asItIs(pair.target);
    return this.total(pair, 0, pair.output.data.length / pair.width) * this.scale(pair);
  }

  override backward(): Tensor {
    const pair = rememberedBy(this.pair, this);
    const { output, width } = pair;
    const grad = this.result('grad', output.shape);
    const scale = this.scale(pair);
    for (let row = 0, start = 0; start < output.data.length; row++, start += width) {
      if (this.isIgnored(pair, row)) {
        grad.data.fill(0, start, start + width);
      } else {
        this.rowSlope(pair, row, start, scale, grad.data);
      }
    }
    return gradientOf(rememberedBy(this.model, this), grad);
  }

  override shares(output: TensorLike, target: TensorLike): number[] {
    const pair = this.paired(null, output, target);
    const rows = pair.output.data.length / pair.width;
    const samples = pair.output.shape.length > 1 ? pair.output.shape[0] : 1;
    const each = rows / samples;
    const scale = this.scale(pair);
    return Array.from({ length: samples }, (_, s) => this.total(pair, s * each, (s + 1) * each) * scale);
  }

  /** ω ℓ of each row: the output's shape without the classes. */
  override unreduced(output: TensorLike, target: TensorLike): Tensor {
    const pair = this.paired(null, output, target);
    const { shape, data } = pair.output;
    const rows = new Float64Array(data.length / pair.width);
    return new Tensor(
      shape.slice(0, -1),
      rows.map((_, row) => this.total(pair, row, row + 1))
    );
  }

  /** The sum of the targets' weights, without the ignored ones; for probabilities the number of rows. */
  override divisor(output: Tensor, target: Tensor): number {
    if (this.reduction === 'sum') {
      return 1;
    }
    const { pair } = this;
    const isLast = pair?.output === output && pair.target === target;
    return this.weightOf(isLast ? pair : this.paired(null, output, target));
  }

  /** 1/N of a formula, N the number of samples; with weights or ignored samples 1 / Σᵢ ω_y⁽ⁱ⁾. */
  protected scaled({ samples, classOf }: LossRow, of: Expression): Expression {
    if (this.reduction === 'sum') {
      return of;
    }
    const counted = classOf?.filter(y => y !== this.ignoreIndex);
    if (this.weight && counted) {
      const each = counted.map(y => this.classWeight(y));
      const total =
        each.length === 1 ? each[0] : series(each, omega('y[i]', weighing, NaN), `i=1,${each.length}`);
      return product(quotient(1, total), of);
    }
    const rows = counted?.length ?? samples;
    return rows === 1 ? of : product(quotient(1, rows), of);
  }

  /** ω of a class, as a quantity. */
  protected classWeight(c: number): Expression {
    return omega(String(c + 1), weighing, this.weight![c]);
  }

  /** 0, for a sample whose class is ignored; null for the others. */
  protected ignored({ classes, target }: LossRow): Explanation | null {
    const y = target.at(0);
    if (!classes || evaluate(y) !== this.ignoreIndex) {
      return null;
    }
    const remark = say('The class %1 is the one to ignore: this sample does not count.', this.ignoreIndex);
    return { forms: [given(number(0), y, '=', this.ignoreIndex)], remarks: [remark] };
  }

  /** Which output belongs to the class, and what a weighted mean divides by. */
  protected classRemarks(row: LossRow): Sentence[] {
    const weighted = say(
      'The mean divides by the sum of the weights of the targets: a class of weight 2 counts like two samples.'
    );
    return [this.classRemark(row), ...(this.weight && this.reduction === 'mean' ? [weighted] : [])];
  }

  /** Which output belongs to the class: classes count from 0, indices in formulas from 1. */
  private classRemark({ target, output }: LossRow): Sentence {
    const y = evaluate(target.at(0));
    return say('Classes count from 0: with y = %1, %2 is the output of the right class.', y, {
      symbol: symbol(output.at(y))
    });
  }

  private isIgnored({ target, indices }: ClassPair, row: number): boolean {
    return indices && target.data[row] === this.ignoreIndex;
  }

  /** @throws RangeError for a mean over nothing */
  private scale(pair: ClassPair): number {
    if (this.reduction === 'sum') {
      return 1;
    }
    const weight = this.weightOf(pair);
    if (weight === 0) {
      throw failure(
        RangeError,
        '%1: every target of this batch is ignored or of a class of weight 0, so that there is nothing to average. Leave such batches out, or use reduction: "sum".',
        this.constructor.name
      );
    }
    return 1 / weight;
  }

  private weightOf(pair: ClassPair): number {
    const { output, target, width, indices } = pair;
    if (!indices) {
      return output.data.length / width;
    }
    let total = 0;
    for (let row = 0; row < target.data.length; row++) {
      total += this.isIgnored(pair, row) ? 0 : this.weight ? this.weight[target.data[row]] : 1;
    }
    return total;
  }

  private total(pair: ClassPair, from: number, to: number): number {
    let total = 0;
    for (let row = from; row < to; row++) {
      total += this.isIgnored(pair, row) ? 0 : this.rowLoss(pair, row, row * pair.width);
    }
    return total;
  }

  /** Checks the pair. Reuses the last pair's object, so that a training step allocates nothing. */
  private paired(last: ClassPair | null, givenOutput: TensorLike, givenTarget: TensorLike): ClassPair {
    const output = Tensor.from(givenOutput, 'output');
    const target = Tensor.from(givenTarget, 'target');
    const pair = last ?? { output, target, width: 0, indices: true };
    pair.output = output;
    pair.target = target;
    pair.width = output.shape[output.shape.length - 1];
    if (this.weight) {
      checkWidth(this, 'weight', this.weight, output);
    }
    pair.indices = !(this.takesProbabilities && sameShape(output.shape, target.shape));
    if (!pair.indices) {
      this.checkProbabilities(target);
      return pair;
    }
    if (!isClassEach(target.shape, output.shape)) {
      throw this.misfit(output, target);
    }
    this.checkClasses(target, pair.width);
    return pair;
  }

  private misfit(output: Tensor, target: Tensor): RangeError {
    const { name } = this.constructor;
    const shapes = [formatShape(target.shape), formatShape(output.shape)] as const;
    const rows = formatShape(output.shape.slice(0, -1)) || '1';
    const hint = this.hintFor(output, target);
    return this.takesProbabilities
      ? failure(
          RangeError,
          '%1 expects a class a sample, %2 whole numbers, or probabilities, %4, got a target of %3 for an output of %4.%5',
          name,
          rows,
          ...shapes,
          hint
        )
      : failure(
          RangeError,
          '%1 expects a class a sample, %2 whole numbers, got a target of %3 for an output of %4.%5',
          name,
          rows,
          ...shapes,
          hint
        );
  }

  /** What is wrong with a target's shape: a column, or one-hot rows. */
  private hintFor({ shape: output }: Tensor, { shape, data }: Tensor): Message | string {
    if (shape.length > 1 && shape[shape.length - 1] === 1) {
      const classes = [...new Set(data)].sort((a, b) => a - b);
      return classes.length > 2 && classes.length <= NAMED && classes.every(Number.isInteger)
        ? messageOf(
            ' It is a column: give one number a sample, without brackets around each; of a CSV file with fromCSV(text, { classNames: [%1] }).',
            classes.map(each => `'${each}'`).join(', ')
          )
        : messageOf(' It is a column: give one number a sample, without brackets around each.');
    }
    return !this.takesProbabilities && sameShape(shape, output)
      ? messageOf(' It looks one-hot: give the number of the class instead.')
      : '';
  }

  private checkClasses(target: Tensor, width: number): void {
    for (let i = 0; i < target.data.length; i++) {
      const y = target.data[i];
      if (y !== this.ignoreIndex && !(Number.isInteger(y) && y >= 0 && y < width)) {
        const place = `target[${unravel(i, target.shape).join(',')}]`;
        const hint =
          width === 1
            ? messageOf(
                ' Give the last layer as many outputs as there are classes, or take BCEWithLogitsLoss.'
              )
            : y === width
              ? messageOf(' Do the classes count from 1? They count from 0.')
              : y > width
                ? messageOf(' Has the last layer too few outputs?')
                : '';
        throw failure(
          RangeError,
          '%1 expects classes from 0 to %2, since a row of the output has %3 numbers, got %4: %5.%6',
          this.constructor.name,
          width - 1,
          width,
          y,
          place,
          hint
        );
      }
    }
  }

  private checkProbabilities(target: Tensor): void {
    for (let i = 0; i < target.data.length; i++) {
      if (!(target.data[i] >= 0 && target.data[i] <= 1)) {
        throw failure(
          RangeError,
          "%1 expects probabilities between 0 and 1, since the target has the output's shape, got %2: target[%3].",
          this.constructor.name,
          target.data[i],
          unravel(i, target.shape).join(',')
        );
      }
    }
  }
}

/** Whether a target's shape is the output's without the classes; a single sample's class may be in brackets. */
function isClassEach(target: readonly number[], output: readonly number[]): boolean {
  if (output.length === 1) {
    return target.length === 0 || (target.length === 1 && target[0] === 1);
  }
  return target.length === output.length - 1 && target.every((length, d) => length === output[d]);
}
