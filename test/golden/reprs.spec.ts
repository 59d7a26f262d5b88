/** Modules, optimisers and tensors print as PyTorch prints them, and tensor operations give PyTorch's numbers. */
import { inspect } from 'node:util';
import {
  Linear,
  Parameter,
  Sequential,
  Tanh,
  Tensor,
  arange,
  manualSeed,
  ones,
  randn,
  tensor,
  zeros
} from '../../src/engine';
import { layers, losses, moduleOf, optimizers } from '../../src/engine/registry';
import type { Options } from '../../src/engine/spec';
import golden from './reprs.json';

interface Numbers {
  shape: number[];
  values: (number | string)[];
}
interface Case extends Partial<Numbers> {
  kind: string;
  text: string;
  type: string;
  name: string;
  options: Options;
  layer: [string, Options];
  layers: [string, Options][];
  inputs: Numbers[];
  arguments: number[];
  result: Numbers;
  seed: number;
}

const cases = golden as unknown as Case[];
const of = (kind: string): Case[] => cases.filter(each => each.kind === kind);
const tensorOf = ({ shape, values }: Numbers): Tensor =>
  new Tensor(
    shape,
    Float64Array.from(values, x => (typeof x === 'string' ? Number(x.replace('inf', 'Infinity')) : x))
  );

describe('printing', () => {
  it.each(of('module').map(each => [each.text, each.layer] as const))('%s', (text, [type, options]) => {
    const layer = layers[type].from(options, moduleOf);
    expect([String(layer), inspect(layer)]).toEqual([text, text]);
  });

  it('prints a model, each layer in a line', () => {
    const [{ layers: list, text }] = of('modules');
    const inside = list.map(([type, options]) => layers[type].from(options, moduleOf));
    expect(String(new Sequential(...inside))).toBe(text);
  });

  it('indents models in models', () => {
    const inner = new Sequential(new Linear(1, 2), new Sequential(new Tanh()));
    expect(String(new Sequential(inner, new Sequential()))).toBe(of('nested')[0].text);
  });

  it.each(of('loss'))('$text', ({ type, options, text }) => {
    const loss = losses[type].from(options);
    expect([String(loss), inspect(loss)]).toEqual([text, text]);
  });

  it('compares every layer and loss, except layers that consist of others', () => {
    const single = Object.keys(layers).filter(
      type => layers[type].from(layers[type].examples(4)[0], moduleOf).children().length === 0
    );
    const compared = [...of('module').map(({ layer }) => layer[0]), ...of('loss').map(({ type }) => type)];
    expect(compared).toEqual(expect.arrayContaining([...single, ...Object.keys(losses)]));
  });

  it.each(of('optimizer'))('$type $options', ({ type, options, text }) => {
    const made = optimizers[type].from([new Parameter([2])], { type, ...options });
    expect([String(made), inspect(made)]).toEqual([text, text]);
  });

  it.each(of('tensor'))('$text', ({ shape, values, text }) => {
    const x = tensorOf({ shape: shape!, values: values! });
    expect([String(x), inspect(x)]).toEqual([text, text]);
  });

  it('says of a parameter that it is one', () => {
    const [{ values, text }] = of('parameter');
    expect(String(new Parameter([2], Float64Array.from(values as number[])))).toBe(text);
  });
});

describe('tensor operations', () => {
  it.each(of('operation'))(
    '$name of $inputs.length, $arguments',
    ({ name, inputs, arguments: args, result }) => {
      const [first, ...others] = inputs.map(tensorOf);
      const before = inputs.map(each => tensorOf(each).data);
      const method = first[name as 'add'] as unknown as (...args: unknown[]) => Tensor;
      const found = method.call(first, ...others, ...args);
      expect(found.shape).toEqual(result.shape);
      found.data.forEach((x, i) => expect(x).toBeCloseTo(Number(result.values[i]), 12));
      expect([first, ...others].map(({ data }) => data)).toEqual(before);
    }
  );

  it.each(of('randn'))('randn after seed $seed', ({ seed, result }) => {
    manualSeed(seed);
    const found = randn(...result.shape);
    expect([found.shape, Array.from(found.data)]).toEqual([result.shape, result.values]);
  });

  it.each(of('arange'))('arange $arguments', ({ arguments: args, result }) => {
    const found = arange(...(args as [number, number]));
    expect(found.shape).toEqual(result.shape);
    found.data.forEach((x, i) => expect(x).toBeCloseTo(Number(result.values[i]), 15));
  });

  it('makes tensors of zeros, ones and given numbers', () => {
    expect(zeros(2, 3)).toEqual(new Tensor([2, 3]));
    expect(ones([2]).toArray()).toEqual([1, 1]);
    const values = [[1, 2]];
    expect([tensor(values).toArray(), tensor(3).shape, tensor(3).item()]).toEqual([values, [], 3]);
    expect([zeros(2, 3).size(), zeros(2, 3).size(-1), zeros(2, 3).numel()]).toEqual([[2, 3], 3, 6]);
  });

  const x = zeros(2, 3);
  it.each([
    [
      () => x.add([1, 2]),
      'add: 2 × 3 and 2 don’t fit: compared from the right, two lengths must be equal, or one of them 1.'
    ],
    [
      () => x.matmul(x),
      'matmul: 2 × 3 and 2 × 3 don’t fit: the last length of the first must be the last but one of the second.'
    ],
    [() => x.sum(2), 'sum: there is no dimension 2: the tensor is 2 × 3, expected -2 to 1.'],
    [() => x.reshape(4, -1), 'reshape: 2 × 3 has 6 numbers, which don’t fill 4 × -1.'],
    [() => x.transpose(0, 5), 'transpose: there is no dimension 5: the tensor is 2 × 3, expected -2 to 1.'],
    [() => zeros(0).argmax(), 'argmax: an empty tensor has no largest number.'],
    [() => x.slice(0.5), 'slice: 0.5 is no whole number: write slice(start, end, dim).'],
    [
      () => arange(1, 5, -1),
      'arange: from 1 to 5 in steps of -1 there is no end: the step leads the other way.'
    ],
    [() => zeros(2.5), "A tensor's shape consists of whole numbers of at least 0, got 2.5."]
  ])('says in one sentence what is wrong', (wrong, message) => {
    expect(wrong).toThrow(message);
  });
});
