/** Backward goes over the forward that it belongs to, or says that it can't: for every layer and loss. */
import {
  Linear,
  MSELoss,
  Module,
  Parameter,
  Residual,
  SGD,
  Sequential,
  Tanh,
  Tensor,
  TensorLike,
  fit,
  gradcheck,
  init,
  manualSeed,
  reusingBuffers,
  trainStep
} from '../../src/engine';
import { Options, layers, losses, moduleOf } from '../../src/engine/registry';
import { record } from '../../src/trace';

const WIDTH = 4;
const layerCases = Object.keys(layers).flatMap(type =>
  layers[type].examples(WIDTH).map(options => [type, options] as [string, Options])
);
const lossCases = Object.keys(losses).flatMap(type =>
  losses[type].examples(2).map(options => [type, options] as [string, Options])
);

/** The layer, with weights that only depend on the type. */
function made(type: string, options: Options): Module {
  manualSeed(3);
  const module = moduleOf({ type, options: options as Record<string, number> });
  module.parameters().forEach(p => init.normal(p, 1, 0.5));
  return module.eval();
}

const inputFor = (module: Module, seed: number): Tensor => {
  manualSeed(seed);
  return module.takesIndices
    ? new Tensor([3], Float64Array.of(seed % 3, 1, 2))
    : init.normal(new Tensor([3, WIDTH]), 0, 1);
};

const gradients = (module: Module): number[][] =>
  module.parameters().map(({ grad }) => Array.from(grad.data));

describe.each(layerCases)('%s %j', (type, options) => {
  it('goes back over its forward, whatever is changed in between', () => {
    const [quiet, disturbed] = [made(type, options), made(type, options)];
    const x = inputFor(quiet, 1);
    const out = quiet.forward(x);
    const g = init.normal(new Tensor(out.shape), 0, 1);
    const expected = quiet.backward(g.clone()).data;
    const given = x.clone();
    const output = disturbed.forward(given);
    given.data.fill(quiet.takesIndices ? 0 : 0.25);
    output.data.fill(0.5);
    disturbed.parameters().forEach(p => p.data.fill(3));
    expect(disturbed.backward(g).data).toEqual(expected);
    expect(gradients(disturbed)).toEqual(gradients(quiet));
  });

  it('refuses the gradient of an earlier output', () => {
    const module = made(type, options);
    const loss = new MSELoss();
    const model = new Sequential(module);
    const output = model.forward(inputFor(module, 1));
    loss.forward(output, new Tensor(output.shape));
    model.forward(inputFor(module, 2));
    const grad = loss.backward();
    expect(() => model.backward(grad)).toThrow('Sequential got the gradient of an earlier output');
    expect(() => model.backwardParameters(grad)).toThrow('got the gradient of an earlier output');
    expect(() => module.backward(grad)).toThrow('got the gradient of an earlier output');
    expect(
      gradients(module)
        .flat()
        .every(x => x === 0)
    ).toBe(true);
  });

  it('takes the gradient of its last output, after others, also of the same numbers', () => {
    const module = made(type, options);
    const loss = new MSELoss();
    const x = inputFor(module, 1);
    for (const input of [inputFor(module, 2), x, inputFor(module, 2), x]) {
      const output = module.forward(input);
      loss.forward(output, new Tensor(output.shape));
    }
    expect(() => module.backward(loss.backward())).not.toThrow();
  });

  it('refuses a second backward after two forwards, as of a layer in two places; adds up after one', () => {
    const module = made(type, options);
    const shape = module.forward(inputFor(module, 1)).shape;
    const g = init.normal(new Tensor(shape), 0, 1);
    module.backward(g);
    const once = gradients(module);
    module.backward(g);
    // Twice as much, but for the order of the additions.
    const twice = gradients(module).flat();
    once.flat().forEach((x, i) => expect(twice[i]).toBeCloseTo(2 * x, 10));
    module.forward(inputFor(module, 1));
    module.forward(inputFor(module, 2));
    module.backward(g);
    expect(() => module.backward(g)).toThrow('is to go back twice after 2 forwards');
    expect(() => reusingBuffers(() => module.backward(g))).toThrow('is to go back twice after 2 forwards');
    module.forward(inputFor(module, 2));
    expect(() => module.backward(g)).not.toThrow();
  });

  it('gives its parameters a gradient even if that is 0', () => {
    const module = made(type, options);
    expect(module.parameters().some(p => p.hasGrad)).toBe(false);
    module.backward(new Tensor(module.forward(inputFor(module, 1)).shape));
    expect(module.parameters().every(p => p.hasGrad)).toBe(true);
    module.zeroGrad();
    expect(module.parameters().some(p => p.hasGrad)).toBe(false);
  });

  it('can’t stand in two places of a model', () => {
    const [module, name] = [made(type, options), type];
    const same = (place: string): string =>
      `Sequential: '${place}' is the same ${name} as '0', and a layer keeps only its last forward: make one for each place, new ${name}(…).`;
    expect(() => new Sequential(module, module)).toThrow(new TypeError(same('1')));
    expect(() => new Sequential(module, new Sequential(module))).toThrow(new TypeError(same('1.0')));
    expect(() => new Sequential(module, new Tanh(), new Residual(module))).toThrow(
      new TypeError(same('2.block'))
    );
    expect(() => new Sequential(module, new Residual(new Sequential(new Tanh(), module)))).toThrow(
      new TypeError(same('1.block.1'))
    );
  });
});

it.each(lossCases)('%s %j goes back over its forward, whatever is changed in between', (type, options) => {
  const { domain } = losses[type];
  const loss = losses[type].from(options);
  const output = new Tensor([3, 2], Float64Array.of(0.2, 0.9, 0.4, 0.3, 0.8, 0.7));
  const classes = domain.target === 'class';
  const target = classes
    ? new Tensor([3], Float64Array.of(0, 1, 1))
    : new Tensor([3, 2], Float64Array.of(0, 1, 0.3, 0.6, 1, 0));
  loss.forward(output, target);
  const expected = loss.backward().toArray();
  loss.forward(output, target);
  output.data.fill(0.5);
  target.data.fill(1);
  expect(loss.backward().toArray()).toEqual(expected);
});

/** A layer of a learner's own that uses a layer twice. */
class Twice extends Module {
  constructor(readonly inner: Module) {
    super();
  }
  override forward(input: TensorLike): Tensor {
    return this.inner.forward(this.inner.forward(input));
  }
  override backward(gradOutput: TensorLike): Tensor {
    return this.inner.backward(this.inner.backward(gradOutput));
  }
}

describe('a learner’s own layer that uses a layer twice', () => {
  const data = { input: [[1], [2]], target: [[0], [1]], loss: new MSELoss() };
  const refused =
    'is to go back twice after 2 forwards, of which it keeps only the last: if it stands in two places of a model, make one for each place; otherwise call forward before each backward.';
  const model = (): Sequential => new Sequential(new Twice(new Linear(1, 1)));
  const sgd = (of: Module): SGD => new SGD(of.parameters(), { lr: 0.1 });

  it.each<[string, (m: Sequential) => unknown]>([
    ['record', m => record(m, { ...data, optimizer: sgd(m) })],
    ['trainStep', m => trainStep(m, data.loss, sgd(m), data.input, data.target)],
    [
      'backward',
      m => m.backward(data.loss.forward(m.forward(data.input), data.target) ? data.loss.backward() : [])
    ]
  ])('is refused by %s', (_, run) => {
    expect(() => run(model())).toThrow(`Linear '0.inner' ${refused}`);
    expect(() => run(new Sequential(new Linear(1, 1), new Twice(new Tanh())))).toThrow(
      `Tanh '1.inner' ${refused}`
    );
  });

  it('is found by gradcheck', () => {
    const { passed, ...rest } = gradcheck(model(), data);
    expect(passed).toBe(false);
    expect(JSON.stringify(rest)).toContain('is to go back twice after');
  });

  it('is refused by fit', async () => {
    const m = model();
    const train = { input: data.input, target: data.target };
    await expect(fit(m, { train, loss: data.loss, optimizer: sgd(m), epochs: 1 })).rejects.toThrow(refused);
  });
});

describe('gradients', () => {
  const step = (change: (model: Sequential, x: Tensor) => void): number[] => {
    manualSeed(0);
    const model = new Sequential(new Linear(2, 3), new Tanh(), new Linear(3, 1));
    const loss = new MSELoss();
    const x = new Tensor([1, 2], Float64Array.of(0.5, -1));
    loss.forward(model.forward(x), [[1]]);
    change(model, x);
    model.backward(loss.backward());
    return model.parameters().flatMap(({ grad }) => Array.from(grad.data));
  };

  it('are those of forward if an optimiser steps, or weights are loaded, before backward', () => {
    const expected = step(() => undefined);
    const stepped = step(model => {
      const optimizer = new SGD(model.parameters(), { lr: 0.1 });
      model.parameters().forEach(p => p.grad.data.fill(1));
      optimizer.step();
      model.zeroGrad();
    });
    const loaded = step(model =>
      model.loadStateDict(new Sequential(new Linear(2, 3), new Tanh(), new Linear(3, 1)).stateDict())
    );
    expect(stepped).toEqual(expected);
    expect(loaded).toEqual(expected);
  });

  it('are those of the last forward of a model that was used for something else before', () => {
    const expected = step(() => undefined);
    const model = new Sequential(new Linear(2, 3), new Tanh(), new Linear(3, 1));
    const loss = new MSELoss();
    manualSeed(0);
    model.loadStateDict(new Sequential(new Linear(2, 3), new Tanh(), new Linear(3, 1)).stateDict());
    loss.forward(model.forward([[3, 3], [4, 4]]), [[1], [1]]); // prettier-ignore
    trainStep(model, loss, new SGD(model.parameters(), { lr: 0 }), [[3, 3]], [[1]]);
    model.zeroGrad();
    model.forward([[7, 7]]);
    loss.forward(model.forward([[0.5, -1]]), [[1]]);
    model.backward(loss.backward());
    expect(model.parameters().flatMap(({ grad }) => Array.from(grad.data))).toEqual(expected);
  });

  it('belong to the first of two losses only as long as its forward was the last', () => {
    const model = new Sequential(new Linear(1, 1));
    const [train, test] = [new MSELoss(), new MSELoss()];
    train.forward(model.forward([[1]]), [[0]]);
    const grad = train.backward();
    test.forward(model.forward([[2]]), [[0]]);
    expect(() => model.backward(grad)).toThrow('got the gradient of an earlier output');
    expect(() => model.backward(test.backward())).not.toThrow();
  });
});

it('lists no copy of a weight as a parameter', () => {
  const model = new Sequential(new Linear(1, 1));
  reusingBuffers(() => model.forward([[1]]));
  expect(model.parameters().every(p => p instanceof Parameter)).toBe(true);
  expect(model.namedParameters().map(([name]) => name)).toEqual(['0.weight', '0.bias']);
});

it('a gradient of 0 that you assign counts as one, a zeroed one does not', () => {
  const w = new Parameter([1], Float64Array.of(1));
  const optimizer = new SGD([w], { lr: 0.1, weightDecay: 1 });
  optimizer.step();
  expect(w.data[0]).toBe(1);
  w.grad = [0];
  optimizer.step();
  expect(w.data[0]).toBe(0.9);
  w.zeroGrad();
  optimizer.step();
  expect(w.data[0]).toBe(0.9);
  expect(() => {
    w.grad = [1, 2];
  }).toThrow("grad has the shape 2, expected the parameter's, 1.");
});
