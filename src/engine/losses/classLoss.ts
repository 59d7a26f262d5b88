import type { LossRow } from '../formula/explanation';
import { Expression, Sentence, evaluate, product, quotient, say, symbol } from '../formula/expression';
import { failure } from '../message';
import { Loss, LossDomain, rememberedBy } from './loss';
import { Tensor, TensorLike, formatShape, sameShape, unravel } from '../tensor';

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

/**
 * A loss over rows of numbers, one number for each class: the last dimension of the output. The target is each
 * row's class, a whole number from 0; the mean is over the rows.
 */
export abstract class ClassLoss extends Loss {
  static override readonly domain: LossDomain = { output: 'number', target: 'class' };
  override readonly takesClasses = true;
  /** Whether a target may also be a probability for every class, of the output's shape. */
  protected readonly takesProbabilities: boolean = false;
  private pair: ClassPair | null = null;

  /** ℓ of one row, which begins at `start` in the output's data. */
  protected abstract rowLoss(pair: ClassPair, row: number, start: number): number;

  /** Writes ∂ℓ/∂output of one row, times `scale`, into `grad`. */
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
    const rows = pair.output.data.length / pair.width;
    return this.total(pair, 0, rows) * this.scale(rows);
  }

  override backward(): Tensor {
    const pair = rememberedBy(this.pair, this);
    const { output, width } = pair;
    const grad = this.result('grad', output.shape);
    const scale = this.scale(output.data.length / width);
    for (let row = 0, start = 0; start < output.data.length; row++, start += width) {
      this.rowSlope(pair, row, start, scale, grad.data);
    }
    return grad;
  }

  override shares(output: TensorLike, target: TensorLike): number[] {
    const pair = this.paired(null, output, target);
    const rows = pair.output.data.length / pair.width;
    const samples = pair.output.shape.length > 1 ? pair.output.shape[0] : 1;
    const each = rows / samples;
    const scale = this.scale(rows);
    return Array.from({ length: samples }, (_, s) => this.total(pair, s * each, (s + 1) * each) * scale);
  }

  /** 1/N of a formula, N the number of samples. */
  protected scaled({ samples }: LossRow, of: Expression): Expression {
    return this.reduction === 'sum' || samples === 1 ? of : product(quotient(1, samples), of);
  }

  /** Which output belongs to the class: classes count from 0, indices in formulas from 1. */
  protected classRemark({ target, output }: LossRow): Sentence {
    const y = evaluate(target.at(0));
    return say('Classes count from 0: with y = %1, %2 is the output of the right class.', y, {
      symbol: symbol(output.at(y))
    });
  }

  private scale(rows: number): number {
    return this.reduction === 'mean' ? 1 / rows : 1;
  }

  private total(pair: ClassPair, from: number, to: number): number {
    let total = 0;
    for (let row = from; row < to; row++) {
      total += this.rowLoss(pair, row, row * pair.width);
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
    pair.indices = !(this.takesProbabilities && sameShape(output.shape, target.shape));
    if (!pair.indices) {
      this.checkProbabilities(target);
      return pair;
    }
    if (!isClassEach(target.shape, output.shape)) {
      throw new RangeError(this.misfit(output, target));
    }
    this.checkClasses(target, pair.width);
    return pair;
  }

  private misfit(output: Tensor, target: Tensor): string {
    const rows = formatShape(output.shape.slice(0, -1)) || '1';
    const also = this.takesProbabilities ? `, or probabilities, ${formatShape(output.shape)}` : '';
    const column =
      target.shape.length > 1 && target.shape[target.shape.length - 1] === 1
        ? ' It is a column: give one number a sample, without brackets around each.'
        : '';
    const oneHot =
      !this.takesProbabilities && formatShape(target.shape) === formatShape(output.shape)
        ? ' It looks one-hot: give the number of the class instead.'
        : '';
    return `${this.constructor.name} expects a class a sample, ${rows} whole numbers${also}, got a target of ${formatShape(target.shape)} for an output of ${formatShape(output.shape)}.${column}${oneHot}`;
  }

  private checkClasses(target: Tensor, width: number): void {
    for (let i = 0; i < target.data.length; i++) {
      const y = target.data[i];
      if (!(Number.isInteger(y) && y >= 0 && y < width)) {
        const place = `target[${unravel(i, target.shape).join(',')}]`;
        const counted = y === width ? ' Do the classes count from 1? They count from 0.' : '';
        const hint = counted || (y > width ? ' Has the last layer too few outputs?' : '');
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
