/**
 * Worked examples, in place of golden numbers, for types that PyTorch lacks: worked out by hand, or by a program
 * other than the engine, from the source that the type's `reference` names. One for each such type, by its name.
 */
import { Parameter, Tensor } from '../../src/engine';
import {
  LayerType,
  LossType,
  Options,
  OptimizerType,
  layers,
  losses,
  moduleOf,
  optimizers
} from '../../src/engine/registry';

/** A row through a layer without parameters, and ∂L/∂output back through it. */
export interface WorkedLayer {
  options: Options;
  input: number[];
  output: number[];
  gradOutput: number[];
  gradInput: number[];
}

/** The loss of a row of outputs, and its slope. */
export interface WorkedLoss {
  options: Options;
  output: number[];
  target: number[];
  loss: number;
  grad: number[];
}

/** One weight over several steps: its gradient before each, its value after each. */
export interface WorkedOptimizer {
  options: Options;
  start: number;
  grads: number[];
  after: number[];
}

export type Worked = WorkedLayer | WorkedLoss | WorkedOptimizer;

/** The worked examples of the registry's types that PyTorch lacks. */
export const worked: Record<string, Worked> = {
  // By hand: c is 0.5, −0.375, 0 and 0.004375; m is 0.25, −0.0625 and −0.03125. The last step goes by c, not by m.
  Lion: {
    options: { lr: 0.1, betas: [0.5, 0.75], weightDecay: 0.5 },
    start: 1,
    grads: [1, -1, 0.0625, 0.04],
    after: [0.85, 0.9075, 0.862125, 0.71901875]
  }
};

type Type = LayerType | LossType | OptimizerType;

/**
 * What is missing for a type to be held to numbers that the engine did not compute itself; null if nothing is.
 * @param golden whether a golden file has a case of it
 */
export function missingFor(name: string, type: Type, golden: boolean, examples = worked): string | null {
  const example = Object.hasOwn(examples, name);
  if (type.reference === null) {
    return golden ? null : `${name}: no golden file has a case of it, and it names no reference`;
  }
  return example ? null : `${name}: its reference is ${type.reference}, but worked.ts has no example of it`;
}

/** Whether a golden file, as text, has a case of a type, also within the JSON of a Residual's block. */
export const hasCase = (file: string, type: string): boolean =>
  new RegExp(`type\\\\*":\\s*\\\\*"${type}\\\\*"`).test(file);

const close = (where: string, actual: ArrayLike<number>, expected: number[]): void => {
  expect([where, actual.length]).toEqual([where, expected.length]);
  expected.forEach((x, i) => expect(actual[i]).toBeCloseTo(x, 9));
};

/** Compares a type of the registry with its worked example. */
export function checkWorked(name: string, example: Worked): void {
  const { options } = example;
  if ('input' in example) {
    const layer = layers[name].from(options, moduleOf);
    close(name, layer.forward([example.input]).data, example.output);
    close(name, layer.backward([example.gradOutput]).data, example.gradInput);
  } else if ('loss' in example) {
    const loss = losses[name].from(options);
    close(name, [loss.forward([example.output], [example.target])], [example.loss]);
    close(name, loss.backward().data, example.grad);
  } else {
    const weight = new Parameter([1], Float64Array.of(example.start));
    const optimizer = optimizers[name].from([weight], options);
    const after = example.grads.map(grad => {
      weight.grad.data.set(Tensor.from([grad]).data);
      optimizer.step();
      return weight.data[0];
    });
    close(name, after, example.after);
  }
}
