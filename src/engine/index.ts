/** The engine: what a network is made of, and how it learns. Names are PyTorch's, in camelCase. */
export { Activation } from './activation';
export { Adagrad } from './adagrad';
export type { AdagradOptions } from './adagrad';
export { Adam } from './adam';
export type { AdamOptions } from './adam';
export { AdamW } from './adamW';
export { BCELoss } from './bceLoss';
export { BCEWithLogitsLoss } from './bceWithLogitsLoss';
export { reusingBuffers } from './buffers';
export { ClassLoss } from './classLoss';
export type { ClassPair } from './classLoss';
export { clipGradNorm, clipGradValue } from './clipGrad';
export { CrossEntropyLoss } from './crossEntropyLoss';
export type { CrossEntropyLossOptions } from './crossEntropyLoss';
export * from './data';
export { DataLoader } from './dataLoader';
export type { Batch, DataLoaderOptions } from './dataLoader';
export { Dropout } from './dropout';
export type { Dtype } from './dtypes';
export { ElementwiseLoss } from './elementwiseLoss';
export { ELU } from './elu';
export { Embedding } from './embedding';
export { useKernels } from './fast/products';
export type { Kernels } from './fast/products';
export { FeedForward } from './feedForward';
export type { FeedForwardOptions } from './feedForward';
export { fit } from './fit';
export type { FitOptions, StepReport } from './fit';
export { GELU } from './gelu';
export { centralDifference, gradcheck } from './gradcheck';
export type { Gradcheck, GradcheckOptions, GradcheckRow } from './gradcheck';
export { Identity } from './identity';
export { calculateGain, init } from './init';
export type { KaimingOptions, Nonlinearity } from './init';
export { L1Loss } from './l1Loss';
export { LayerNorm } from './layerNorm';
export type { LayerNormOptions } from './layerNorm';
export { LeakyReLU } from './leakyReLU';
export { Linear } from './linear';
export { LogSoftmax } from './logSoftmax';
export { Loss } from './loss';
export type { LossOptions } from './loss';
export { Module, Parameter } from './module';
export type { LoadedState, StateDict } from './module';
export * from './metrics';
export { MSELoss } from './mseLoss';
export { Neuron } from './neuron';
export type { ActivationName } from './neuron';
export { NLLLoss } from './nllLoss';
export { OnnxGraph } from './onnx/graph';
export type { OnnxDtype, OnnxNode, OnnxValue } from './onnx/graph';
export { toONNX } from './onnx/toONNX';
export type { OnnxOptions } from './onnx/toONNX';
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
export type { GradcheckNote } from './gradcheckNotes';
export type { GeneratorState } from './random';
export { ReLU } from './relu';
export { Residual } from './residual';
export { RMSprop } from './rmsprop';
export type { RMSpropOptions } from './rmsprop';
export { fromSafetensors, safetensorsMetadata, toSafetensors } from './safetensors';
export type { SafetensorsOptions } from './safetensors';
export * from './schedules';
export { Sequential } from './sequential';
export { SGD } from './sgd';
export type { SGDOptions } from './sgd';
export { Sigmoid } from './sigmoid';
export { SiLU } from './silu';
export { Softmax } from './softmax';
export { Softplus } from './softplus';
export { Tanh } from './tanh';
export { Tensor } from './tensor';
export type { NestedNumbers, TensorLike } from './tensor';
export * from './training';
export { trainStep } from './trainStep';
