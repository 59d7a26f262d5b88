/** What a block shows of itself while it is open: arms of cells, from the layer's input to its output. */
import type { Activation, Module, Tensor } from '../../../engine';

/** A layer in one pass. */
export interface BlockPass<M extends Module = Module> {
  layer: M;
  /** The layer's full name: the names of its parameters begin with it. */
  path: string;
  /** The input, rows × numbers. */
  x: Tensor;
  /** The output. */
  y: Tensor;
  /** ∂L/∂output. */
  g: Tensor;
}

/** How an arm is joined to another one: by a matrix, unit to unit, or all to all. */
export interface Links {
  /** The index of the arm that the lines come from; −1 for the block's input. */
  from: number;
  joins: 'weights' | 'each' | 'all';
  /** The matrix: its full name, its input, and ∂L by the product; both rows × numbers. */
  weight?: { name: string; x: Tensor; grad: Tensor };
  /** Whether the line goes round everything between, as an arc. */
  isArc?: boolean;
}

/** A picture in the place of a cell. */
export interface Picture {
  /** Its half width and half height, in px. */
  half: number;
  height: number;
  /** Its numbers, by a name in italics: `μ 0.25`. */
  lines: { name: string; of: (row: number) => number }[];
  /** The numbers of a row to draw as dots, before and after; or the rows of a table to choose from. */
  dots?: { before: Tensor; after: Tensor; band: (row: number) => [low: number, high: number] };
  table?: { rows: Tensor; name: string; chosen: (row: number) => number[] };
}

/** Cells of one kind, one above the other. */
export interface Arm {
  /** The place of the arm, from left to right. */
  column: number;
  heading: string;
  /** What the arm is for, in front of its heading: `gate`; translatable. */
  word?: string;
  symbol: string;
  /** The numbers of the cells, rows × cells. */
  value: Tensor;
  /** ∂L by the cells' numbers; by z if the cells are neurons. */
  grad?: Tensor;
  /** z and the function that makes the numbers of it. */
  sum?: { value: Tensor; activation: Activation };
  /** The full name of the bias. */
  bias?: string;
  /** The operation on what comes in. */
  sign?: '⊙' | '⊕';
  /** 0 for a number that is dropped. */
  kept?: Tensor;
  /** Whether the numbers are shares of 1, with bars. */
  isShare?: boolean;
  /** One cell that is a picture. */
  picture?: Picture;
  /** Of a sum of the input x and f, what is inside: both, and ∂L by x on its two ways; rows × cells. */
  ways?: { x: Tensor; f: Tensor; around: Tensor; through: Tensor };
  links: Links[];
}

/** How a type of layer is drawn. */
export interface BlockKind<M extends Module = Module> {
  /** The name of a variant of the type: `SwiGLU`. */
  variant?(layer: M): string | undefined;
  /** The widths or options beside the type's name: `4 → 16 → 4`. */
  detail(layer: M): string;
  /**
   * The arms; the last one is the output.
   * @param inside the arms of a layer inside this one
   */
  arms(pass: BlockPass<M>, inside: (pass: BlockPass) => Arm[]): Arm[];
}

/** A kind of block under a layer's type, whichever type of layer it takes. */
export const kindOf = <M extends Module>(kind: BlockKind<M>): BlockKind => kind as unknown as BlockKind;
