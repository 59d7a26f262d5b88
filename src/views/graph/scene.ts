/** What the graph shows, as plain values: the views draw a scene and know nothing else of the network. */
import type { Joins, Phase } from '../../derivation';
import type { SceneChain } from './blocks/sceneBlock';
import type { SceneEdge, ShownNumber, Sum } from './sceneNumbers';
import type { Spread } from './spread';

export type { SceneEdge, ShownNumber, Sum };

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
  /** Whether the value is itself a weighted sum that is not compared with the target: a logit. */
  isLogit?: boolean;
  /** The weighted sum of a neuron that passes on another number. */
  sum?: Sum;
  /** The output before the update, beside the one after it; of the last column alone. */
  was?: ShownNumber;
  /** δ; undefined before its step. For the whole batch: the sum over the samples. */
  delta?: ShownNumber;
  /** The outputs of all samples; only for the whole batch. */
  spread?: Spread;
  /** Whether the node takes part in the step. */
  active: boolean;
}

/** The probability of a class. */
export interface SceneProbability {
  symbol: string;
  /** The name of the class. */
  name?: string;
  /** p; undefined before its step. For the whole batch: the mean over the samples. */
  value?: ShownNumber;
  /** Whether the target is this class; false for the whole batch. */
  isTarget: boolean;
  /** Whether the model predicts this class; false before all probabilities are known, and for the whole batch. */
  isPredicted: boolean;
  /** Whether it takes part in the step. */
  active: boolean;
}

/** The probabilities beside the outputs. */
export interface SceneProbabilities {
  /** The function that makes them of the outputs. */
  by: 'softmax' | 'σ';
  of(unit: number): SceneProbability;
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
  /** Null for a unit without a bias. */
  bias(column: number, unit: number): SceneEdge | null;
  /** Undefined if the outputs themselves are compared with the targets. */
  probabilities?: SceneProbabilities;
  /** The blocks of a column; beyond the last column of units, none. */
  chain(column: number): SceneChain;
  /** Whether the units of a column have a sum beside their value. */
  hasSums(column: number): boolean;
  /** The largest |shown| of the network: the upper end of the scale of widths. */
  largest: number;
  /** `was` is the loss before the update, beside the one after it. */
  loss: { value?: ShownNumber; was?: ShownNumber; active: boolean };
  targets: ShownNumber[];
  /** Significant digits of the numbers in the legend, the titles and the labels. */
  digits: number;
  /** The number of samples. */
  samples: number;
  /** The sample that is shown, from 0; null for the whole batch. */
  sample: number | null;
}
