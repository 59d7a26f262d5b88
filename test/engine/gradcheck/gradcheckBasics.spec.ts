import * as fc from 'fast-check';
import {
  Activation,
  Linear,
  MSELoss,
  Module,
  Parameter,
  Sequential,
  Sigmoid,
  Tensor,
  TensorLike,
  centralDifference,
  gradcheck
} from '../../../src/engine';
import { task } from '../../arbitraries';

describe('analytic gradients', () => {
  it('are not called wrong in any network, saturated or at kinks', () => {
    fc.assert(
      fc.property(task, t => {
        const { rows, notes, outcome } = gradcheck(t.model, t);
        expect([outcome === 'wrong', notes?.filter(({ kind }) => kind === 'wrong') ?? []]).toEqual([
          false,
          []
        ]);
        expect(rows.filter(({ verdict }) => verdict === 'wrong')).toEqual([]);
      }),
      { numRuns: 60 }
    );
  });
});

/** A user-defined layer: multiplies every feature by its own weight. */
class Scale extends Module {
  readonly scale = new Parameter([2], Float64Array.of(1.5, -0.5));
  private x = new Tensor([0]);

  /** @param mistake an error that backward adds to ∂L/∂scale */
  constructor(private readonly mistake = 0) {
    super();
  }

  override forward(input: TensorLike): Tensor {
    this.x = Tensor.from(input);
    return new Tensor(
      this.x.shape,
      this.x.data.map((x, i) => x * this.scale.data[i % 2])
    );
  }

  override backward(gradOutput: TensorLike): Tensor {
    const grad = Tensor.from(gradOutput).data;
    grad.forEach((g, i) => (this.scale.grad.data[i % 2] += g * this.x.data[i] + this.mistake));
    return new Tensor(
      this.x.shape,
      grad.map((g, i) => g * this.scale.data[i % 2])
    );
  }
}

describe('gradcheck', () => {
  const data = {
    input: [
      [0.5, -1],
      [2, 1]
    ],
    target: [[0.2], [0.9]],
    loss: new MSELoss()
  };
  const withScale = (mistake = 0): Sequential =>
    new Sequential({ scale: new Scale(mistake), linear: new Linear(2, 1), sigmoid: new Sigmoid() });

  it('passes a user-defined layer inside a Sequential', () => {
    const check = gradcheck(withScale(), data);
    expect(check).toMatchObject({ kind: 'check', version: 1, passed: true });
    expect(check.rows.map(({ name, index }) => `${name}[${index.join()}]`)).toEqual([
      'scale.scale[0]',
      'scale.scale[1]',
      'linear.weight[0,0]',
      'linear.weight[0,1]',
      'linear.bias[0]',
      'input[0,0]',
      'input[0,1]',
      'input[1,0]',
      'input[1,1]'
    ]);
  });

  it.each([1e-3, NaN])('fails a backward that is off by %d', mistake => {
    const check = gradcheck(withScale(mistake), data);
    expect(check.passed).toBe(false);
    expect(check.rows.filter(row => !(row.error < 1e-6)).map(row => row.name)).toEqual([
      'scale.scale',
      'scale.scale'
    ]);
    expect(check.worst).not.toBeLessThanOrEqual(1e-4);
  });

  it('restores weights, gradients and the input, also after an error', () => {
    const model = withScale();
    model.parameters().forEach(p => p.grad.data.fill(7));
    const before = structuredClone(model.parameters().map(({ data, grad }) => [data, grad.data]));
    const input = Tensor.from(data.input);
    gradcheck(model, { ...data, input });
    expect(() => gradcheck(model, { ...data, input: [[1, 2]] })).toThrow('target of the output');
    expect(model.parameters().map(({ data, grad }) => [data, grad.data])).toEqual(before);
    expect(input.toArray()).toEqual(data.input);
  });
});

describe('a user-defined activation', () => {
  it('passes with only a value and a slope', () => {
    class Square extends Activation {
      override readonly symbol = 'sq';
      override value = (z: number): number => z * z;
      override slope = (z: number): number => 2 * z;
      override formula = (z: never): never => z;
      override slopeFormula = (z: never): never => z;
    }
    const model = new Sequential(new Linear(2, 3), new Square());
    const options = { input: [[1, 2]], target: [[0, 0, 0]], loss: new MSELoss() };
    expect(gradcheck(model, options).passed).toBe(true);
  });
});

describe('centralDifference', () => {
  it('restores the number, even if the function throws', () => {
    const x = Float64Array.of(3);
    expect(centralDifference(x, 0, 1e-5, () => x[0] ** 2)).toBeCloseTo(6, 8);
    const fail = (): number => {
      throw new Error('no');
    };
    expect(() => centralDifference(x, 0, 1e-5, fail)).toThrow('no');
    expect(x[0]).toBe(3);
  });
});
