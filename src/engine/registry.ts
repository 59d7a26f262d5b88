import { Adagrad, AdagradOptions } from './optimizers/adagrad';
import { Adam, AdamOptions } from './optimizers/adam';
import { AdamW } from './optimizers/adamW';
import { BCELoss } from './losses/bceLoss';
import { BCEWithLogitsLoss } from './losses/bceWithLogitsLoss';
import { CrossEntropyLoss, CrossEntropyLossOptions } from './losses/crossEntropyLoss';
import { Dropout } from './layers/dropout';
import { ELU } from './activations/elu';
import { Embedding } from './layers/embedding';
import { FeedForward, FeedForwardOptions } from './layers/feedForward';
import { GELU } from './activations/gelu';
import { Identity } from './activations/identity';
import { L1Loss } from './losses/l1Loss';
import { LayerNorm, LayerNormOptions } from './layers/layerNorm';
import { LeakyReLU } from './activations/leakyReLU';
import { Linear } from './layers/linear';
import { LogSoftmax } from './layers/logSoftmax';
import { Loss, LossOptions } from './losses/loss';
import { Module } from './module';
import { MSELoss } from './losses/mseLoss';
import { NLLLoss } from './losses/nllLoss';
import { Optimizer, OptimizerOptions, ParametersOrGroups } from './optimizers/optimizer';
import { ReLU } from './activations/relu';
import { Residual } from './layers/residual';
import { RMSprop, RMSpropOptions } from './optimizers/rmsprop';
import { Sequential } from './layers/sequential';
import { SGD, SGDOptions } from './optimizers/sgd';
import { Sigmoid } from './activations/sigmoid';
import { SiLU } from './activations/silu';
import { skipInit } from './random/skipInit';
import { Softmax } from './layers/softmax';
import { Softplus } from './activations/softplus';
import { ModuleSpec, Options } from './spec';
import { Tanh } from './activations/tanh';

export type { Options } from './spec';

/** A page's bundle shortens the names of classes: what is recorded there, and what errors say, has the real ones. */
function named(classes: Record<string, object>): void {
  for (const [name, value] of Object.entries(classes)) {
    Object.defineProperty(value, 'name', { value: name });
  }
}
named({
  Linear,
  Identity,
  Sigmoid,
  Tanh,
  ReLU,
  LeakyReLU,
  ELU,
  GELU,
  SiLU,
  Softplus,
  Softmax,
  LogSoftmax,
  Dropout,
  LayerNorm,
  Embedding,
  Residual,
  FeedForward,
  BCELoss,
  MSELoss,
  L1Loss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  NLLLoss,
  SGD,
  Adam,
  AdamW,
  RMSprop,
  Adagrad
});

/** Every layer by its type's name: how a trace makes its model again. */
export const layers: Record<string, (options: Options) => Module> = {
  Linear: o => new Linear(o.inFeatures as number, o.outFeatures as number, { bias: o.bias !== false }),
  Identity: () => new Identity(),
  Sigmoid: () => new Sigmoid(),
  Tanh: () => new Tanh(),
  ReLU: () => new ReLU(),
  LeakyReLU: o => new LeakyReLU(o as { negativeSlope?: number }),
  ELU: o => new ELU(o as { alpha?: number }),
  GELU: o => new GELU(o as { approximate?: 'none' | 'tanh' }),
  SiLU: () => new SiLU(),
  Softplus: o => new Softplus(o as { beta?: number; threshold?: number }),
  Softmax: o => new Softmax(o as { dim?: number }),
  LogSoftmax: o => new LogSoftmax(o as { dim?: number }),
  Dropout: o => new Dropout(o as { p?: number }),
  LayerNorm: o => new LayerNorm(o.features as number, o as LayerNormOptions),
  Embedding: o => new Embedding(o.numEmbeddings as number, o.embeddingDim as number),
  Residual: o => new Residual(moduleOf(JSON.parse(String(o.block)) as ModuleSpec)),
  FeedForward: o => new FeedForward(o.dModel as number, o.dHidden as number, o as FeedForwardOptions)
};

/**
 * A layer from what `specOf` said of it. Its weights are to be loaded: none are drawn for it.
 * @throws TypeError for a type that is not in the registry
 */
export function moduleOf({ type, options = {}, layers: inside = [] }: ModuleSpec): Module {
  if (type === 'Sequential') {
    return new Sequential(Object.fromEntries(inside.map(([name, spec]) => [name, moduleOf(spec)])));
  }
  if (!Object.hasOwn(layers, type)) {
    throw new TypeError(`${String(type)} is a layer that this version does not know.`);
  }
  return skipInit(() => layers[type](options));
}

/** Every loss by its type's name. */
export const losses: Record<string, (options: Options) => Loss> = {
  BCELoss: o => new BCELoss(o as LossOptions),
  MSELoss: o => new MSELoss(o as LossOptions),
  L1Loss: o => new L1Loss(o as LossOptions),
  BCEWithLogitsLoss: o => new BCEWithLogitsLoss(o as LossOptions),
  CrossEntropyLoss: o => new CrossEntropyLoss(o as CrossEntropyLossOptions),
  NLLLoss: o => new NLLLoss(o as LossOptions)
};

/** Every optimiser by its type's name. */
export const optimizers: Record<
  string,
  (parameters: ParametersOrGroups<OptimizerOptions>, options: Options) => Optimizer
> = {
  SGD: (parameters, o) => new SGD(parameters, o as SGDOptions),
  Adam: (parameters, o) => new Adam(parameters, o as AdamOptions),
  AdamW: (parameters, o) => new AdamW(parameters, o as AdamOptions),
  RMSprop: (parameters, o) => new RMSprop(parameters, o as RMSpropOptions),
  Adagrad: (parameters, o) => new Adagrad(parameters, o as AdagradOptions)
};
