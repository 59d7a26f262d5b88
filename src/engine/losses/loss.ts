import { Buffers } from '../buffers';
import type { Explanation, LossRow } from '../formula/explanation';
import { inspect } from '../print/inspect';
import type { Options } from '../spec';
import { shortened } from '../describe';
import { failure, messageOf } from '../message';
import { checkOptions, isRegistered } from '../options';
import { Tensor, TensorLike } from '../tensor';

/** The numbers that a loss is defined for. */
export interface LossDomain {
  /** The model's outputs: any numbers, or numbers from 0 to 1. */
  output: 'number' | 'probability';
  /** The targets: any numbers, numbers from 0 to 1, or class numbers. */
  target: 'number' | 'probability' | 'class';
  /** What the loss applies to the outputs itself, so that the model must not. */
  applies?: 'sigmoid' | 'softmax';
  /** What the outputs have to be, where any numbers are taken. */
  expects?: 'logProbabilities';
}

/**
 * How the losses of the terms become one number: 'mean' divides their sum by the number of terms, 'batchmean' by the
 * number of samples, 'sum' by nothing.
 */
export type Reduction = 'mean' | 'sum' | 'batchmean';

/** Options of every loss. */
export interface LossOptions {
  /** 'mean', the default, divides the sum by the number of terms; 'sum' does not. */
  reduction?: 'mean' | 'sum';
}

/**
 * The distance of an output from its target: one number, and its slope for every element of the output.
 * A loss that treats each element separately extends `ElementwiseLoss`, which needs only two functions.
 */
export abstract class Loss {
  /**
   * Makes a loss from its options, as `options()` lists them.
   * @internal
   */
  static from({ type: _type, ...options }: Options): Loss {
    return new (this as unknown as new (options: Options) => Loss)(options);
  }

  /**
   * The outputs and targets that the loss is defined for; any numbers when left out.
   * @internal
   */
  static readonly domain: LossDomain = { output: 'number', target: 'number' };

  /**
   * The reductions that the loss knows.
   * @internal
   */
  static readonly reductions: readonly Reduction[] = ['mean', 'sum'];

  /**
   * Options that the tests try the loss with; each of them with both reductions. Every option other than the
   * reduction occurs in one of them: of a registered loss, any other name is refused.
   * @param outputs the number of outputs, which a weight for each of them has to match
   * @internal
   */
  static examples(_outputs: number): Options[] {
    return [{}];
  }

  /**
   * Null if PyTorch has the type, whose numbers then have to equal PyTorch's. Otherwise the source of the worked
   * example in test/golden/worked.ts.
   * @internal
   */
  static readonly reference: string | null = null;

  readonly reduction: Reduction;
  /** Whether a target may be a class for each sample (N whole numbers) as well as a number for each output. */
  readonly takesClasses: boolean = false;
  readonly #buffers = new Buffers();

  /** @throws TypeError for a reduction that is neither 'mean' nor 'sum'; for an unknown option */
  constructor(options: LossOptions = {}) {
    const known: Options = Object.assign({}, ...new.target.examples(2), { reduction: 'mean' });
    // A list may also be a tensor, or a number for all: the loss itself checks it.
    const usual = Object.entries(known).map(([name, value]) => [name, Array.isArray(value) ? null : value]);
    checkOptions(new.target.name, options, Object.fromEntries(usual) as object, isRegistered(new.target));
    this.reduction = options.reduction ?? 'mean';
    const { reductions } = new.target;
    if (!reductions.includes(this.reduction)) {
      const choices = reductions.map(each => `'${each}'`).join(' or ');
      throw failure(
        TypeError,
        '%1: reduction is %2, expected %3.%4',
        this.constructor.name,
        shortened(String(this.reduction)),
        choices,
        (this.reduction as string) === 'none'
          ? messageOf(' For a loss a term, call unreduced(output, target).')
          : ''
      );
    }
  }

  /**
   * L, one number.
   * @param output of the model, samples × outputs
   * @param target the desired output
   * @throws RangeError for shapes that don't fit, or values that the loss is not defined for
   */
  abstract forward(output: TensorLike, target: TensorLike): number;

  /** ∂L/∂output of the last `forward`, of the output's shape, its 1/N included. */
  abstract backward(): Tensor;

  /**
   * Each sample's share of L: one number for each sample; their sum is L.
   * @throws the same errors as `forward`
   */
  abstract shares(output: TensorLike, target: TensorLike): number[];

  /**
   * The loss of each term, neither summed nor divided: what PyTorch's `reduction: 'none'` returns. A trace, `backward`
   * and training need one number L, so this is a method beside `forward`, not a reduction.
   * @returns for a loss over classes one number for each row, for the others one for each output
   * @throws the same errors as `forward`; TypeError for a loss that does not define it
   */
  unreduced(_output: TensorLike, _target: TensorLike): Tensor {
    throw new TypeError(
      `${this.constructor.name} does not say the loss of each term: shares() has each sample's.`
    );
  }

  /**
   * The probabilities that the loss makes of a model's outputs before it compares them with the targets, of the
   * outputs' shape; null for a loss that takes the outputs as they are.
   */
  probabilities(_output: TensorLike): Tensor | null {
    return null;
  }

  /**
   * The number that a mean divides by: how many terms there are, or the sum of their weights. 1 for a sum.
   * By it the means of several batches are put together.
   */
  divisor(output: Tensor, _target: Tensor): number {
    return this.reduction === 'sum' ? 1 : output.shape.length > 1 ? output.shape[0] : 1;
  }

  /** The options from which this loss can be made again, as a trace lists them. */
  options(): Options {
    return this.reduction === 'mean' ? {} : { reduction: this.reduction };
  }

  /**
   * The formulas of a sample's share of L; null for a loss that doesn't define them.
   * @param row the sample's output and target
   */
  explain(_row: LossRow): Explanation | null {
    return null;
  }

  /** The formulas of ∂L/∂output for one of the outputs. */
  explainBackward(_row: LossRow, _unit: number): Explanation | null {
    return null;
  }

  /** As PyTorch prints it: `MSELoss()`. */
  toString(): string {
    return `${this.constructor.name}()`;
  }

  /** @internal */
  [inspect](): string {
    return this.toString();
  }

  /** A tensor for a result: a new one, or within `reusingBuffers` the previous one. */
  protected result(key: string, shape: readonly number[]): Tensor {
    return this.#buffers.result(key, shape);
  }
}

/** @throws Error if `backward` is called before `forward` */
export function rememberedBy<T>(value: T | null, loss: Loss): T {
  if (value === null) {
    throw failure(
      Error,
      '%1 has nothing to go back over: call forward before backward.',
      loss.constructor.name
    );
  }
  return value;
}
