/** One or more of every layer, loss and optimiser of the registry: each type's examples, and more cases of some. */
import {
  CrossEntropyLoss,
  Dropout,
  FeedForward,
  LayerNorm,
  Linear,
  LogSoftmax,
  Loss,
  MSELoss,
  Module,
  NLLLoss,
  Optimizer,
  Parameter,
  Residual,
  Sequential,
  Sigmoid,
  Softmax,
  Softplus
} from '../../src/engine';
import { layers, losses, moduleOf, optimizers } from '../../src/engine/registry';

/** The number of features that a tried layer takes. */
export const FEATURES = 4;

const moreLayers: Record<string, (() => Module)[]> = {
  Softplus: [() => new Softplus({ threshold: 0.1 })],
  Dropout: [() => new Dropout().eval()],
  LayerNorm: [() => new LayerNorm(FEATURES)],
  Residual: [
    () => new Residual(new Linear(FEATURES, FEATURES)),
    () => new Residual(new FeedForward(FEATURES, 3)),
    () => new Residual(new Sequential()),
    () => new Residual(new Sequential(new LayerNorm(FEATURES), new Linear(FEATURES, 3), new Dropout({ p: 0.3 }), new Softmax(), new Linear(3, FEATURES))) // prettier-ignore
  ],
  FeedForward: [
    () => new FeedForward(FEATURES, 8, { activation: 'swiglu', dropout: 0.5 }),
    () => new FeedForward(FEATURES, 3, { dropout: 0.5 }).eval()
  ]
};

/** Every layer of the registry, by its type's name. */
export const layersToTry: Record<string, (() => Module)[]> = Object.fromEntries(
  Object.entries(layers).map(([name, type]) => [
    name,
    [
      ...type.examples(FEATURES).map(options => () => type.from(options, moduleOf)),
      ...(moreLayers[name] ?? [])
    ]
  ])
);

interface TryLoss {
  loss: () => Loss;
  /** The layers at the end of the network. */
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
/** Class 1, which some losses ignore, for the last sample of several. */
const orTwo = (_row: number[], sample: number): number => 2 - (sample % 2 ? 2 : sample / 2);
/** A layer whose outputs overflow an exponential. */
const large = (): Module[] => {
  const scale = new Linear(3, 3);
  scale.loadStateDict({ weight: [[2000, 0, 0], [0, 2000, 0], [0, 0, 2000]], bias: [0, 900, 0] }); // prettier-ignore
  return [scale];
};

const moreLosses: Record<string, TryLoss[]> = {
  MSELoss: [
    { loss: () => new MSELoss(), end: () => [new Softmax()], target: numbers },
    { loss: () => new MSELoss({ reduction: 'sum' }), end: none, target: numbers }
  ],
  CrossEntropyLoss: [
    { loss: () => new CrossEntropyLoss(), end: none, target: shares },
    { loss: () => new CrossEntropyLoss(), end: none, target: yesOrNo },
    {
      loss: () => new CrossEntropyLoss({ labelSmoothing: 0.1, reduction: 'sum' }),
      end: none,
      target: shares
    },
    { loss: () => new CrossEntropyLoss({ weight: [1, 2, 0.5] }), end: none, target: shares },
    {
      loss: () => new CrossEntropyLoss({ weight: [1, 2, 0.5], labelSmoothing: 0.2 }),
      end: none,
      target: shares
    },
    { loss: () => new CrossEntropyLoss({ ignoreIndex: 1 }), end: none, target: orTwo },
    { loss: () => new CrossEntropyLoss({ weight: [1, 2, 0.5], ignoreIndex: 1 }), end: none, target: orTwo },
    { loss: () => new CrossEntropyLoss({ weight: [1, 2, 0.5] }), end: large, target: classOf },
    { loss: () => new CrossEntropyLoss(), end: large, target: classOf },
    { loss: () => new CrossEntropyLoss({ labelSmoothing: 0.1 }), end: large, target: classOf }
  ],
  NLLLoss: [
    { loss: () => new NLLLoss(), end: () => [new LogSoftmax()], target: classOf },
    { loss: () => new NLLLoss({ reduction: 'sum' }), end: () => [new LogSoftmax()], target: classOf },
    {
      loss: () => new NLLLoss({ weight: [1, 2, 0.5], ignoreIndex: 1 }),
      end: () => [new LogSoftmax()],
      target: orTwo
    },
    { loss: () => new NLLLoss(), end: () => [...large(), new LogSoftmax()], target: classOf }
  ]
};

/** Every loss of the registry, at the end of a network whose outputs it is defined for. */
export const lossesToTry: Record<string, TryLoss[]> = Object.fromEntries(
  Object.entries(losses).map(([name, type]) => {
    const { output, target } = type.domain;
    const end = output === 'probability' ? (): Module[] => [new Sigmoid()] : none;
    const targets = { number: numbers, probability: yesOrNo, class: classOf }[target];
    const own = type.examples(3).map(options => ({ loss: () => type.from(options), end, target: targets }));
    return [name, [...own, ...(moreLosses[name] ?? [])]];
  })
);

/** Every optimiser of the registry. */
export const optimizersToTry: Record<string, ((parameters: Parameter[]) => Optimizer)[]> = Object.fromEntries(
  Object.entries(optimizers).map(([name, type]) => [
    name,
    type.examples.map(options => (parameters: Parameter[]) => type.from(parameters, options))
  ])
);
