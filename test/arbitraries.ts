/** Random networks and data for fast-check. */
import * as fc from 'fast-check';
import {
  Activation,
  BCELoss,
  LeakyReLU,
  Linear,
  Loss,
  MSELoss,
  Module,
  Sequential,
  Sigmoid,
  Tensor,
  manualSeed
} from '../src/engine';
import { layers, moduleOf } from '../src/engine/registry';

/** Numbers of usual size that are exact in binary: −4 … 4 in steps of 1/256. */
export const modest = fc.integer({ min: -1024, max: 1024 }).map(n => n / 256);

/** Numbers from `min` to `max`, bounds included. */
export const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true });

export const tensor = (shape: number[], of: fc.Arbitrary<number>): fc.Arbitrary<Tensor> => {
  const size = shape.reduce((n, length) => n * length, 1);
  return fc
    .array(of, { minLength: size, maxLength: size })
    .map(values => new Tensor(shape, Float64Array.from(values)));
};

/** An activation of the registry, with one of its examples. */
export const activation: fc.Arbitrary<Activation> = fc.oneof(
  fc
    .constantFrom(...Object.values(layers).filter(type => type.prototype instanceof Activation))
    .chain(type => fc.constantFrom(...type.examples(1)).map(options => type.from(options, moduleOf)))
    .map(layer => layer as Activation),
  fc.constantFrom(0, 0.01, 0.5, -0.2).map(negativeSlope => new LeakyReLU({ negativeSlope }))
);

const reduction = fc.constantFrom('mean' as const, 'sum' as const);

export interface Task {
  model: Sequential;
  input: Tensor;
  target: Tensor;
  loss: Loss;
}

/** A network with matching data. */
export const task: fc.Arbitrary<Task> = fc
  .record({
    widths: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 }),
    activations: fc.array(activation, { minLength: 3, maxLength: 3 }),
    bias: fc.boolean(),
    seed: fc.nat(),
    samples: fc.integer({ min: 1, max: 5 }),
    binary: fc.boolean(),
    reduction
  })
  .chain(({ widths, activations, bias, seed, samples, binary, reduction }) => {
    manualSeed(seed);
    const layers = widths
      .slice(1)
      .flatMap((width, i): Module[] => [new Linear(widths[i], width, { bias }), activations[i]]);
    const model = binary ? new Sequential(...layers.slice(0, -1), new Sigmoid()) : new Sequential(...layers);
    return fc.record({
      model: fc.constant(model),
      input: tensor([samples, widths[0]], modest),
      target: tensor([samples, widths[widths.length - 1]], between(0, 1)),
      loss: fc.constant(binary ? new BCELoss({ reduction }) : new MSELoss({ reduction }))
    });
  });
