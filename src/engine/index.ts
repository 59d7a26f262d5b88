/** The engine: what a network is made of, and how it learns. Names are PyTorch's, in camelCase. */
export { Activation } from './activation';
export { Adagrad } from './adagrad';
export type { AdagradOptions } from './adagrad';
export { Adam } from './adam';
export type { AdamOptions } from './adam';
export { AdamW } from './adamW';
export { BCELoss } from './bceLoss';
export { reusingBuffers } from './buffers';
export { clipGradNorm, clipGradValue } from './clipGrad';
export * from './data';
export { DataLoader } from './dataLoader';
export type { Batch, DataLoaderOptions } from './dataLoader';
export { ElementwiseLoss } from './elementwiseLoss';
export { centralDifference, gradcheck } from './gradcheck';
export type { Gradcheck, GradcheckOptions, GradcheckRow } from './gradcheck';
export { Identity } from './identity';
export { LeakyReLU } from './leakyReLU';
export { Linear } from './linear';
export { Loss } from './loss';
export type { LossOptions } from './loss';
export { Module, Parameter } from './module';
export type { LoadedState, StateDict } from './module';
export { MSELoss } from './mseLoss';
export { Neuron } from './neuron';
export type { ActivationName } from './neuron';
export { Optimizer } from './optimizer';
export type {
  OptimizerOptions,
  OptimizerStateDict,
  ParamGroup,
  ParameterState,
  ParametersOrGroups,
  UpdateTerms
} from './optimizer';
export { Generator, manualSeed } from './random';
export { ReLU } from './relu';
export { fromSafetensors, safetensorsMetadata, toSafetensors } from './safetensors';
export type { SafetensorsOptions } from './safetensors';
export type { Dtype } from './dtypes';
export { RMSprop } from './rmsprop';
export type { RMSpropOptions } from './rmsprop';
export * from './schedules';
export { Sequential } from './sequential';
export { SGD } from './sgd';
export type { SGDOptions } from './sgd';
export { Sigmoid } from './sigmoid';
export { Tanh } from './tanh';
export { Tensor } from './tensor';
export type { NestedNumbers, TensorLike } from './tensor';
export { useKernels } from './fast/products';
export type { Kernels } from './fast/products';
export { trainStep } from './trainStep';
