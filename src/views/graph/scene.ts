/** What the graph shows, as plain values: the views draw a scene and know nothing else of the network. */
import type { Joins, Phase } from '../../derivation';
import type { Spread } from './spread';

/** A number as it stands on the page, with its address. */
export interface ShownNumber {
  value: number;
  /** Its address in the trace; undefined for a number that the trace does not hold. */
  ref?: string;
  /** The key of its edit; undefined for a number that can't be edited. */
  editable?: string;
  edited?: boolean;
}

/** A node of the graph: an input or a unit. */
export interface SceneNode {
  /** 0 for the inputs, then 1 for the first stage. */
  column: number;
  unit: number;
  symbol: string;
  /** The name of the feature or class. */
  name?: string;
  /** The output; undefined before its step. For the whole batch: the mean over the samples. */
  value?: ShownNumber;
  /** δ; undefined before its step. For the whole batch: the sum over the samples. */
  delta?: ShownNumber;
  /** The outputs of all samples; only for the whole batch. */
  spread?: Spread;
  /** Whether the node takes part in the step. */
  active: boolean;
}

/** An edge of the graph: one weight. */
export interface SceneEdge {
  /** The column that the edge leads to. */
  column: number;
  unit: number;
  /** The unit of the column before. */
  input: number;
  symbol: string;
  weight: ShownNumber & { ref: string };
  /** The number behind width and colour: the weight, or in the backward pass its gradient; undefined before its step. */
  shown?: number;
  /** Whether the edge takes part in the step. */
  active: boolean;
}

/** Everything that the graph shows at a step. */
export interface Scene {
  /** The number of units of each column; column 0 holds the inputs. */
  widths: number[];
  /** For each column the units that must not be folded away. */
  looked: number[][];
  /** `backward` also while the learner looks at the gradient of one weight. */
  phase: Phase;
  featureNames?: string[];
  /** The names of the classes, by target. */
  classNames?: string[];
  joins(column: number): Joins;
  node(column: number, unit: number): SceneNode;
  edge(column: number, unit: number, input: number): SceneEdge;
  /** The largest |shown| of the network: the upper end of the scale of widths. */
  largest: number;
  loss: { value?: ShownNumber; active: boolean };
  targets: ShownNumber[];
  /** Significant digits of the numbers in the legend, the titles and the labels. */
  digits: number;
  /** The number of samples. */
  samples: number;
  /** The sample that is shown, from 0; null for the whole batch. */
  sample: number | null;
}
