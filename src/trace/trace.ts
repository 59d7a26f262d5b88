/** What a recorded pass is: plain data, versioned, the same in the kernel, in a saved notebook and on the page. */
import type { Options } from '../engine/registry';

/** A float64 number in JSON, which alone loses these four. */
export type Num = number | '-0' | 'NaN' | 'Infinity' | '-Infinity';

/** A tensor: its numbers row by row, or for larger ones base64 of the float64s, little-endian. */
export type TensorData = { shape: number[]; data: Num[] } | { shape: number[]; base64: string };

/** A layer, loss or optimiser: its type and its options. */
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
   * What each Dropout of the layer kept (1) and dropped (0), of its input's shape, by its full name: the layer's
   * own, or one inside. There for a layer that has any; empty when all let everything through, as after `eval()`.
   */
  masks?: NamedTensor[];
}

export interface LayerBackward {
  layer: string;
  /** ∂L/∂output, samples × features */
  gradOutput: TensorData;
  /** ∂L/∂input */
  gradInput: TensorData;
  /** The batch's gradient of each parameter, with what `zeroGrad: false` left in it. */
  params: { name: string; grad: TensorData }[];
}

export interface ParameterUpdate {
  param: string;
  before: TensorData;
  /** As `backward` left it: before weight decay. */
  grad: TensorData;
  /** What the optimiser remembers, after the step: tensors of the parameter's shape, or of one number. */
  state: Record<string, TensorData>;
  /** after − before */
  step: TensorData;
  after: TensorData;
  /** What the parameter's group has otherwise than the optimizer's options; absent when it has nothing. */
  options?: Options;
}

/** One forward pass, loss, backward pass and, with an optimiser, update. */
export interface Iteration {
  /** Every parameter, before the update. */
  params: NamedTensor[];
  /** The gradients that were there before `backward` added to them; absent when they were zero. */
  gradsBefore?: NamedTensor[];
  forward: LayerForward[];
  loss: Num;
  /** Each sample's share of it, of a loss that the learner wrote: nothing else could compute them. */
  lossShares?: TensorData;
  /** ∂L/∂output of the model */
  lossGrad: TensorData;
  /** In backward order. */
  backward: LayerBackward[];
  update: ParameterUpdate[];
}

/** How an output is shown. What is left out is as the reader's settings have it. */
export interface ViewOptions {
  /**
   * What is left out: `'graph'`, `'derivation'`, `'timeline'`, `'table'`, `'lenses'` for everything under "Look
   * closer", or one of these by its own name, such as `'matrices'`.
   */
  hide?: string[];
  /** How much a step computes. */
  granularity?: 'operation' | 'neuron' | 'layer';
  /** Whether a derivation begins with one number at a time or with matrices. */
  notation?: 'scalar' | 'matrix';
  /** How many significant digits numbers have: 2 to 17. */
  precision?: number;
  /** In which language. */
  language?: 'en' | 'zh-CN';
  /** Milliseconds a step takes when it plays: 400, 800, 1500 or 3000. */
  pace?: number;
  /** Where it begins, from 0, counted in steps of its granularity. */
  step?: number;
  /** The sample that is looked at first, from 0. */
  sample?: number;
}

/** A recorded pass. */
export interface Trace {
  kind: 'trace';
  version: 1;
  /** `m1`, `m2`, … in order of first use in the kernel. */
  modelId: string;
  /** In forward order. */
  model: LayerSpec[];
  /** Its type and its options; `custom: true` of one that the learner wrote, as of a layer and an optimiser. */
  loss: Spec;
  /** Its type and its options; null when nothing is updated. */
  optimizer: Spec | null;
  /** By parameter, before the first iteration. */
  optimizerState: Record<string, Record<string, TensorData>>;
  /** What was recorded on, and what the columns are called. */
  data: { input: TensorData; target: TensorData; featureNames?: string[]; classNames?: string[] };
  /** Every pass: forward, loss, backward, update. */
  iterations: Iteration[];
  /** What was run after them but is left out, as there would have been too much; absent when nothing is. */
  omitted?: Omitted;
  /** How `show` was told to show it; wins over the reader's settings. */
  view?: ViewOptions;
}

/** Iterations that were run and not written down. */
export interface Omitted {
  /** How many. */
  iterations: number;
  /** The loss in the last of them. */
  loss?: Num;
}
