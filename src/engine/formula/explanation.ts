/** What a layer or a loss says of the way to one of its numbers: formulas, and where their parts come from. */
import { Expression, Notation, Role, Sentence, matrix, quantity, symbol } from './expression';
import { Tensor } from '../tensor';

/** left = forms[0] = forms[1] = …, the last of which comes to its value, or to `result` where that is a matrix. */
export interface Equation {
  left: Expression;
  forms: Expression[];
  result?: Expression;
}

/** How one number comes about. */
export interface Explanation {
  /** The number, as it is defined first; the last form is the one to compute. */
  forms: Expression[];
  /** What stands in the forms. */
  where?: Equation[];
  /** A shorter way to the same number, where there is one. */
  short?: Expression;
  /** What else to say. */
  remarks?: Sentence[];
}

/** The numbers of a row, each a quantity. */
export class Vector {
  constructor(
    readonly length: number,
    readonly at: (i: number) => Expression
  ) {}

  /** Each of its numbers, or what is made of it. */
  map(make: (e: Expression, i: number) => Expression): Expression[] {
    return Array.from({ length: this.length }, (_, i) => make(this.at(i), i));
  }

  /** Its number at an index that stands for any: `zⱼ`. */
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
  /** L, or the sample's share of it, as derivatives are written of it. */
  readonly loss: Notation;
  readonly input: Vector;
  readonly output: Vector;
  /** ∂L/∂output. */
  readonly gradOutput: Vector;
  /** ∂L/∂input. */
  readonly gradInput: Vector;
  /** The sample, in what went in and came back for the whole batch: for a layer that has others inside. */
  readonly sample: number;
  readonly x: Tensor;
  readonly g: Tensor;
  /** What the layer's own quantities have for a superscript, so that two layers' are told apart. */
  readonly sup?: string;
  /** A number of a parameter, by the parameter's name in the layer. */
  readonly parameter: (name: string, index: readonly number[]) => Expression;
  /** What a Dropout kept of this sample, 1 or 0 each; null where it let everything through. */
  readonly kept: (name: string) => Float64Array | null;
}

/** One sample at the loss. */
export interface LossRow {
  /** L, or the sample's share of it. */
  readonly loss: Notation;
  readonly output: Vector;
  readonly gradOutput: Vector;
  /** A number an output; or one, the number of the class. */
  readonly target: Vector;
  /** Whether the target is the number of a class. */
  readonly classes: boolean;
  /** How many samples the loss is a mean over. */
  readonly samples: number;
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

/** The row of a layer that is inside another, by its name there. */
export const inner = (row: Row, name: string, own: Partial<Row>): Row => ({
  ...row,
  ...own,
  parameter: (rest, index) => row.parameter(`${name}.${rest}`, index),
  kept: rest => row.kept(rest === '' ? name : `${name}.${rest}`)
});

const replays = new WeakMap<object, { x: Tensor; g: Tensor; value: unknown }>();

/** What a layer computes inside for a batch, computed again: once for all samples and numbers that ask. */
export function replayed<T>(layer: object, { x, g }: Row, compute: () => T): T {
  const known = replays.get(layer);
  if (known && known.x === x && known.g === g) {
    return known.value as T;
  }
  const value = compute();
  replays.set(layer, { x, g, value });
  return value;
}
