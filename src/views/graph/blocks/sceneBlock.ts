/** What the graph shows of a block, as plain values. */
import type { SceneEdge, ShownNumber, Sum } from '../sceneNumbers';
import type { Links } from './block';

/** A cell of an arm. */
export interface SceneCell {
  symbol: string;
  /** The number; undefined before its step. For the whole batch: the mean over the samples. */
  value?: ShownNumber;
  /** z and the curve of a neuron. */
  sum?: Sum;
  /** ∂L by the number, or by z; undefined before its step. For the whole batch: the sum over the samples. */
  delta?: ShownNumber;
  isDropped: boolean;
  /** Whether the step asks for it. */
  active: boolean;
}

/** The picture of an arm with its numbers. */
export interface ScenePicture {
  half: number;
  height: number;
  /** Undefined before their step. */
  lines: { name: string; value?: number }[];
  /** Whether it has points, also before their step. */
  hasPoints: boolean;
  /** The numbers of the row, before and after. */
  dots?: { before: number[]; after: number[]; band: [low: number, high: number] };
  /** Some rows of a table, and which of them are chosen; `null` for those left out. */
  table?: { name: string; rows: ({ index: number; numbers: number[]; isChosen: boolean } | null)[] };
}

export interface SceneArm {
  column: number;
  heading: string;
  word?: string;
  /** The number of cells. */
  length: number;
  isNeuron: boolean;
  sign?: '⊙' | '⊕';
  isShare?: boolean;
  picture?: ScenePicture;
  links: Pick<Links, 'from' | 'joins' | 'isArc'>[];
  cell(unit: number): SceneCell;
  /** The line of the i-th links to a cell; `input` is null for the bias, without which the line is null. */
  edge(links: number, unit: number, input: number | null): SceneEdge | BareEdge | null;
}

/** A line without a number. */
export type BareEdge = Pick<SceneEdge, 'active' | 'asked'>;

/** The two ways between the input and the output of a sum, for one unit: the number, or in the backward pass ∂L by it. */
export interface SceneWays {
  symbol: string;
  isBackward: boolean;
  around: number;
  through: number;
}

/** A layer that is drawn as what it is. */
export interface SceneBlock {
  /** The layer's full name. */
  key: string;
  /** `FeedForward`, `FeedForward SwiGLU`. */
  title: string;
  /** `4 → 16 → 4`. */
  detail: string;
  arms: SceneArm[];
  /** Whether the learner has opened it; undefined before they choose. */
  isOpen?: boolean;
  /** The largest |number| that a line shows. */
  largest: number;
  /** Whether the step is inside. */
  active: boolean;
  /** Of a block that adds its input to what is inside: the numbers of the two ways to an output. */
  ways?: SceneWays;
}

/** The blocks of a column. */
export interface SceneChain {
  blocks: SceneBlock[];
  /** Whether they stand before the units, which are the last one's output; else behind them. */
  isBefore: boolean;
}
