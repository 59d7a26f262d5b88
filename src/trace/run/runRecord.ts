/** What is written down of a training run, beside its epochs: bounded, however long it is. */
import type { LayerSpec, NamedTensor, Num, Spec, TensorData } from '../trace';

/** How numbers are spread: how many are in each of the bins, of one width, between the least and the largest. */
export interface Histogram {
  low: Num;
  high: Num;
  /** A number a bin, with spaces between: in a notebook's file each number of a list has a line of its own. */
  counts: string;
  /** Numbers that are NaN or infinite, and in no bin. */
  odd?: number;
}

/** The loss of every step, or of so many steps together: what is merged keeps its extremes. */
export interface StepLosses {
  /** How many steps there were. */
  count: number;
  /** So many steps are one place of the curve; the last place may have fewer. */
  every: number;
  mean: TensorData;
  min: TensorData;
  max: TensorData;
}

/** The parameters of a layer at a moment: how large, and how they are spread. */
export interface LayerMoment {
  layer: string;
  /** √Σ w² */
  weight: Num;
  /** √Σ g², of the step's batch, before clipping; absent when no step was made. */
  grad?: Num;
  /** √Σ (after − before)² */
  update?: Num;
  weights: Histogram;
  grads?: Histogram;
}

/** The run at one moment: the weights before a step, and what that step did. */
export interface Moment {
  /** Steps that were done before it. */
  step: number;
  /** Epochs that were finished before it. */
  epoch: number;
  /** After the last step, early stopping had brought back the weights of its best epoch. */
  restored?: boolean;
  /** The learning rate of the step. */
  lr: Num;
  /** Of the step's batch; absent after the last step. */
  loss?: Num;
  layers: LayerMoment[];
  /** What came out of each layer, of the first samples of the batch, in `eval` mode. */
  outputs: { layer: string; values: Histogram }[];
  /** Every parameter's numbers, one after the other in the order of `params`, where they were kept. */
  weights?: TensorData;
  /** What the optimiser remembered, by parameter, where it was kept with the weights. */
  state?: Record<string, Record<string, TensorData>>;
}

/** Samples of a run's data, spread evenly over it, for drawing. */
export interface DataSample {
  input: TensorData;
  target: TensorData;
  /** How many samples there are in all. */
  total: number;
}

/** A run that went wrong: where it began, and what usually does that. */
export interface Trouble {
  /** 'exploding': the loss was 100 times what it was at the start; 'nan': it was no finite number. */
  kind: 'exploding' | 'nan';
  /** From 1. */
  step: number;
  epoch: number;
  loss: Num;
  /** Of the untrained model, on the run's samples, per batch. */
  start: Num;
  /** Where it began: in what went in, a layer's weights, its output, the loss, or a layer's gradient. */
  where: 'input' | 'weights' | 'output' | 'loss' | 'gradient';
  /** The layer where it began; absent where it is none. */
  layer?: string;
  /** The number of the largest size that was met there. */
  largest: Num;
  /** The likeliest first. */
  causes: ('input' | 'log' | 'rate' | 'scale' | 'activations')[];
  /** When an exploding loss was no finite number any more. */
  nan?: { step: number; epoch: number };
  /** The step itself: what it began with, to do it again. Absent when it is too large to keep. */
  pass?: {
    params: NamedTensor[];
    input: TensorData;
    target: TensorData;
    /** Samples of the batch that were left out. */
    leftOut: number;
    lr: Num;
    state: Record<string, Record<string, TensorData>>;
  };
}

/** A training run, to be looked at again. */
export interface RunRecord {
  /** In forward order. */
  model: LayerSpec[];
  /** Every parameter, with its dimensions. */
  params: { name: string; dimensions: number[] }[];
  /** Its type and its options. */
  loss: Spec;
  /** Its type and its options, as they were at the start. */
  optimizer: Spec;
  /** How many epochs it was to have. */
  epochs: number;
  /** Epochs that an earlier run had done, from which this one went on. */
  from: number;
  /** Steps an epoch, where every epoch has as many; 0 when that is not known. */
  stepsPerEpoch: number;
  /** Samples of a full batch. */
  batchSize: number;
  /** What it was stopped by, where that was asked for. */
  earlyStopping?: { patience: number; restoreBest: boolean };
  /** The loss of every step. */
  steps: StepLosses;
  /** In the order of their steps; the last is the run's end. */
  moments: Moment[];
  /** Whether moments have their weights: all, some (the model is large), or none (it is too large). */
  snapshots: 'all' | 'some' | 'none';
  /** Whether they have what the optimiser remembered, where it remembers anything. */
  states: boolean;
  /** Layers beyond the first 16, of which there are no sizes and histograms. */
  layersLeftOut?: number;
  /** Some of the samples that it learnt from. */
  train?: DataSample;
  /** Some of those that it was validated with. */
  validation?: DataSample;
  /** What the features are called. */
  featureNames?: string[];
  /** What the classes are called. */
  classNames?: string[];
  /** Where it went wrong, where it did. */
  trouble?: Trouble;
}

/** How far a run is that is still under way. */
export interface Progress {
  /** Under way, from 1. */
  epoch: number;
  epochs: number;
  /** Steps done of the epoch. */
  step: number;
  /** Steps of an epoch; 0 when that is not known. */
  steps: number;
  seconds: Num;
  /** Seconds that it will still take, at this pace; absent when that can't be told. */
  left?: Num;
  stepsPerSecond: Num;
}
