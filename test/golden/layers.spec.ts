/** Every layer, loss and initialiser against PyTorch 2.13: see layers.py and initialisers.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Dropout, Embedding, NestedNumbers, SGD, Tensor, init, manualSeed } from '../../src/engine';
import { defaultGenerator } from '../../src/engine/random/random';
import { Options, losses, moduleOf } from '../../src/engine/registry';
import { ModuleSpec } from '../../src/engine/spec';

interface LayersCase {
  name: string;
  spec: ModuleSpec;
  loss: { type: string } & Options;
  lr: number;
  input: NestedNumbers;
  target: NestedNumbers;
  state: Record<string, NestedNumbers | number>;
  losses: number[];
  output: NestedNumbers;
  gradInput: NestedNumbers | null;
  grads: Record<string, NestedNumbers>;
  after: Record<string, NestedNumbers | number>;
}

interface InitCase {
  seed: number;
  shape: number[];
  call: string;
  options: Record<string, number | string>;
  values: number[];
  next: [number, number];
}

const load = <T>(name: string): T[] =>
  JSON.parse(readFileSync(join(__dirname, `${name}.json`), 'utf8')) as T[];
const cases = load<LayersCase>('layers');

/** A tensor; of a number alone, such as a count, one without dimensions. */
const tensorOf = (values: NestedNumbers | number): Tensor =>
  typeof values === 'number' ? new Tensor([], Float64Array.of(values)) : Tensor.from(values);

/** Expects |a − b| ≤ 1e-10 · (1 + |b|) for every number; the message gives the first that differs. */
function expectClose(actual: Tensor, expected: NestedNumbers | number, where: string): void {
  const wanted = tensorOf(expected);
  expect([where, actual.shape]).toEqual([where, wanted.shape]);
  wanted.data.forEach((b, i) => {
    // Not `>`: NaN must not pass.
    if (!(Math.abs(actual.data[i] - b) <= 1e-10 * (1 + Math.abs(b)))) {
      throw new Error(`${where}, number ${i}: ${actual.data[i]}, but PyTorch has ${b}`);
    }
  });
}

describe('layers and losses over 20 steps', () => {
  it.each(cases.map(c => [c.name, c] as const))('%s', (_, c) => {
    const model = moduleOf(c.spec);
    model.loadStateDict(
      Object.fromEntries(Object.entries(c.state).map(([name, values]) => [name, tensorOf(values)]))
    );
    expect(Object.keys(model.stateDict())).toEqual(Object.keys(c.state));
    const loss = losses[c.loss.type].from(c.loss);
    // Some layers have nothing to learn.
    const parameters = model.parameters();
    const optimizer = parameters.length > 0 ? new SGD(parameters, { lr: c.lr }) : null;
    manualSeed(0);
    c.losses.forEach((expected, step) => {
      optimizer?.zeroGrad();
      const output = model.forward(c.input);
      const value = loss.forward(output, c.target);
      expectClose(Tensor.from([value]), [expected], `loss ${step}`);
      const shares = loss.shares(output, c.target).reduce((total, share) => total + share, 0);
      expectClose(Tensor.from([shares]), [expected], `shares of loss ${step}`);
      const gradInput = model.backward(loss.backward());
      if (step === 0) {
        expectClose(output, c.output, 'output');
        expectClose(gradInput, c.gradInput ?? new Tensor(gradInput.shape).toArray(), 'gradInput');
        model.namedParameters().forEach(([name, p]) => expectClose(p.grad, c.grads[name], `${name}.grad`));
      }
      optimizer?.step();
    });
    model.namedState().forEach(([name, t]) => expectClose(t, c.after[name], `${name} after`));
  });
});

/** The engine's equivalent of PyTorch's call. */
function draw({ call, shape, options: o }: InitCase): Float64Array {
  const tensor = new Tensor(shape);
  const name = call.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  switch (name) {
    case 'Embedding':
      return new Embedding(shape[0], shape[1]).weight.data;
    case 'Dropout': {
      const { data } = new Dropout({ p: o.p as number }).forward(new Tensor(shape, tensor.data.fill(1)));
      return o.dtype === 'float32' ? data.map(x => Number(x !== 0)) : data;
    }
    case 'uniform':
      return init.uniform(tensor, o.a as number, o.b as number).data;
    case 'normal':
      return init.normal(tensor, o.mean as number, o.std as number).data;
    case 'constant':
      return init.constant(tensor, o.val as number).data;
    case 'xavierUniform':
    case 'xavierNormal':
      return init[name](tensor, o.gain as number).data;
    default:
      return init[name as 'kaimingUniform' | 'kaimingNormal'](tensor, o).data;
  }
}

describe('initialisers, bit for bit', () => {
  it.each(
    load<InitCase>('initialisers').map(
      c => [`${c.call} ${JSON.stringify(c.options)} of ${c.shape.join(' × ')}, seed ${c.seed}`, c] as const
    )
  )('%s', (_, c) => {
    manualSeed(c.seed);
    expect(Array.from(draw(c))).toEqual(c.values);
    expect([defaultGenerator.uniform(), defaultGenerator.normal(1)[0]]).toEqual(c.next);
  });
});
