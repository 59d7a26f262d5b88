/** TeX as the page typesets it: every kind of formula that derivations, paths and matrices print. */
import {
  AdamW,
  BCELoss,
  CrossEntropyLoss,
  Embedding,
  GELU,
  LayerNorm,
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
  SGD,
  Sequential,
  SiLU,
  Sigmoid,
  Softmax,
  Tanh,
  TensorLike,
  manualSeed
} from '../../../src/engine';
import { TeXPrinter, matrixForms, matrixToTeX } from '../../../src/derivation';
import { Trace, record } from '../../../src/trace';
import { lookedAt } from '../../../src/views/state/lookedAt';
import { StepperModel } from '../../../src/views/state/stepperModel';

interface Case {
  layers: () => Module[];
  input?: TensorLike;
  target: TensorLike;
  loss: Loss;
  optimizer: (of: Parameter[]) => Optimizer;
}

const classes = [1, 2];
const values = [
  [1, 0],
  [0, 1]
];

const cases: Case[] = [
  {
    layers: () => [new Linear(3, 2), new Sigmoid(), new Linear(2, 2), new Sigmoid()],
    target: values,
    loss: new BCELoss(),
    optimizer: of => new SGD(of, { lr: 1e-5, momentum: 0.9, nesterov: true, weightDecay: 0.01 })
  },
  {
    layers: () => [new Linear(3, 3), new LayerNorm(3), new GELU(), new Linear(3, 3)],
    target: classes,
    loss: new CrossEntropyLoss({ labelSmoothing: 0.1 }),
    optimizer: of => new AdamW(of, { lr: 0.01 })
  },
  {
    layers: () => [new Linear(3, 2), new Tanh(), new Linear(2, 2), new SiLU(), new Softmax()],
    target: values,
    loss: new MSELoss(),
    optimizer: of => new RMSprop(of, { lr: 0.01 })
  },
  {
    layers: () => [new Embedding(4, 12), new ReLU(), new Linear(12, 3), new LogSoftmax()],
    input: [1, 3],
    target: classes,
    loss: new NLLLoss(),
    optimizer: of => new SGD(of, { lr: 0.1 })
  }
];

function traceOf({ layers, input, target, loss, optimizer }: Case): Trace {
  manualSeed(3);
  const model = new Sequential(...layers());
  const usual = [
    [0.5, -1.2, 3e-6],
    [-2, 0, 1e5]
  ];
  return record(model, { input: input ?? usual, target, loss, optimizer: optimizer(model.parameters()) });
}

/** A formula without its numbers and their signs. */
const formOf = (tex: string): string => tex.replace(/\\(left\(|right\))/g, '').replace(/-?\d+(\.\d+)?/g, '#');

/** Up to `most` formulas of each form, of every `stride`th form in the order of the steps. */
export function corpus(most: number, stride: number): string[] {
  const counts = new Map<string, number>();
  const forms = new Map<string, number>();
  const found: string[] = [];
  const add = (tex: string): void => {
    const form = formOf(tex);
    const count = (counts.get(form) ?? 0) + 1;
    counts.set(form, count);
    forms.set(form, forms.get(form) ?? forms.size);
    if (count <= most && forms.get(form)! % stride === 0) {
      found.push(tex);
    }
  };
  for (const each of cases) {
    for (const granularity of ['neuron', 'layer'] as const) {
      const model = new StepperModel(traceOf(each), { granularity });
      for (let step = 0; step < model.steps; step++) {
        model.goTo(step);
        for (const line of model.derivation.blocks.flatMap(({ lines }) => lines)) {
          for (const room of [20, 60]) {
            const tex = new TeXPrinter({
              digits: model.digits,
              marked: true,
              more: n => `${n} more terms`,
              room
            }).line(line, room > 30);
            add(`\\begin{aligned}${tex}\\end{aligned}`);
          }
        }
        matrixForms(model.terms, lookedAt(model)).forEach(form => add(matrixToTeX(form, true)));
      }
    }
  }
  return found;
}
