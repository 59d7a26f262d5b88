/** Every layer and loss of the registry passes gradcheck on random shapes; a new one without a recipe fails. */
import * as fc from 'fast-check';
import {
  Gradcheck,
  Linear,
  Loss,
  L1Loss,
  MSELoss,
  Module,
  Parameter,
  ReLU,
  Residual,
  Sequential,
  Tensor,
  TensorLike,
  gradcheck,
  init,
  manualSeed
} from '../../../src/engine';
import { defaultGenerator } from '../../../src/engine/random/random';
import { Options, layers, losses, moduleOf } from '../../../src/engine/registry';
import { shapesOf, specOf } from '../../../src/engine/spec';

/** Random numbers away from 0, where ReLU and similar functions have a kink. */
function numbers(shape: number[], scale = 1): Tensor {
  const tensor = init.normal(new Tensor(shape), 0, scale);
  tensor.data.forEach((x, i) => (tensor.data[i] = x + (x < 0 ? -0.05 : 0.05)));
  return tensor;
}

const pick = <T>(...choices: T[]): T => choices[defaultGenerator.random32() % choices.length];
const whole = (most: number): number => 1 + (defaultGenerator.random32() % most);
const coin = (): boolean => pick(true, false);
const indices = (shape: number[], below: number): Tensor => {
  const tensor = new Tensor(shape);
  tensor.data.forEach((_, i) => (tensor.data[i] = defaultGenerator.random32() % below));
  return tensor;
};

/** Options of a layer for inputs of so many features. */
const layerOptions: Record<string, (width: number) => Options> = {
  Linear: width => ({ inFeatures: width, outFeatures: whole(6), bias: coin() }),
  Identity: () => ({}),
  Sigmoid: () => ({}),
  Tanh: () => ({}),
  ReLU: () => ({}),
  LeakyReLU: () => ({ negativeSlope: pick(0.01, 0.3, -0.5) }),
  ELU: () => ({ alpha: pick(1, 0.4) }),
  GELU: () => ({ approximate: pick('none', 'tanh') }),
  SiLU: () => ({}),
  Softplus: () => ({ beta: pick(1, 2.5), threshold: pick(20, 30) }),
  Softmax: () => ({ dim: -1 }),
  LogSoftmax: () => ({ dim: -1 }),
  Dropout: () => ({ p: pick(0, 0.3, 0.9, 1) }),
  LayerNorm: width => ({ features: width, eps: 0.1, elementwiseAffine: coin(), bias: coin() }),
  Embedding: () => ({ numEmbeddings: 5, embeddingDim: whole(4) }),
  Residual: width => {
    const inner = new Sequential({
      up: new Linear(width, 3),
      bend: layers.GELU({}),
      down: new Linear(3, width)
    });
    return new Residual(
      coin() ? inner : new Residual(layers.LayerNorm(layerOptions.LayerNorm(width)))
    ).options();
  },
  FeedForward: width => ({
    dModel: width,
    dHidden: whole(6),
    activation: pick('gelu', 'relu', 'swiglu'),
    bias: coin(),
    dropout: pick(0, 0.4)
  })
};

/** An output and a target for a loss, and its options. */
const lossCases: Record<string, () => { options: Options; output: Tensor; target: Tensor }> = {
  MSELoss: () => elementwise(numbers),
  L1Loss: () => {
    const { output } = elementwise(numbers);
    const away = output.data.map(y => y + pick(-1, 1) * (0.05 + defaultGenerator.uniform()));
    return { options: {}, output, target: new Tensor(output.shape, away) };
  },
  BCELoss: () => {
    const { output, target } = elementwise(shape => init.uniform(new Tensor(shape)));
    return { options: {}, output: init.uniform(output, 0.2, 0.8), target };
  },
  BCEWithLogitsLoss: () => elementwise(shape => init.uniform(new Tensor(shape))),
  CrossEntropyLoss: () => {
    const { output, target } = classes();
    const options = { labelSmoothing: pick(0, 0.1, 1) };
    return { options, output, target: coin() ? target : init.uniform(new Tensor(output.shape)) };
  },
  NLLLoss: () => classes()
};

function elementwise(targets: (shape: number[]) => Tensor): {
  options: Options;
  output: Tensor;
  target: Tensor;
} {
  const shape = Array.from({ length: whole(3) }, () => whole(4));
  return { options: {}, output: numbers(shape), target: targets(shape) };
}

function classes(): { options: Options; output: Tensor; target: Tensor } {
  const shape = Array.from({ length: whole(2) }, () => whole(4));
  const width = 1 + whole(4);
  return { options: {}, output: numbers([...shape, width], pick(1, 5)), target: indices(shape, width) };
}

/** The identity: passes its input to the loss, so that only the loss's gradient is checked. */
class Output extends Module {
  override forward(input: TensorLike): Tensor {
    return Tensor.from(input);
  }
  override backward(gradOutput: TensorLike): Tensor {
    return Tensor.from(gradOutput);
  }
}

/** Expects a passed check, apart from elements at a kink. */
function expectPassed(check: Gradcheck, what: string): void {
  const others = (check.notes ?? []).filter(({ kind }) => kind !== 'kink');
  expect([what, check.passed || others.length === 0, others]).toEqual([what, true, []]);
}

const runs = { numRuns: 25 };
const seeds = fc.nat(1_000_000);

describe('every layer', () => {
  it('has a recipe here', () => expect(Object.keys(layerOptions).sort()).toEqual(Object.keys(layers).sort()));

  it.each(Object.keys(layers))('%s passes, and is made again from what it says of itself', type => {
    fc.assert(
      fc.property(seeds, seed => {
        manualSeed(seed);
        const shape = Array.from({ length: whole(3) }, () => whole(4));
        const layer = layers[type](layerOptions[type](shape[shape.length - 1]));
        layer.parameters().forEach(p => init.normal(p, 0, 0.7));
        const input = layer.takesIndices ? indices(shape, 5) : numbers(shape);
        const target = numbers(layer.forward(input).shape);
        const check = gradcheck(layer, { input, target, loss: new MSELoss() });
        expectPassed(
          check,
          `${type} ${JSON.stringify(layer.options())} of ${shape.join(' × ')}, seed ${seed}`
        );
        expect(check.rows.some(({ name }) => name === 'input')).toBe(!layer.takesIndices);

        const again = moduleOf(JSON.parse(JSON.stringify(specOf(layer))));
        const shapes = layer.namedParameters().map(([name, p]) => [name, p.shape]);
        expect(again.namedParameters().map(([name, p]) => [name, p.shape])).toEqual(shapes);
        expect(shapesOf(specOf(layer))).toEqual(shapes);
        again.loadStateDict(layer.stateDict());
        [layer, again].forEach(each => each.eval());
        expect(again.forward(input).data).toEqual(layer.forward(input).data);
      }),
      runs
    );
  });
});

describe('every loss', () => {
  it('has a recipe here', () => expect(Object.keys(lossCases).sort()).toEqual(Object.keys(losses).sort()));

  it.each(Object.keys(losses))('%s passes, and its shares sum to it', type => {
    fc.assert(
      fc.property(seeds, seed => {
        manualSeed(seed);
        const { options, output, target } = lossCases[type]();
        const loss: Loss = losses[type]({ ...options, reduction: pick('mean', 'sum') });
        const check = gradcheck(new Output(), { input: output, target, loss });
        expect([type, seed, check.notes, check.passed]).toEqual([type, seed, undefined, true]);
        const shares = loss.shares(output, target);
        const value = loss.forward(output, target);
        expect(shares.reduce((total, share) => total + share, 0)).toBeCloseTo(value, 10);
        const alone = output.shape.length === 1;
        expect(shares.length).toBe(alone ? 1 : output.shape[0]);
        const again = losses[type](loss.options());
        expect(again.forward(output, target)).toBe(value);
      }),
      runs
    );
  });
});

describe('notes', () => {
  /** y = w x²; ∂L/∂x is multiplied by `slip`, so any value but 1 is a mistake. */
  class Square extends Module {
    readonly weight = new Parameter([1], Float64Array.of(3));
    private x = new Tensor([0]);
    constructor(private readonly slip: number) {
      super();
    }
    override forward(input: TensorLike): Tensor {
      this.x = Tensor.from(input);
      return new Tensor(
        this.x.shape,
        this.x.data.map(x => this.weight.data[0] * x * x)
      );
    }
    override backward(gradOutput: TensorLike): Tensor {
      const g = Tensor.from(gradOutput).data;
      g.forEach((d, i) => (this.weight.grad.data[0] += d * this.x.data[i] ** 2));
      return new Tensor(
        this.x.shape,
        g.map((d, i) => this.slip * d * 2 * this.weight.data[0] * this.x.data[i])
      );
    }
  }
  const loss = new MSELoss({ reduction: 'sum' });

  it('passes a correct layer and gives the address of the largest error', () => {
    const check = gradcheck(new Square(1), { input: [[1, -2]], target: [[0, 1]], loss, tolerance: 1e-6 });
    expect(check.passed).toBe(true);
    expect(check.worstAt).toMatch(/^(weight\.grad\[0\]|input\.grad\[0,[01]\])$/);
    expect(check.notes).toBeUndefined();
  });

  it('finds a mistake in backward', () => {
    const check = gradcheck(new Square(1.01), { input: [[1, -2]], target: [[0, 1]], loss });
    expect(check.passed).toBe(false);
    expect(check.worstAt).toBe('input.grad[0,1]');
    expect(check.notes?.map(({ kind, at }) => [kind, at])).toContainEqual(['wrong', 'input.grad[0,1]']);
  });

  it.each([0, 4e-6, -4e-6])('explains a kink within ε, %d away', x => {
    const check = gradcheck(new Sequential(new ReLU()), { input: [[x, 1]], target: [[5, 2]], loss });
    expect(check.passed).toBe(false);
    expect(check.notes?.map(({ kind, at }) => [kind, at])).toEqual([['kink', 'input.grad[0,0]']]);
    expect(check.notes![0].message).toContain('to the left and');
  });

  it('explains the kink of an absolute error close to 0', () => {
    const check = gradcheck(new Sequential(new ReLU()), {
      input: [[1, 2]],
      target: [[1.000004, 3]],
      loss: new L1Loss()
    });
    expect(check.notes?.map(({ kind }) => kind)).toEqual(['kink']);
  });

  it('distinguishes an ε that is too small from one that is too large', () => {
    const model = new Square(1);
    const small = gradcheck(model, { input: [[30]], target: [[0]], loss, epsilon: 1e-12 });
    expect(new Set(small.notes?.map(({ kind }) => kind))).toEqual(new Set(['roundOff']));
    const large = gradcheck(model, { input: [[1.3]], target: [[0]], loss, epsilon: 0.1 });
    expect(new Set(large.notes?.map(({ kind }) => kind))).toEqual(new Set(['curvature']));
  });

  it('restores the random generator', () => {
    manualSeed(3);
    const model = layers.Dropout({ p: 0.5 });
    gradcheck(model, { input: [[1, 2, 3]], target: [[1, 1, 1]], loss });
    const next = defaultGenerator.uniform();
    manualSeed(3);
    expect(defaultGenerator.uniform()).toBe(next);
  });
});
