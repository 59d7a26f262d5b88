/**
 * Every layer, loss and optimiser of the engine, by name. A new type is its own file and one line here: how it
 * is made again from a trace, its parameters' shapes and the options that the tests try are statics of its class.
 */
import type { Activation } from './activations/activation';
import { Adagrad } from './optimizers/adagrad';
import { Adam } from './optimizers/adam';
import { AdamW } from './optimizers/adamW';
import { BatchNorm1d } from './layers/batchNorm1d';
import { BCELoss } from './losses/bceLoss';
import { BCEWithLogitsLoss } from './losses/bceWithLogitsLoss';
import { CELU } from './activations/celu';
import { CrossEntropyLoss } from './losses/crossEntropyLoss';
import { Dropout } from './layers/dropout';
import { ELU } from './activations/elu';
import { Embedding } from './layers/embedding';
import { FeedForward } from './layers/feedForward';
import { Flatten } from './layers/flatten';
import { GELU } from './activations/gelu';
import { Hardswish } from './activations/hardswish';
import { Hardtanh } from './activations/hardtanh';
import { HuberLoss } from './losses/huberLoss';
import { Identity } from './activations/identity';
import { KLDivLoss } from './losses/klDivLoss';
import { L1Loss } from './losses/l1Loss';
import { LayerNorm } from './layers/layerNorm';
import { LeakyReLU } from './activations/leakyReLU';
import { Linear } from './layers/linear';
import { Lion } from './optimizers/lion';
import { LogSigmoid } from './activations/logSigmoid';
import { LogSoftmax } from './layers/logSoftmax';
import type { Loss } from './losses/loss';
import { Mish } from './activations/mish';
import type { Module } from './module';
import { ModuleSpec, NamedShape, prefixed } from './spec';
import { MSELoss } from './losses/mseLoss';
import { NAdam } from './optimizers/nadam';
import { NLLLoss } from './losses/nllLoss';
import type { Optimizer } from './optimizers/optimizer';
import { PReLU } from './activations/prelu';
import { RAdam } from './optimizers/radam';
import { register } from './options';
import { ReLU } from './activations/relu';
import { ReLU6 } from './activations/relu6';
import { Residual } from './layers/residual';
import { RMSNorm } from './layers/rmsNorm';
import { RMSprop } from './optimizers/rmsprop';
import { SELU } from './activations/selu';
import { Sequential } from './layers/sequential';
import { SGD } from './optimizers/sgd';
import { Sigmoid } from './activations/sigmoid';
import { SiLU } from './activations/silu';
import { skipInit } from './random/skipInit';
import { SmoothL1Loss } from './losses/smoothL1Loss';
import { Softmax } from './layers/softmax';
import { Softplus } from './activations/softplus';
import { Softsign } from './activations/softsign';
import { Tanh } from './activations/tanh';

export type { Options } from './spec';

/** The statics of a layer's class. */
export type LayerType = Pick<typeof Module, 'from' | 'shapes' | 'examples' | 'reference' | 'prototype'>;
/** The statics of a loss's class. */
export type LossType = Pick<typeof Loss, 'from' | 'domain' | 'examples' | 'reference' | 'prototype'>;
/** The statics of an optimiser's class. */
export type OptimizerType = Pick<
  typeof Optimizer,
  'from' | 'optionTable' | 'examples' | 'reference' | 'prototype'
>;

const layerTypes = {
  Linear,
  Sigmoid,
  Tanh,
  ReLU,
  LeakyReLU,
  ELU,
  GELU,
  SiLU,
  Softplus,
  Identity,
  PReLU,
  SELU,
  CELU,
  Mish,
  Hardtanh,
  ReLU6,
  Softsign,
  LogSigmoid,
  Hardswish,
  Softmax,
  LogSoftmax,
  Dropout,
  LayerNorm,
  RMSNorm,
  BatchNorm1d,
  Embedding,
  Residual,
  FeedForward,
  Flatten
} satisfies Record<string, LayerType>;

const lossTypes = {
  BCELoss,
  MSELoss,
  L1Loss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  NLLLoss,
  HuberLoss,
  SmoothL1Loss,
  KLDivLoss
} satisfies Record<string, LossType>;

const optimizerTypes = { SGD, Adam, AdamW, RMSprop, Adagrad, Lion, NAdam, RAdam } satisfies Record<
  string,
  OptimizerType
>;

/** Every layer by its type's name. */
export const layers: Record<string, LayerType> = layerTypes;
/** Every loss by its type's name. */
export const losses: Record<string, LossType> = lossTypes;
/** Every optimiser by its type's name. */
export const optimizers: Record<string, OptimizerType> = optimizerTypes;

/** The names of the activations' types: `'Sigmoid' | 'Tanh' | …`. */
export type ActivationType = {
  [T in keyof typeof layerTypes]: (typeof layerTypes)[T]['prototype'] extends Activation ? T : never;
}[keyof typeof layerTypes];

// The page's bundle shortens class names; traces and error messages need the real ones.
for (const [name, type] of Object.entries({ ...layers, ...losses, ...optimizers })) {
  Object.defineProperty(type, 'name', { value: name });
  register(type);
}

/**
 * Makes a layer from what `specOf` said of it. Its weights are not drawn: they are to be loaded.
 * @throws TypeError for a type that is not in the registry
 */
export function moduleOf({ type, options = {}, layers: inside = [] }: ModuleSpec): Module {
  if (type === 'Sequential') {
    return new Sequential(Object.fromEntries(inside.map(([name, spec]) => [name, moduleOf(spec)])));
  }
  if (!Object.hasOwn(layers, type)) {
    throw new TypeError(`${String(type)} is a layer that this version does not know.`);
  }
  return skipInit(() => layers[type].from(options, moduleOf));
}

/**
 * The parameters of a layer of this spec, in order, without making it: numbers from a file are checked against
 * their shapes before anything is allocated. Null for a type that is not in the registry.
 */
export function shapesOf({ type, options = {}, layers: inside = [] }: ModuleSpec): NamedShape[] | null {
  if (type !== 'Sequential') {
    return Object.hasOwn(layers, type) ? layers[type].shapes(options, shapesOf) : null;
  }
  const each = inside.map(([name, spec]) => {
    const shapes = shapesOf(spec);
    return shapes && prefixed(name, shapes);
  });
  return each.includes(null) ? null : (each as NamedShape[][]).flat();
}
