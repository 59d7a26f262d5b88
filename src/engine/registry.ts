import { Adagrad, AdagradOptions } from './adagrad';
import { Adam, AdamOptions } from './adam';
import { AdamW } from './adamW';
import { BCELoss } from './bceLoss';
import { Identity } from './identity';
import { LeakyReLU } from './leakyReLU';
import { Linear } from './linear';
import { Loss, LossOptions } from './loss';
import { MSELoss } from './mseLoss';
import { Module, Parameter } from './module';
import { Optimizer } from './optimizer';
import { RMSprop, RMSpropOptions } from './rmsprop';
import { ReLU } from './relu';
import { SGD, SGDOptions } from './sgd';
import { Sigmoid } from './sigmoid';
import { Tanh } from './tanh';

/** The options of a layer, loss or optimiser, as a trace lists them. */
export type Options = Record<string, number | string | boolean | number[]>;

/** Every layer by its type's name: how a trace makes its model again. */
export const layers: Record<string, (options: Options) => Module> = {
  Linear: o => new Linear(o.inFeatures as number, o.outFeatures as number, { bias: o.bias !== false }),
  Identity: () => new Identity(),
  Sigmoid: () => new Sigmoid(),
  Tanh: () => new Tanh(),
  ReLU: () => new ReLU(),
  LeakyReLU: o => new LeakyReLU(o as { negativeSlope?: number })
};

/** Every loss by its type's name. */
export const losses: Record<string, (options: Options) => Loss> = {
  BCELoss: o => new BCELoss(o as LossOptions),
  MSELoss: o => new MSELoss(o as LossOptions)
};

/** Every optimiser by its type's name. */
export const optimizers: Record<string, (parameters: Parameter[], options: Options) => Optimizer> = {
  SGD: (parameters, o) => new SGD(parameters, o as SGDOptions),
  Adam: (parameters, o) => new Adam(parameters, o as AdamOptions),
  AdamW: (parameters, o) => new AdamW(parameters, o as AdamOptions),
  RMSprop: (parameters, o) => new RMSprop(parameters, o as RMSpropOptions),
  Adagrad: (parameters, o) => new Adagrad(parameters, o as AdagradOptions)
};
