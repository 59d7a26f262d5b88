/** Every layer and loss of the registry passes gradcheck on random shapes, with each of its examples. */
import * as fc from 'fast-check';
import {
  Dropout,
  GELU,
  Gradcheck,
  Linear,
  Loss,
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
import { specOf } from '../../../src/engine/layers/specOf';
import { Options, layers, losses, moduleOf, shapesOf } from '../../../src/engine/registry';

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

/** Cases beside the types' own examples. */
const moreOptions: Record<string, (width: number) => Options[]> = {
  Linear: width => [{ inFeatures: width, outFeatures: whole(6), bias: coin() }],
  Dropout: () => [{ p: 0.9 }],
  Residual: width => {
    const inner = new Sequential(new Linear(width, 3), new GELU(), new Linear(3, width));
    return [new Residual(inner).options()];
  },
  FeedForward: width => [
    {
      dModel: width,
      dHidden: whole(6),
      activation: pick('gelu', 'relu', 'swiglu', 'geglu', 'reglu'),
      bias: coin(),
      dropout: 0.4
    }
  ]
};

/** Options of a layer for inputs of so many features. */
const optionsOf = (type: string, width: number): Options =>
  pick(...layers[type].examples(width), ...(moreOptions[type]?.(width) ?? []));

/** An output and a target that a loss is defined for, and its options. */
function lossCase(type: string): { options: Options; output: Tensor; target: Tensor } {
  const { domain } = losses[type];
  const shape = Array.from({ length: whole(3) }, () => whole(4));
  if (domain.target === 'class') {
    const lead = shape.slice(0, 2);
    const width = 1 + whole(4);
    const options = pick(...losses[type].examples(width));
    const output = numbers([...lead, width], pick(1, 5));
    const probabilities = type === 'CrossEntropyLoss' && coin();
    const classes = indices(lead, width);
    // A class that no example ignores.
    classes.data[0] = width - 1;
    return {
      options: type === 'CrossEntropyLoss' ? pick(options, { ...options, labelSmoothing: 1 }) : options,
      output,
      target: probabilities ? init.uniform(new Tensor(output.shape)) : classes
    };
  }
  const options = pick(...losses[type].examples(shape[shape.length - 1]));
  const output = domain.output === 'number' ? numbers(shape) : init.uniform(new Tensor(shape), 0.2, 0.8);
  // Away from the output, where L1Loss and similar losses have a kink.
  const away = output.data.map(y => y + pick(-1, 1) * (0.05 + defaultGenerator.uniform()));
  const target = domain.target === 'number' ? new Tensor(shape, away) : init.uniform(new Tensor(shape));
  return { options, output, target };
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
  it.each(Object.keys(layers))('%s passes, and is made again from its spec', type => {
    fc.assert(
      fc.property(seeds, seed => {
        manualSeed(seed);
        // BatchNorm1d and Flatten need a batch.
        const lead = ['BatchNorm1d', 'Flatten'].includes(type) ? [3] : [];
        const shape = [...lead, ...Array.from({ length: whole(3) }, () => whole(4))];
        const layer = layers[type].from(optionsOf(type, shape[shape.length - 1]), moduleOf);
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
  it.each(Object.keys(losses))('%s passes, and its shares sum to its value', type => {
    fc.assert(
      fc.property(seeds, seed => {
        manualSeed(seed);
        const { options, output, target } = lossCase(type);
        const loss: Loss = losses[type].from({ ...options, reduction: pick('mean', 'sum') });
        const check = gradcheck(new Output(), { input: output, target, loss });
        // A gradient below the round-off of the loss itself can't be checked, whatever the loss.
        const others = (check.notes ?? []).filter(
          ({ kind, form }) => kind !== 'roundOff' || Math.abs(Number(form.args[2])) > 1e-9
        );
        expect([type, seed, others, check.passed || check.notes !== undefined]).toEqual([
          type,
          seed,
          [],
          true
        ]);
        const shares = loss.shares(output, target);
        const value = loss.forward(output, target);
        expect(shares.reduce((total, share) => total + share, 0)).toBeCloseTo(value, 10);
        const alone = output.shape.length === 1;
        expect(shares.length).toBe(alone ? 1 : output.shape[0]);
        const again = losses[type].from(loss.options());
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
    expect(check.worst).toBeCloseTo(0.01 / 1.01, 8);
    expect(check.notes?.map(({ kind, at }) => [kind, at])).toContainEqual(['wrong', 'input.grad[0,1]']);
  });

  it('can’t check a gradient at a kink, and says so', () => {
    const check = gradcheck(new Sequential(new ReLU()), { input: [[0, 1]], target: [[5, 2]], loss });
    expect([check.outcome, check.passed]).toEqual(['unclear', true]);
    expect(check.rows.map(({ verdict }) => verdict)).toEqual(['unclear', 'right']);
    expect(check.notes?.map(({ kind, at }) => [kind, at])).toEqual([['kink', 'input.grad[0,0]']]);
    expect(check.notes![0].message).toBe(
      'input.grad[0,0] can’t be checked here, because the loss has a kink: its slope is 0 to the left and -10 to the right, backward gives 0.'
    );
  });

  it.each([4e-6, -4e-6])('takes smaller steps close to a kink, %d away', x => {
    const check = gradcheck(new Sequential(new ReLU()), { input: [[x, 1]], target: [[5, 2]], loss });
    expect([check.outcome, check.notes]).toEqual(['right', undefined]);
  });

  it.each([1e-12, 1e-5, 0.1, 1])('comes to the same outcome from any ε, such as %d', epsilon => {
    for (const [slip, outcome] of [
      [1, 'right'],
      [1.0001, 'wrong']
    ] as const) {
      const model = new Square(slip);
      expect(gradcheck(model, { input: [[30]], target: [[0]], loss, epsilon }).outcome).toBe(outcome);
    }
  });

  it('prints as many digits as differ', () => {
    const check = gradcheck(new Square(1 + 1e-6), { input: [[1, -2]], target: [[0, 1]], loss });
    expect(check.notes![0].message).toMatch(
      /^input\.grad\[0,[01]\]: backward gives -?\d+\.\d{5,}, the difference quotient -?\d+(\.\d+)? ± /
    );
    const [by, measured] = check.notes![0].form.args.slice(1, 3).map(Number);
    expect(by).not.toBe(measured);
  });

  it('restores the random generator', () => {
    manualSeed(3);
    const model = new Dropout({ p: 0.5 });
    gradcheck(model, { input: [[1, 2, 3]], target: [[1, 1, 1]], loss });
    const next = defaultGenerator.uniform();
    manualSeed(3);
    expect(defaultGenerator.uniform()).toBe(next);
  });
});
