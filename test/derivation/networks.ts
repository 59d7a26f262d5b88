import * as fc from 'fast-check';
import {
  Dropout,
  ELU,
  GELU,
  Identity,
  LayerNorm,
  LeakyReLU,
  Linear,
  Loss,
  Module,
  ReLU,
  Sequential,
  SGD,
  SiLU,
  Sigmoid,
  Softmax,
  Softplus,
  Tanh,
  manualSeed
} from '../../src/engine';
import { losses } from '../../src/engine/registry';
import { Trace, record } from '../../src/trace';

/** The recipe of a random trace. */
export interface Recipe {
  seed: number;
  widths: number[];
  activations: number[];
  samples: number;
  bce: boolean;
  /** The loss; MSELoss when left out. */
  loss?: 'L1Loss' | 'BCEWithLogitsLoss' | 'CrossEntropyLoss' | 'classes';
  sum: boolean;
  bias: boolean;
  leading: boolean;
  optimizer: { momentum: number; nesterov: boolean; weightDecay: number } | null;
  iterations: number;
  zeroGrad: boolean;
}

/** A small network with the usual parts, for a test to vary. */
export const usual: Recipe = {
  seed: 1,
  widths: [2, 4, 1],
  activations: [0, 0, 0, 0],
  samples: 1,
  bce: true,
  sum: false,
  bias: true,
  leading: false,
  optimizer: { momentum: 0, nesterov: false, weightDecay: 0 },
  iterations: 1,
  zeroGrad: true
};

const activations: ((width: number) => Module)[] = [
  () => new Sigmoid(),
  () => new Tanh(),
  () => new ReLU(),
  () => new LeakyReLU({ negativeSlope: 0.2 }),
  () => new Identity(),
  () => new ELU({ alpha: 0.7 }),
  () => new GELU(),
  () => new GELU({ approximate: 'tanh' }),
  () => new SiLU(),
  () => new Softplus({ beta: 2 }),
  () => new Softplus({ threshold: 0.1 }),
  // These have no formula for one number: their lines have no form, or only their name.
  () => new Softmax(),
  () => new Dropout({ p: 0.4 }),
  width => new LayerNorm(width)
];

/** No activation: an index beyond the list above. */
export const NONE = 999;

export const recipes: fc.Arbitrary<Recipe> = fc.record({
  seed: fc.nat(10000),
  widths: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 4 }),
  activations: fc.array(fc.nat(activations.length), { minLength: 4, maxLength: 4 }),
  samples: fc.integer({ min: 1, max: 4 }),
  bce: fc.boolean(),
  loss: fc.constantFrom(undefined, undefined, 'L1Loss', 'BCEWithLogitsLoss', 'CrossEntropyLoss', 'classes'),
  sum: fc.boolean(),
  bias: fc.boolean(),
  leading: fc.boolean(),
  optimizer: fc.option(
    fc.record({
      momentum: fc.constantFrom(0, 0.9),
      nesterov: fc.boolean(),
      weightDecay: fc.constantFrom(0, 0.01)
    })
  ),
  iterations: fc.integer({ min: 1, max: 2 }),
  zeroGrad: fc.boolean()
});

/** A recorded pass of a random network: any depth, with and without activations, biases, an optimiser. */
export function makeTrace(recipe: Recipe): Trace {
  manualSeed(recipe.seed);
  const { widths, samples } = recipe;
  const layers: Module[] = recipe.leading ? [new Tanh()] : [];
  for (let i = 1; i < widths.length; i++) {
    layers.push(new Linear(widths[i - 1], widths[i], { bias: recipe.bias }));
    const activation = activations[recipe.activations[i - 1]];
    if (activation) {
      layers.push(activation(widths[i]));
    }
  }
  if (recipe.bce) {
    layers.push(new Sigmoid());
  }
  const model = new Sequential(...layers);
  const random = (rows: number, columns: number, scale: number): number[][] =>
    Array.from({ length: rows }, (_, s) =>
      Array.from({ length: columns }, (_, k) => scale * Math.sin(recipe.seed + 7 * s + 3 * k + 1))
    );
  const target = random(samples, widths[widths.length - 1], 1).map(row =>
    row.map(y => (recipe.bce || recipe.loss ? Number(y > 0) : y))
  );
  const classes = recipe.loss === 'classes' && !recipe.bce;
  const options = recipe.optimizer;
  const type = recipe.loss === 'classes' ? 'CrossEntropyLoss' : (recipe.loss ?? 'MSELoss');
  const loss: Loss = losses[recipe.bce ? 'BCELoss' : type].from({ reduction: recipe.sum ? 'sum' : 'mean' });
  const trace = record(model, {
    input: random(samples, widths[0], 1.5),
    target: classes ? target.map((_, i) => i % widths[widths.length - 1]) : target,
    loss,
    optimizer:
      options &&
      new SGD(model.parameters(), {
        lr: 0.1,
        ...options,
        nesterov: options.nesterov && options.momentum > 0
      }),
    iterations: recipe.iterations,
    zeroGrad: recipe.zeroGrad
  });
  return JSON.parse(JSON.stringify(trace)) as Trace;
}
