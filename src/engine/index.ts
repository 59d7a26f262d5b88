/** The engine: tensors, layers, losses, optimisers and training. Names are PyTorch's, in camelCase. */
export { Activation } from './activations/activation';
export { Adagrad } from './optimizers/adagrad';
export type { AdagradOptions } from './optimizers/adagrad';
export { Adam } from './optimizers/adam';
export type { AdamOptions } from './optimizers/adam';
export { AdamW } from './optimizers/adamW';
export { BCELoss } from './losses/bceLoss';
export type { BCELossOptions } from './losses/bceLoss';
export { BCEWithLogitsLoss } from './losses/bceWithLogitsLoss';
export type { BCEWithLogitsLossOptions } from './losses/bceWithLogitsLoss';
export { reusingBuffers } from './buffers';
export { ClassLoss } from './losses/classLoss';
export type { ClassLossOptions, ClassPair } from './losses/classLoss';
export { clipGradNorm, clipGradValue } from './optimizers/clipGrad';
export { CrossEntropyLoss } from './losses/crossEntropyLoss';
export type { CrossEntropyLossOptions } from './losses/crossEntropyLoss';
export * from './data';
export { DataLoader } from './data/dataLoader';
export type { Batch, DataLoaderOptions } from './data/dataLoader';
export { Dropout } from './layers/dropout';
export type { Dtype } from './files/dtypes';
export { ElementwiseLoss } from './losses/elementwiseLoss';
export { ELU } from './activations/elu';
export { Embedding } from './layers/embedding';
export { useKernels } from './matmul/products';
export type { Kernels } from './matmul/products';
export { FeedForward } from './layers/feedForward';
export type { FeedForwardOptions } from './layers/feedForward';
export { fit } from './training/fit';
export type { FitOptions, StepReport } from './training/fitOptions';
export { GELU } from './activations/gelu';
export { centralDifference, gradcheck } from './gradcheck/gradcheck';
export type { Gradcheck, GradcheckOptions, GradcheckRow } from './gradcheck/gradcheck';
export { Identity } from './activations/identity';
export { calculateGain, init } from './random/init';
export type { KaimingOptions, Nonlinearity } from './random/init';
export { L1Loss } from './losses/l1Loss';
export { LayerNorm } from './layers/layerNorm';
export type { LayerNormOptions } from './layers/layerNorm';
export { LeakyReLU } from './activations/leakyReLU';
export { Linear } from './layers/linear';
export { LogSoftmax } from './layers/logSoftmax';
export { Loss } from './losses/loss';
export type { LossOptions, Reduction } from './losses/loss';
export { Module, Parameter } from './module';
export type { LoadedState, StateDict } from './module';
export * from './metrics';
export { MSELoss } from './losses/mseLoss';
export { Neuron } from './layers/neuron';
export type { ActivationName } from './layers/neuron';
export { NLLLoss } from './losses/nllLoss';
export { OnnxGraph } from './files/onnx/onnxGraph';
export type { OnnxDtype, OnnxNode, OnnxValue } from './files/onnx/onnxGraph';
export { toONNX } from './files/onnx/toONNX';
export type { OnnxOptions } from './files/onnx/toONNX';
export { Optimizer } from './optimizers/optimizer';
export type {
  OptimizerOptions,
  OptimizerStateDict,
  ParamGroup,
  ParameterState,
  ParametersOrGroups,
  UpdateTerms
} from './optimizers/optimizer';
export { Generator, manualSeed } from './random/random';
export type { GradcheckNote } from './gradcheck/notes';
export type { GeneratorState } from './random/random';
export { ReLU } from './activations/relu';
export { Residual } from './layers/residual';
export { RowActivation } from './layers/rowActivation';
export { RMSprop } from './optimizers/rmsprop';
export type { RMSpropOptions } from './optimizers/rmsprop';
export { fromSafetensors, safetensorsMetadata, toSafetensors } from './files/safetensors';
export type { SafetensorsOptions } from './files/safetensors';
export * from './schedules';
export { Sequential } from './layers/sequential';
export { SGD } from './optimizers/sgd';
export type { SGDOptions } from './optimizers/sgd';
export { Sigmoid } from './activations/sigmoid';
export { SiLU } from './activations/silu';
export { Softmax } from './layers/softmax';
export { Softplus } from './activations/softplus';
export { Tanh } from './activations/tanh';
export { Tensor } from './tensor';
export type { NestedNumbers, TensorLike } from './tensor';
export * from './training';
export { trainStep } from './training/trainStep';
