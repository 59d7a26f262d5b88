/** The record of a training run, beside its epochs: bounded, however long the run is. */
import type { LayerSpec, NamedTensor, Num, Spec, TensorData } from '../trace';

/** A histogram: the counts of bins of equal width between the minimum and the maximum. */
export interface Histogram {
  low: Num;
  high: Num;
  /** One count per bin, separated by spaces: a list would take one line per number in a notebook's file. */
  counts: string;
  /** How many numbers are NaN or infinite, and therefore in no bin. */
  odd?: number;
}

/** The loss of every step; of a long run, mean, minimum and maximum of `every` steps together. */
export interface StepLosses {
  /** The number of steps. */
  count: number;
  /** Steps per place of the curve; the last place may have fewer. */
  every: number;
  mean: TensorData;
  min: TensorData;
  max: TensorData;
}

/** Norms and histograms of a layer's parameters at a moment. */
export interface LayerMoment {
  layer: string;
  /** √Σ w² */
  weight: Num;
  /** √Σ g², of the step's batch, before clipping; absent after the last step. */
  grad?: Num;
  /** √Σ (after − before)² */
  update?: Num;
  weights: Histogram;
  grads?: Histogram;
}

/** The run at one moment: the weights before a step, and the step's effect. */
export interface Moment {
  /** Steps before the moment. */
  step: number;
  /** Epochs finished before the moment. */
  epoch: number;
  /** Whether early stopping restored the weights of the best epoch, after the last step. */
  restored?: boolean;
  /** The learning rate of the step. */
  lr: Num;
  /** The loss of the step's batch; absent after the last step. */
  loss?: Num;
  layers: LayerMoment[];
  /** Each layer's outputs for the first samples of the batch, in `eval` mode. */
  outputs: { layer: string; values: Histogram }[];
  /** All parameters' numbers, concatenated in the order of `params`; absent if they were not kept. */
  weights?: TensorData;
  /** The optimiser's state by parameter; absent if it was not kept. */
  state?: Record<string, Record<string, TensorData>>;
}

/** Evenly spaced samples of a run's data, for drawing. */
export interface DataSample {
  input: TensorData;
  target: TensorData;
  /** The number of samples in the whole data. */
  total: number;
}

/** Where a run went wrong, and the likely causes. */
export interface Trouble {
  /** 'exploding': the loss exceeded 100 times its value at the start; 'nan': it was not finite. */
  kind: 'exploding' | 'nan';
  /** From 1. */
  step: number;
  epoch: number;
  loss: Num;
  /** The loss of the untrained model on the run's samples. */
  start: Num;
  /** Where the trouble began: in the input, a layer's weights, a layer's output, the loss, or a layer's gradient. */
  where: 'input' | 'weights' | 'output' | 'loss' | 'gradient';
  /** The layer where the trouble began; absent for the input and the loss. */
  layer?: string;
  /** The largest absolute value there; of a gradient, the norm. */
  largest: Num;
  /** The likely causes, the likeliest first. */
  causes: ('input' | 'log' | 'rate' | 'scale' | 'activations')[];
  /** When an exploding loss stopped being finite. */
  nan?: { step: number; epoch: number };
  /** Weights, batch and state before the step, to run it again. Absent if they are too large to keep. */
  pass?: {
    params: NamedTensor[];
    input: TensorData;
    target: TensorData;
    /** The number of samples left out of the batch. */
    leftOut: number;
    lr: Num;
    state: Record<string, Record<string, TensorData>>;
  };
}

/** A recorded training run. */
export interface RunRecord {
  /** In forward order. */
  model: LayerSpec[];
  /** Every parameter's name and shape. */
  params: { name: string; dimensions: number[] }[];
  /** The type and the options of the loss. */
  loss: Spec;
  /** The type and the options of the optimiser at the start. */
  optimizer: Spec;
  /** The planned number of epochs. */
  epochs: number;
  /** Epochs of the earlier run that this run resumed; 0 if none. */
  from: number;
  /** Steps per epoch, if all epochs have the same number; 0 if unknown. */
  stepsPerEpoch: number;
  /** Samples in a full batch. */
  batchSize: number;
  /** The options of early stopping, if it was asked for. */
  earlyStopping?: { patience: number; restoreBest: boolean };
  /** The loss of every step. */
  steps: StepLosses;
  /** The kept moments in the order of their steps; the last is the end of the run. */
  moments: Moment[];
  /** Which moments have weights: all, some (of a large model), or none (of a very large one). */
  snapshots: 'all' | 'some' | 'none';
  /** Whether moments with weights also have the optimiser's state, if it has any. */
  states: boolean;
  /** The number of layers beyond the first 16, which have no norms and histograms. */
  layersLeftOut?: number;
  /** Some of the training samples. */
  train?: DataSample;
  /** Some of the validation samples. */
  validation?: DataSample;
  /** The names of the features. */
  featureNames?: string[];
  /** The names of the classes. */
  classNames?: string[];
  /** Where the run went wrong; absent if it went well. */
  trouble?: Trouble;
}

/** The progress of a run at its last report. */
export interface Progress {
  /** The current epoch, from 1. */
  epoch: number;
  epochs: number;
  /** Steps finished in the epoch. */
  step: number;
  /** Steps per epoch; 0 if unknown. */
  steps: number;
  seconds: Num;
  /** Estimated seconds left at the recent pace; absent as long as the run is too young to tell. */
  left?: Num;
  /** Whether the run was told to stop, and ends after the step under way. */
  stopping?: boolean;
  stepsPerSecond: Num;
}
