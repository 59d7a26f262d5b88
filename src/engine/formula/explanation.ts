/** How a layer or a loss computes one of its numbers: formulas, and where their parts come from. */
import { Expression, Notation, Role, Sentence, matrix, quantity, symbol } from './expression';
import { Tensor } from '../tensor';

/** left = forms[0] = forms[1] = …, the last of which evaluates to left's value, or to `result` if that is a matrix. */
export interface Equation {
  left: Expression;
  forms: Expression[];
  result?: Expression;
}

/** How one number is computed. */
export interface Explanation {
  /** The number's formulas: the definition first, the one to compute last. */
  forms: Expression[];
  /** The equations of the quantities in the forms. */
  where?: Equation[];
  /** A shorter formula of the same number, if there is one. */
  short?: Expression;
  /** Further remarks. */
  remarks?: Sentence[];
}

/** The numbers of a row, each a quantity. */
export class Vector {
  constructor(
    readonly length: number,
    readonly at: (i: number) => Expression
  ) {}

  /** Its numbers, each mapped. */
  map(make: (e: Expression, i: number) => Expression): Expression[] {
    return Array.from({ length: this.length }, (_, i) => make(this.at(i), i));
  }

  /** Its number at a general index: `zⱼ`. */
  general(index: string): Expression {
    const first = this.at(0);
    const of = symbol(first);
    const named = of.by ? { ...of, by: { ...of.by, sub: index } } : { ...of, sub: index };
    return quantity(named, first.kind === 'quantity' ? first.role : 'activation', NaN);
  }

  /** All of it, as one symbol with its shape. */
  whole(): Expression {
    const first = this.at(0);
    const role = first.kind === 'quantity' ? first.role : 'activation';
    return quantity({ ...unindexed(symbol(first)), shape: `1×${this.length}` }, role, NaN);
  }

  /** All of it, as numbers. */
  numbers(): Expression {
    return matrix(1, this.length, (_, i) => this.at(i));
  }
}

const unindexed = ({ sub: _sub, by, ...rest }: Notation): Notation =>
  by ? { ...rest, by: unindexed(by) } : rest;

/** One sample at a layer. */
export interface Row {
  /** L, or the sample's share of L, as it appears in derivatives. */
  readonly loss: Notation;
  readonly input: Vector;
  readonly output: Vector;
  /** ∂L/∂output. */
  readonly gradOutput: Vector;
  /** ∂L/∂input. */
  readonly gradInput: Vector;
  /** The sample's row in `x` and `g`. */
  readonly sample: number;
  readonly x: Tensor;
  readonly g: Tensor;
  /** The superscript of the layer's own quantities, which tells two layers apart. */
  readonly sup?: string;
  /** Whether the layer is inside another one. */
  readonly nested?: boolean;
  /** A number of a parameter, by the parameter's name in the layer. */
  readonly parameter: (name: string, index: readonly number[]) => Expression;
  /** The mask of a Dropout for this sample, 1 or 0 each; null if everything passed through. */
  readonly kept: (name: string) => Float64Array | null;
}

/** One sample at the loss. */
export interface LossRow {
  /** L, or the sample's share of it. */
  readonly loss: Notation;
  readonly output: Vector;
  readonly gradOutput: Vector;
  /** A number for each output; or a single number, the class. */
  readonly target: Vector;
  /** Whether the target is the number of a class. */
  readonly classes: boolean;
  /** The number of samples that the loss is a mean over. */
  readonly samples: number;
  /** The class of every sample, if the target names classes. */
  readonly classOf?: readonly number[];
}

/** A sample's row of a tensor, samples × features, under a symbol. */
export function vectorOf(tensor: Tensor, sample: number, notation: Notation, role: Role): Vector {
  const width = tensor.shape[tensor.shape.length - 1];
  const index = (of: Notation, i: number): Notation =>
    of.by ? { ...of, by: index(of.by, i) } : width === 1 ? of : { ...of, sub: String(i + 1) };
  return new Vector(width, i => quantity(index(notation, i), role, tensor.data[sample * width + i]));
}

/** ∂L by a symbol. */
export const lossBy = ({ loss }: Pick<Row, 'loss'>, by: Notation): Notation => ({ ...loss, by });

/** The row of a layer inside another, by its name there. */
export const inner = (row: Row, name: string, own: Partial<Row>): Row => ({
  ...row,
  ...own,
  nested: true,
  parameter: (rest, index) => row.parameter(`${name}.${rest}`, index),
  kept: rest => row.kept(rest === '' ? name : `${name}.${rest}`)
});

const replays = new WeakMap<object, { x: Tensor; g: Tensor; value: unknown }>();

/** Memoises a layer's recomputed inner values for a batch: one computation for all samples and numbers. */
export function replayed<T>(layer: object, { x, g }: Pick<Row, 'x' | 'g'>, compute: () => T): T {
  const known = replays.get(layer);
  if (known && known.x === x && known.g === g) {
    return known.value as T;
  }
  const value = compute();
  replays.set(layer, { x, g, value });
  return value;
}
