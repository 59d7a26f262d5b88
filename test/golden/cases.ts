/** The golden files, as written by make.py, and the set-up of the engine for a case. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Loss, Module, NestedNumbers, SGD, SGDOptions, Sequential, Tensor } from '../../src/engine';
import { Options, layers, losses, moduleOf } from '../../src/engine/registry';

type Named = Record<string, NestedNumbers>;

export interface NetworkCase {
  name: string;
  layers: ({ name: string; type: string } & Options)[];
  loss: { type: string } & Options;
  optimizer: SGDOptions;
  zeroGrad: boolean;
  input: NestedNumbers;
  target: NestedNumbers;
  state: Named;
  iterations: {
    loss: number;
    outputs: Named;
    /** ∂L/∂input under `input`, and ∂L/∂output of each layer under its name. */
    flowGrads: Named;
    grads: Named;
    momentumBuffers: Named;
    after: Named;
  }[];
}

export type Draws =
  | { kind: 'rand'; seed: number; values: number[] }
  | { kind: 'randperm'; seed: number; n: number; values: number[]; next: number }
  | { kind: 'linear'; seed: number; bias: boolean; shapes: [number, number][]; states: Named[]; next: number }
  | { kind: 'bounds'; seed: number; values: [number, number][] };

export interface LoaderCase {
  seed: number;
  samples: number;
  batchSize: number;
  shuffle: boolean;
  epochs: number[][][];
  next: number;
}

export interface PenguinsCase {
  name: string;
  lr: number;
  epochs: number;
  printed: string[];
  losses: number[];
  state: Named;
  lossOverAll: number;
  accuracy: number;
}

function load<T>(name: string): T[] {
  return JSON.parse(readFileSync(join(__dirname, `${name}.json`), 'utf8')) as T[];
}

export const networkCases = (): NetworkCase[] => load('networks');
export const drawsCases = (): Draws[] => load('draws');
export const loaderCases = (): LoaderCase[] => load('loaders');
export const penguinsCases = (): PenguinsCase[] => load('penguins');

/** The network of a case with its initial weights, its loss and its optimiser. */
export function setUp(c: NetworkCase): { model: Sequential; loss: Loss; optimizer: SGD } {
  const model = sequentialOf(
    c.layers.map(({ name, type, ...options }) => [name, layers[type].from(options, moduleOf)])
  );
  model.loadStateDict(c.state);
  return {
    model,
    loss: losses[c.loss.type].from(c.loss),
    optimizer: new SGD(model.parameters(), c.optimizer)
  };
}

/** Layers named `0`, `1`, … are passed without names, as a learner would write them. */
function sequentialOf(named: [string, Module][]): Sequential {
  return named.every(([name], i) => name === String(i))
    ? new Sequential(...named.map(([, layer]) => layer))
    : new Sequential(Object.fromEntries(named));
}

/** Expects |a − b| ≤ 1e-12 · (1 + |b|) for every number; the message gives the first that differs. */
export function expectClose(actual: Tensor, expected: NestedNumbers, where: string): void {
  const wanted = Tensor.from(expected);
  if (actual.shape.join() !== wanted.shape.join()) {
    throw new Error(`${where}: shape is ${actual.shape.join(' × ')}, expected ${wanted.shape.join(' × ')}`);
  }
  wanted.data.forEach((b, i) => {
    const a = actual.data[i];
    // Not `>`: NaN must not pass.
    if (!(Math.abs(a - b) <= 1e-12 * (1 + Math.abs(b)))) {
      throw new Error(`${where}, number ${i} of ${wanted.data.length}: ${a}, but PyTorch has ${b}`);
    }
  });
}
