/** One or more of every layer, loss and optimiser that the engine has. */
import {
  Adagrad,
  Adam,
  AdamW,
  BCELoss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  Dropout,
  ELU,
  Embedding,
  FeedForward,
  GELU,
  Identity,
  L1Loss,
  LayerNorm,
  LeakyReLU,
  Linear,
  LogSoftmax,
  Loss,
  MSELoss,
  Module,
  NLLLoss,
  Optimizer,
  Parameter,
  RMSprop,
  ReLU,
  Residual,
  SGD,
  Sequential,
  SiLU,
  Sigmoid,
  Softmax,
  Softplus,
  Tanh
} from '../../src/engine';

/** How many numbers come into a layer that is tried. */
export const FEATURES = 4;

export const layersToTry: Record<string, (() => Module)[]> = {
  Linear: [() => new Linear(FEATURES, FEATURES), () => new Linear(FEATURES, FEATURES, { bias: false })],
  Identity: [() => new Identity()],
  Sigmoid: [() => new Sigmoid()],
  Tanh: [() => new Tanh()],
  ReLU: [() => new ReLU()],
  LeakyReLU: [() => new LeakyReLU({ negativeSlope: 0.2 })],
  ELU: [() => new ELU({ alpha: 0.7 })],
  GELU: [() => new GELU(), () => new GELU({ approximate: 'tanh' })],
  SiLU: [() => new SiLU()],
  Softplus: [() => new Softplus({ beta: 2 }), () => new Softplus({ threshold: 0.1 })],
  Softmax: [() => new Softmax()],
  LogSoftmax: [() => new LogSoftmax()],
  Dropout: [
    () => new Dropout({ p: 0.4 }),
    () => new Dropout({ p: 1 }),
    () => new Dropout({ p: 0 }),
    () => new Dropout().eval()
  ],
  LayerNorm: [
    () => new LayerNorm(FEATURES),
    () => new LayerNorm(FEATURES, { bias: false, eps: 0.1 }),
    () => new LayerNorm(FEATURES, { elementwiseAffine: false })
  ],
  Embedding: [() => new Embedding(5, FEATURES)],
  Residual: [
    () => new Residual(new Tanh()),
    () => new Residual(new Linear(FEATURES, FEATURES)),
    () => new Residual(new FeedForward(FEATURES, 3)),
    () => new Residual(new Sequential()),
    () => new Residual(new Sequential(new LayerNorm(FEATURES), new Linear(FEATURES, 3), new Dropout({ p: 0.3 }), new Softmax(), new Linear(3, FEATURES))), // prettier-ignore
    () => new Residual(new Residual(new Sequential({ norm: new LayerNorm(FEATURES), out: new Linear(FEATURES, FEATURES) }))) // prettier-ignore
  ],
  FeedForward: [
    () => new FeedForward(FEATURES, 5),
    () => new FeedForward(FEATURES, 7, { activation: 'relu', bias: false, dropout: 0.3 }),
    () => new FeedForward(FEATURES, 3, { activation: 'swiglu' }),
    () => new FeedForward(FEATURES, 8, { activation: 'swiglu', dropout: 0.5 }),
    () => new FeedForward(FEATURES, 3, { dropout: 0.5 }).eval()
  ]
};

interface TryLoss {
  loss: () => Loss;
  /** What stands at the end of the network. */
  end: () => Module[];
  /** A target from three numbers. */
  target: (row: number[], sample: number) => number[] | number;
}

const numbers = (row: number[]): number[] => row;
const sum = (row: number[]): number => row.reduce((a, b) => a + Math.exp(b), 0);
const none = (): Module[] => [];
const shares = (row: number[]): number[] => row.map(x => Math.exp(x) / sum(row));
const yesOrNo = (row: number[]): number[] => row.map(x => Number(x > 0));
const classOf = (_row: number[], sample: number): number => (sample + 2) % 3;
/** Numbers that no exponential can be taken of. */
const large = (): Module[] => {
  const scale = new Linear(3, 3);
  scale.loadStateDict({ weight: [[2000, 0, 0], [0, 2000, 0], [0, 0, 2000]], bias: [0, 900, 0] }); // prettier-ignore
  return [scale];
};

export const lossesToTry: Record<string, TryLoss[]> = {
  BCELoss: [{ loss: () => new BCELoss(), end: () => [new Sigmoid()], target: yesOrNo }],
  MSELoss: [
    { loss: () => new MSELoss(), end: () => [new Softmax()], target: numbers },
    { loss: () => new MSELoss({ reduction: 'sum' }), end: none, target: numbers }
  ],
  L1Loss: [{ loss: () => new L1Loss(), end: none, target: numbers }],
  BCEWithLogitsLoss: [{ loss: () => new BCEWithLogitsLoss(), end: none, target: yesOrNo }],
  CrossEntropyLoss: [
    { loss: () => new CrossEntropyLoss(), end: none, target: classOf },
    { loss: () => new CrossEntropyLoss(), end: none, target: shares },
    { loss: () => new CrossEntropyLoss(), end: none, target: yesOrNo },
    { loss: () => new CrossEntropyLoss({ labelSmoothing: 0.1 }), end: none, target: classOf },
    {
      loss: () => new CrossEntropyLoss({ labelSmoothing: 0.1, reduction: 'sum' }),
      end: none,
      target: shares
    },
    { loss: () => new CrossEntropyLoss(), end: large, target: classOf },
    { loss: () => new CrossEntropyLoss({ labelSmoothing: 0.1 }), end: large, target: classOf }
  ],
  NLLLoss: [
    { loss: () => new NLLLoss(), end: () => [new LogSoftmax()], target: classOf },
    { loss: () => new NLLLoss({ reduction: 'sum' }), end: () => [new LogSoftmax()], target: classOf },
    { loss: () => new NLLLoss(), end: () => [...large(), new LogSoftmax()], target: classOf }
  ]
};

export const optimizersToTry: Record<string, ((parameters: Parameter[]) => Optimizer)[]> = {
  SGD: [
    p => new SGD(p, { lr: 0.1 }),
    p => new SGD(p, { lr: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01 })
  ],
  Adam: [p => new Adam(p), p => new Adam(p, { weightDecay: 0.1, amsgrad: true, maximize: true })],
  AdamW: [p => new AdamW(p)],
  RMSprop: [p => new RMSprop(p), p => new RMSprop(p, { momentum: 0.9, centered: true })],
  Adagrad: [p => new Adagrad(p), p => new Adagrad(p, { lrDecay: 0.1, weightDecay: 0.01 })]
};
