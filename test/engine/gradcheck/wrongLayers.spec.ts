/** gradcheck finds layers that are wrong: each of these is a mistake that people make. */
import {
  Activation,
  GELU,
  Gradcheck,
  GradcheckOptions,
  Linear,
  Loss,
  MSELoss,
  Module,
  Parameter,
  Residual,
  Sequential,
  Sigmoid,
  Tensor,
  TensorLike,
  Tanh,
  gradcheck,
  init,
  manualSeed
} from '../../../src/engine';

/** y = x Wᵀ + b of 3 features to 2, whose methods a mistake replaces. */
class Layer extends Module {
  readonly weight = init.normal(new Parameter([2, 3]), 0, 0.7);
  readonly bias = init.normal(new Parameter([2]), 0, 0.7);
  x = new Tensor([0, 3]);

  override forward(input: TensorLike): Tensor {
    this.x = Tensor.from(input);
    return this.out(this.x);
  }

  out(x: Tensor): Tensor {
    const y = new Tensor([x.shape[0], 2]);
    for (let s = 0; s < x.shape[0]; s++) {
      for (let u = 0; u < 2; u++) {
        y.data[s * 2 + u] = this.bias.data[u];
        for (let i = 0; i < 3; i++) {
          y.data[s * 2 + u] += x.data[s * 3 + i] * this.weight.data[u * 3 + i];
        }
      }
    }
    return y;
  }

  override backward(gradOutput: TensorLike): Tensor {
    const g = Tensor.from(gradOutput);
    for (let s = 0; s < this.x.shape[0]; s++) {
      this.add(g.data, s);
    }
    return this.back(g);
  }

  /** Adds a sample's share to the gradients. */
  add(g: Float64Array, s: number): void {
    for (let u = 0; u < 2; u++) {
      this.bias.grad.data[u] += g[s * 2 + u];
      for (let i = 0; i < 3; i++) {
        this.weight.grad.data[u * 3 + i] += g[s * 2 + u] * this.x.data[s * 3 + i];
      }
    }
  }

  back(g: Tensor): Tensor {
    const back = new Tensor([g.shape[0], 3]);
    for (let s = 0; s < g.shape[0]; s++) {
      for (let i = 0; i < 3; i++) {
        for (let u = 0; u < 2; u++) {
          back.data[s * 3 + i] += g.data[s * 2 + u] * this.weight.data[u * 3 + i];
        }
      }
    }
    return back;
  }
}

/** What a mistake does to the gradients of one pass, after they are computed right. */
function spoiled(spoil: (layer: Layer, back: Tensor, samples: number) => Tensor | void): Layer {
  return new (class extends Layer {
    override backward(gradOutput: TensorLike): Tensor {
      const before = this.parameters().map(({ grad }) => grad.data.slice());
      this.parameters().forEach(({ grad }) => grad.data.fill(0));
      const back = super.backward(gradOutput);
      const result = spoil(this, back, this.x.shape[0]) ?? back;
      this.parameters().forEach(({ grad }, p) => before[p].forEach((b, i) => (grad.data[i] += b)));
      return result;
    }
  })();
}

const times =
  (factor: number): ((x: number, i: number, all: Float64Array) => void) =>
  (x, i, all) => {
    all[i] = x * factor;
  };

const data = {
  input: [
    [0.5, -1, 2],
    [1.5, 0.3, -0.4],
    [-0.7, 1.1, 0.2]
  ],
  target: [
    [0.2, 1],
    [-0.5, 0.4],
    [0.9, -1]
  ],
  loss: new MSELoss()
};

class WrongActivation extends Activation {
  override readonly symbol = 'f';
  constructor(
    override readonly value: (z: number) => number,
    override readonly slope: (z: number, a: number) => number
  ) {
    super();
  }
  override formula = (z: never): never => z;
  override slopeFormula = (z: never): never => z;
}

type Case = [string, () => Module, (Partial<GradcheckOptions> & { kind?: string })?];
const activation = (value: (z: number) => number, slope: (z: number, a: number) => number): Module =>
  new Sequential(new Linear(3, 2), new WrongActivation(value, slope));

/** Ten sigmoids, one after the other: the gradient of the first layer is below 1e-6. */
const chain = (first: Module, layers = 10): Module =>
  new Sequential(
    first,
    new Sigmoid(),
    ...Array.from({ length: layers - 1 }, () => [new Linear(1, 1), new Sigmoid()]).flat()
  );
const narrow = { input: [[0.5], [0.2]], target: [[1], [0]] };

/** A Linear whose gradients a mistake changes after each pass. */
class Zeroed extends Linear {
  override backward(gradOutput: TensorLike): Tensor {
    const before = this.weight.grad.data.slice();
    const back = super.backward(gradOutput);
    this.weight.grad.data.set(before);
    return back;
  }
}

class SignLost extends Linear {
  override backward(gradOutput: TensorLike): Tensor {
    const before = this.weight.grad.data.slice();
    const back = super.backward(gradOutput);
    this.weight.grad.data.forEach((x, i, all) => (all[i] = 2 * before[i] - x));
    return back;
  }
}

class HalfLoss extends Loss {
  private difference = new Tensor([0]);
  override forward(output: TensorLike, target: TensorLike): number {
    const [o, t] = [Tensor.from(output), Tensor.from(target)];
    this.difference = new Tensor(
      o.shape,
      o.data.map((x, i) => x - t.data[i])
    );
    return this.difference.data.reduce((sum, d) => sum + d * d, 0);
  }
  override backward(): Tensor {
    return this.difference;
  }
  override shares(output: TensorLike, target: TensorLike): number[] {
    return [this.forward(output, target)];
  }
}

const wrong: Case[] = [
  ['a wrong sign', () => spoiled(({ weight }) => weight.grad.data.forEach(times(-1)))],
  [
    'a transposed gradient',
    () =>
      spoiled(({ weight: { grad } }) => {
        const g = grad.data.slice();
        grad.data.forEach((_, i) => (grad.data[i] = g[(i % 3) * 2 + Math.floor(i / 3)]));
      })
  ],
  [
    'a missing factor',
    () =>
      activation(
        z => z * z,
        z => z
      )
  ],
  [
    'one sample only',
    () =>
      new (class extends Layer {
        override backward(gradOutput: TensorLike): Tensor {
          const g = Tensor.from(gradOutput);
          this.add(g.data, 0);
          return this.back(g);
        }
      })()
  ],
  [
    'the last sample only',
    () =>
      new (class extends Layer {
        override backward(gradOutput: TensorLike): Tensor {
          const g = Tensor.from(gradOutput);
          this.add(g.data, this.x.shape[0] - 1);
          return this.back(g);
        }
      })()
  ],
  [
    'a mean instead of a sum over the samples',
    () => spoiled(({ weight }, _, n) => weight.grad.data.forEach(times(1 / n)))
  ],
  ['a wrong bias only', () => spoiled(({ bias }) => bias.grad.data.forEach(times(2)))],
  ['a bias without a gradient', () => spoiled(({ bias }) => void bias.grad.data.fill(0))],
  ['a wrong gradient of the input only', () => spoiled((_, back) => back.data.forEach(times(0.5)))],
  [
    'the gradient of the output handed on unchanged',
    () =>
      new (class extends Layer {
        override back(g: Tensor): Tensor {
          return new Tensor(
            [g.shape[0], 3],
            Float64Array.from({ length: g.shape[0] * 3 }, (_, i) => g.data[Math.floor(i / 3) * 2])
          );
        }
      })()
  ],
  ['one element that is wrong', () => spoiled(({ weight }) => void (weight.grad.data[4] += 1e-3))],
  ['a relative error of 1e-4', () => spoiled(({ weight }) => weight.grad.data.forEach(times(1.0001)))],
  ['a relative error of 1e-6', () => spoiled((_, back) => back.data.forEach(times(1 + 1e-6)))],
  ['NaN', () => spoiled(({ bias }) => void bias.grad.data.fill(NaN))],
  [
    'a gradient that is set, not added to',
    () =>
      new (class extends Layer {
        override backward(gradOutput: TensorLike): Tensor {
          this.zeroGrad();
          return super.backward(gradOutput);
        }
      })(),
    { kind: 'overwrites' }
  ],
  [
    'numbers kept from the first forward',
    () =>
      new (class extends Layer {
        private first: Tensor | null = null;
        override forward(input: TensorLike): Tensor {
          this.first ??= Tensor.from(input).clone();
          this.x = this.first;
          return this.out(Tensor.from(input));
        }
      })()
  ],
  [
    'numbers kept from the forward before',
    () =>
      new (class extends Layer {
        private last = new Tensor([3, 3]);
        override forward(input: TensorLike): Tensor {
          this.x = this.last;
          this.last = Tensor.from(input).clone();
          return this.out(this.last);
        }
      })(),
    { kind: 'stale' }
  ],
  [
    'a gradient of another shape for the input',
    () => spoiled((_, back) => new Tensor([9], back.data)),
    { kind: 'shape' }
  ],
  [
    'a gradient of one sample for the input',
    () => spoiled((_, back) => new Tensor([1, 3], back.data.slice(0, 3))),
    { kind: 'shape' }
  ],
  [
    'a gradient of another shape for a parameter',
    () =>
      new (class extends Layer {
        override backward(gradOutput: TensorLike): Tensor {
          const back = super.backward(gradOutput);
          Object.assign(this.weight, { grad: new Tensor([3, 2], this.weight.grad.data) });
          return back;
        }
      })(),
    // The parameter itself refuses it.
    { kind: 'throws' }
  ],
  [
    'a wrong shape inside a model',
    () =>
      new Sequential(
        new Linear(3, 3),
        spoiled((_, back) => new Tensor([9], back.data))
      ),
    { kind: 'shape' }
  ],
  [
    'a backward that throws',
    () =>
      spoiled(({ bias }) => {
        bias.grad.data.set([1, 2, 3]);
      }),
    { kind: 'throws' }
  ],
  [
    'a forward that changes its input',
    () =>
      new (class extends Layer {
        override forward(input: TensorLike): Tensor {
          const x = Tensor.from(input);
          this.x = x.clone();
          const y = this.out(x);
          x.data.fill(0);
          return y;
        }
      })(),
    { kind: 'changesInput' }
  ],
  [
    'a change of the input inside a model',
    () =>
      new Sequential(
        new Linear(3, 2),
        new (class extends Tanh {
          override forward(input: TensorLike): Tensor {
            const x = Tensor.from(input);
            const y = super.forward(x);
            x.data.set(y.data);
            return y;
          }
        })()
      ),
    { kind: 'changesInput' }
  ],
  [
    'a forward that draws at random',
    () =>
      new (class extends Layer {
        private calls = 0;
        override forward(input: TensorLike): Tensor {
          const y = super.forward(input);
          y.data[0] += Math.sin(this.calls++);
          return y;
        }
      })(),
    { kind: 'random' }
  ],
  [
    'a sigmoid’s slope of z',
    () =>
      activation(
        z => 1 / (1 + Math.exp(-z)),
        z => z * (1 - z)
      )
  ],
  ['a tanh’s slope without the square', () => activation(Math.tanh, (_, a) => 1 - a)],
  [
    'a leaky slope of the wrong side',
    () =>
      activation(
        z => (z > 0 ? z : 0.1 * z),
        z => (z > 0 ? 0.1 : 1)
      )
  ],
  ['a GELU with a ReLU’s slope', () => activation(new GELU().value.bind(new GELU()), z => (z > 0 ? 1 : 0))],
  [
    'a skip connection without its own gradient',
    () =>
      new (class extends Residual {
        override backward(gradOutput: TensorLike): Tensor {
          return this.block.backward(gradOutput);
        }
      })(new Linear(3, 3)),
    { target: data.input }
  ],
  ['a first gradient of 0 before ten sigmoids', () => chain(new Zeroed(1, 1)), narrow],
  ['a first gradient of 0 before twenty sigmoids', () => chain(new Zeroed(1, 1), 20), narrow],
  ['a wrong sign before ten sigmoids', () => chain(new SignLost(1, 1)), narrow],
  ['a wrong sign for inputs × 1e-9', () => new SignLost(3, 2), { input: scaled(1e-9) }],
  ['a wrong sign for inputs × 1e9', () => new SignLost(3, 2), { input: scaled(1e9) }],
  ['a wrong sign for inputs × 1e-14', () => new SignLost(3, 2), { input: scaled(1e-14) }],
  ['a wrong loss', () => new Layer(), { loss: new HalfLoss(), kind: 'loss' }]
];

function scaled(by: number): number[][] {
  return data.input.map(row => row.map(x => by * x));
}

const found = ({ outcome, passed }: Gradcheck): unknown[] => [outcome, passed];

describe('gradcheck finds', () => {
  it.each(wrong)('%s', (_, make, { kind, ...more } = {}) => {
    manualSeed(7);
    const model = make();
    const before = model.parameters().map(({ data, grad }) => [data.slice(), grad, grad.data.slice()]);
    const check = gradcheck(model, { ...data, ...more });
    expect(found(check)).toEqual(['wrong', false]);
    expect(check.notes?.map(note => note.kind)).toContain(kind ?? 'wrong');
    check.notes!.forEach(({ message }) => expect(message).toMatch(/^.{20,300}$/));
    // The model is left as it was.
    expect(model.parameters().map(({ data, grad }) => [data, grad, grad.data])).toEqual(before);
    expect(Object.hasOwn(model, 'forward')).toBe(false);
  });

  it('parameters in an array, with a note, and checks their gradients', () => {
    class Blocks extends Module {
      readonly blocks: Linear[];
      constructor(make: () => Linear) {
        super();
        this.blocks = [make(), make()];
      }
      override forward(input: TensorLike): Tensor {
        return this.blocks[1].forward(this.blocks[0].forward(input));
      }
      override backward(grad: TensorLike): Tensor {
        return this.blocks[0].backward(this.blocks[1].backward(grad));
      }
    }
    const check = gradcheck(new Blocks(() => new Linear(3, 3)), { ...data, target: data.input });
    expect(found(check)).toEqual(['right', true]);
    expect(check.notes?.map(({ kind, at }) => `${kind} ${at}`)).toEqual([
      'hidden blocks[0].weight',
      'hidden blocks[0].bias',
      'hidden blocks[1].weight',
      'hidden blocks[1].bias'
    ]);
    expect(check.rows).toHaveLength(2 * 12 + 9);
    const wrong = gradcheck(new Blocks(() => new SignLost(3, 3)), { ...data, target: data.input });
    expect(found(wrong)).toEqual(['wrong', false]);
  });
});
