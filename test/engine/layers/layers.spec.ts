/** What layers and losses promise beside their numbers: names, training and use, extreme numbers, messages. */
import {
  BCELoss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  Dropout,
  Embedding,
  FeedForward,
  GELU,
  LayerNorm,
  Linear,
  LogSoftmax,
  Loss,
  Module,
  NLLLoss,
  NestedNumbers,
  Parameter,
  ReLU,
  Residual,
  Sequential,
  Softmax,
  Softplus,
  Tensor,
  TensorLike,
  gradcheck,
  init,
  manualSeed,
  reusingBuffers
} from '../../../src/engine';
import { erf, erfc } from '../../../src/engine/formula/erf';
import { layers, moduleOf } from '../../../src/engine/registry';

/** A layer of a learner's own: modules inside it, and a parameter. */
class Gate extends Module {
  readonly scale = new Parameter([1], Float64Array.of(0.5));
  readonly inner = new Sequential(new Linear(3, 3), new Sequential({ act: new GELU() }));
  private out = new Tensor([0]);
  override forward(input: TensorLike): Tensor {
    this.out = this.inner.forward(input);
    return new Tensor(
      this.out.shape,
      this.out.data.map(y => y * this.scale.data[0])
    );
  }
  override backward(gradOutput: TensorLike): Tensor {
    const g = Tensor.from(gradOutput);
    g.data.forEach((d, i) => (this.scale.grad.data[0] += d * this.out.data[i]));
    return this.inner.backward(
      new Tensor(
        g.shape,
        g.data.map(d => d * this.scale.data[0])
      )
    );
  }
}

describe('names', () => {
  const names = (model: Module): string[] => model.namedParameters().map(([name]) => name);

  it("are PyTorch's", () => {
    expect(names(new FeedForward(4, 8))).toEqual([
      'linear1.weight',
      'linear1.bias',
      'linear2.weight',
      'linear2.bias'
    ]);
    expect(names(new FeedForward(4, 8, { activation: 'swiglu', bias: false }))).toEqual([
      'w1.weight',
      'w2.weight',
      'w3.weight'
    ]);
    expect(names(new LayerNorm(3))).toEqual(['weight', 'bias']);
    expect(names(new LayerNorm(3, { bias: false }))).toEqual(['weight']);
    expect(names(new LayerNorm(3, { elementwiseAffine: false }))).toEqual([]);
    expect(names(new Embedding(3, 2))).toEqual(['weight']);
  });

  it('are joined through nested Sequentials and user-defined layers', () => {
    const model = new Sequential({
      first: new Gate(),
      rest: new Sequential(new Residual(new Gate()), new Linear(3, 1))
    });
    expect(names(model)).toEqual([
      'first.scale',
      'first.inner.0.weight',
      'first.inner.0.bias',
      'rest.0.block.scale',
      'rest.0.block.inner.0.weight',
      'rest.0.block.inner.0.bias',
      'rest.1.weight',
      'rest.1.bias'
    ]);
    expect(() => model.forward([[1, 2]])).toThrow(
      "Linear 'first.inner.0' expects 3 features, got 2: input is 1 × 2."
    );
    const check = gradcheck(model, { input: [[1, 2, 3]], target: [[1]], loss: new BCEWithLogitsLoss() });
    expect(check.passed).toBe(true);
  });
});

describe('Dropout', () => {
  const ones = new Tensor([100, 100], new Float64Array(10000).fill(1));

  it('drops its share while training, and nothing after eval()', () => {
    manualSeed(1);
    const layer = new Dropout({ p: 0.3 });
    const { data } = layer.forward(ones);
    const dropped = data.filter(x => x === 0).length;
    expect(Math.abs(dropped / data.length - 0.3)).toBeLessThan(0.02);
    expect(new Set(data)).toEqual(new Set([0, 1 / 0.7]));
    expect(layer.backward(ones).data).toEqual(data);
    expect(layer.eval().forward(ones).data).toEqual(ones.data);
    expect(layer.backward(ones).data).toEqual(ones.data);
    expect(layer.train().training).toBe(true);
  });

  it('is switched by train() and eval() at any depth', () => {
    const inner = new Dropout();
    const model = new Sequential(
      new Residual(new Sequential(new Linear(2, 2), inner)),
      new FeedForward(2, 3, { dropout: 0.9 })
    );
    model.eval();
    expect(inner.training).toBe(false);
    expect(model.forward([[1, 2]]).data).toEqual(model.forward([[1, 2]]).data);
  });
});

describe('extreme numbers', () => {
  const far = [[1e4, -1e4, 0, 1e100]];

  it('do not overflow', () => {
    for (const layer of [
      new Softmax(),
      new LogSoftmax(),
      new GELU(),
      new GELU({ approximate: 'tanh' }),
      new Softplus()
    ]) {
      const out = layer.forward(far);
      expect([layer.constructor.name, out.data.some(Number.isNaN)]).toEqual([layer.constructor.name, false]);
      const grad = layer.backward([[1, -1, 1, 1]]);
      expect([layer.constructor.name, grad.data.some(Number.isNaN)]).toEqual([layer.constructor.name, false]);
    }
    expect(new CrossEntropyLoss().forward([[1e308, -1e308]], [0])).toBe(0);
    expect(new CrossEntropyLoss().forward([[0, 1000]], [0])).toBe(1000);
    expect(new BCEWithLogitsLoss().forward([[-1e300, 800]], [[0, 0]])).toBe(400);
    expect(new BCELoss().forward([[0, 1]], [[1, 0]])).toBe(100);
  });

  it('NaN is passed on', () => {
    const bad = new Tensor([1, 2], Float64Array.of(NaN, 1));
    const sized = ['Linear', 'Embedding', 'LayerNorm', 'RMSNorm', 'BatchNorm1d', 'Residual', 'FeedForward'];
    for (const type of Object.keys(layers).filter(name => !sized.includes(name))) {
      expect([
        type,
        layers[type].from(type === 'Dropout' ? { p: 0 } : {}, moduleOf).forward(bad).data[0]
      ]).toEqual([type, NaN]);
    }
    expect(new CrossEntropyLoss().forward(bad, [1])).toBe(NaN);
  });

  it('erf and erfc are exact in their tails', () => {
    expect([erf(0), erf(-0), erf(Infinity), erf(-Infinity), erf(NaN)]).toEqual([0, -0, 1, -1, NaN]);
    // From mpmath, 40 digits.
    for (const [x, want] of [
      [0.3, 0.6713732405408726],
      [2, 0.004677734981047266],
      [10, 2.088487583762545e-45],
      [26, 5.663192408856143e-296],
      [-2, 1.9953222650189528]
    ]) {
      expect(Math.abs(erfc(x) / want - 1)).toBeLessThan(1e-15);
    }
  });
});

describe('shapes and messages', () => {
  const throws = (act: () => unknown, message: string): void => expect(act).toThrow(message);

  it('an error of a layer says what was given, what was expected, and where', () => {
    throws(() => new LayerNorm(3).forward([[1, 2]]), 'LayerNorm expects 3 features, got 2: input is 1 × 2.');
    throws(
      () => new Embedding(3, 2).forward([[0, 3]]),
      'Embedding expects whole numbers from 0 to 2, got 3: input[0,1].'
    );
    throws(() => new Embedding(3, 2).forward([0.5]), 'got 0.5: input[0].');
    throws(
      () => new Residual(new Linear(3, 2)).forward([[1, 2, 3]]),
      'Residual expects its block to keep the shape: 1 × 3 went in, 1 × 2 came out.'
    );
    throws(() => new Softmax({ dim: 0 }).forward([[1, 2]]), 'Softmax works along the last dimension only');
    throws(() => new Dropout({ p: 1.5 }), 'Dropout: p is 1.5, expected a number from 0 to 1.');
    throws(
      () => new FeedForward(4, 8, { activation: 'tanh' as 'relu' }),
      "expected one of 'gelu', 'relu', 'swiglu', 'geglu', 'reglu'"
    );
    throws(
      () => new GELU().backward([[1]]),
      'GELU has nothing to go back over: call forward before backward.'
    );
    throws(() => new CrossEntropyLoss().backward(), 'CrossEntropyLoss has nothing to go back over');
    throws(() => init.xavierUniform(new Tensor([3])), 'outputs × inputs, got 3: is it a bias?');
  });

  const loss = (l: Loss, output: NestedNumbers, target: NestedNumbers) => () => l.forward(output, target);
  const rows = [[1, 2, 3], [4, 5, 6]]; // prettier-ignore

  it('an error of a class loss names the likely cause', () => {
    const ce = new CrossEntropyLoss();
    throws(
      loss(ce, rows, [[0], [1]]),
      'It is a column: give one number a sample, without brackets around each.'
    );
    throws(loss(ce, rows, [0, 3]), 'got 3: target[1]. Do the classes count from 1? They count from 0.');
    throws(loss(ce, rows, [0, 7]), 'Has the last layer too few outputs?');
    throws(loss(ce, rows, [0, 0.5]), 'got 0.5: target[1].');
    throws(
      loss(ce, rows, [0]),
      '2 whole numbers, or probabilities, 2 × 3, got a target of 1 for an output of 2 × 3.'
    );
    throws(loss(ce, rows, [[0, 0, 2], [0, 0, 1]]), 'between 0 and 1'); // prettier-ignore
    throws(loss(new NLLLoss(), rows, [[0, 0, 1], [0, 1, 0]]), 'It looks one-hot: give the number of the class instead.'); // prettier-ignore
    throws(loss(new BCEWithLogitsLoss(), [[1]], [[2]]), 'targets between 0 and 1, got 2: target[0,0].');
    throws(() => new CrossEntropyLoss({ labelSmoothing: 2 }), 'labelSmoothing is 2');
    throws(
      () => new NLLLoss({ reduction: 'none' as 'sum' }),
      "NLLLoss: reduction is none, expected 'mean' or 'sum'."
    );
  });

  it('class losses take one sample, samples, and samples × positions', () => {
    const ce = new CrossEntropyLoss({ reduction: 'sum' });
    const one = ce.forward([1, 2, 3], [2]);
    expect(ce.forward([[1, 2, 3], [1, 2, 3]], [2, 2])).toBeCloseTo(2 * one, 12); // prettier-ignore
    expect(ce.forward([[[1, 2, 3], [1, 2, 3]]], [[2, 2]])).toBeCloseTo(2 * one, 12); // prettier-ignore
    expect(ce.shares([[[1, 2, 3], [1, 2, 3]]], [[2, 2]])).toEqual([ce.forward([rows[0], rows[0]], [2, 2])]); // prettier-ignore
  });
});

it('reuses buffers in training, and keeps outputs otherwise', () => {
  const model = new Sequential(
    new FeedForward(3, 5, { activation: 'swiglu' }),
    new Residual(new LayerNorm(3)),
    new ReLU()
  );
  const first = model.forward([[1, 2, 3]]);
  const kept = first.data.slice();
  model.forward([[3, 1, 0]]);
  expect(first.data).toEqual(kept);
  reusingBuffers(() => {
    const a = model.forward([[1, 2, 3]]);
    const b = model.forward([[3, 1, 0]]);
    expect(b.data).toBe(a.data);
  });
});
