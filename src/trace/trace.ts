/** A recorded pass: plain, versioned data, the same in the kernel, in a saved notebook and on the page. */
import type { Options } from '../engine/registry';

/** A float64 number in JSON: text for the four values that JSON numbers lack. */
export type Num = number | '-0' | 'NaN' | 'Infinity' | '-Infinity';

/** A tensor: its numbers row by row, or for a larger tensor base64 of its float64s, little-endian. */
export type TensorData = { shape: number[]; data: Num[] } | { shape: number[]; base64: string };

/** The type and the options of a layer, loss or optimiser. */
export type Spec = { type: string } & Options;

/** A layer of the model, by its `stateDict` name. */
export type LayerSpec = Spec & { name: string };

/** A tensor by its `stateDict` name. */
export interface NamedTensor {
  name: string;
  value: TensorData;
}

export interface LayerForward {
  layer: string;
  /** samples × features */
  output: TensorData;
  /**
   * The mask of each Dropout of the layer, itself or one inside, by full name: 1 for kept and 0 for dropped numbers,
   * in the shape of the Dropout's input. Absent for a layer without Dropout; empty in `eval` mode.
   */
  masks?: NamedTensor[];
  /** What each BatchNorm1d of the layer, itself or one inside, normalised by. Absent for a layer without one. */
  statistics?: NormStatistics[];
}

/** What a BatchNorm1d normalised by in a pass. */
export interface NormStatistics {
  /** The layer's full name. */
  name: string;
  /** Whether by the batch's own mean and variance; otherwise by the running ones. */
  batch: boolean;
  /** The running mean and variance before the pass; absent without running statistics. */
  mean?: TensorData;
  variance?: TensorData;
  /** How many batches they were the mean of; absent if they follow a momentum. */
  batches?: number;
}

export interface LayerBackward {
  layer: string;
  /** ∂L/∂output, samples × features */
  gradOutput: TensorData;
  /** ∂L/∂input */
  gradInput: TensorData;
  /** The batch's gradient of each parameter, including earlier gradients with `zeroGrad: false`. */
  params: { name: string; grad: TensorData }[];
}

export interface ParameterUpdate {
  param: string;
  before: TensorData;
  /** The gradient from `backward`, before weight decay. */
  grad: TensorData;
  /** The optimiser's state after the step: tensors of the parameter's shape, or of one number. */
  state: Record<string, TensorData>;
  /** after − before */
  step: TensorData;
  after: TensorData;
  /** The options in which the parameter's group differs from the optimiser's; absent if it differs in none. */
  options?: Options;
}

/** One forward pass, loss, backward pass and, with an optimiser, update. */
export interface Iteration {
  /** Every parameter before the update. */
  params: NamedTensor[];
  /** The gradients before `backward` added to them; absent if they were zero. */
  gradsBefore?: NamedTensor[];
  forward: LayerForward[];
  loss: Num;
  /** Each sample's share of a user-defined loss, which a reader can't compute. */
  lossShares?: TensorData;
  /** ∂L/∂output of the model */
  lossGrad: TensorData;
  /** In backward order. */
  backward: LayerBackward[];
  update: ParameterUpdate[];
}

/** How an output is shown. Options left out follow the reader's settings. */
export interface ViewOptions {
  /**
   * The hidden parts: `'graph'`, `'derivation'`, `'timeline'`, `'table'`, `'lenses'` for everything under "Look
   * closer", or single lenses by name, such as `'matrices'`.
   */
  hide?: string[];
  /** The size of a step. */
  granularity?: 'operation' | 'neuron' | 'layer';
  /** Whether a derivation begins with single numbers or with matrices. */
  notation?: 'scalar' | 'matrix';
  /** Significant digits of numbers: 2 to 17. */
  precision?: number;
  /** The language of the output. */
  language?: 'en' | 'zh-CN';
  /** Milliseconds per step while playing: 400, 800, 1500 or 3000. */
  pace?: number;
  /** The first step shown, from 0, counted in steps of the granularity. */
  step?: number;
  /** The first sample shown, from 0. */
  sample?: number;
}

/** A recorded pass. */
export interface Trace {
  kind: 'trace';
  version: 1;
  /** `m1`, `m2`, … in the order of first use in the kernel. */
  modelId: string;
  /** In forward order. */
  model: LayerSpec[];
  /** The type and the options of the loss; `custom: true` if it is user-defined, as for layers and optimisers. */
  loss: Spec;
  /** The type and the options of the optimiser; null if nothing is updated. */
  optimizer: Spec | null;
  /** The optimiser's state by parameter, before the first iteration. */
  optimizerState: Record<string, Record<string, TensorData>>;
  /** The recorded samples, and the names of their columns. */
  data: { input: TensorData; target: TensorData; featureNames?: string[]; classNames?: string[] };
  /** The recorded iterations: forward, loss, backward, update. */
  iterations: Iteration[];
  /** Iterations that were run after them, but did not fit; absent if there are none. */
  omitted?: Omitted;
  /** The options given to `show`; they override the reader's settings. */
  view?: ViewOptions;
}

/** Iterations that were run but not recorded. */
export interface Omitted {
  /** How many iterations. */
  iterations: number;
  /** The loss of the last of them. */
  loss?: Num;
}
