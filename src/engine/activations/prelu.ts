import { optionsRepr } from '../print/moduleRepr';
import { Activation } from './activation';
import type { Explanation, Row } from '../formula/explanation';
import { Expression, call, evaluate, given, negative, number, product, quantity, say, series } from '../formula/expression'; // prettier-ignore
import { asItIs } from '../buffers';
import { failure } from '../message';
import { Parameter } from '../parameter';
import { checkFinite, checkSize, readOptions } from '../options';
import type { NamedShape, Options } from '../spec';
import { Tensor, TensorLike, formatShape } from '../tensor';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

const learnt = say('%1: the slope below 0, which is learnt', 'α');

/** Options of `PReLU`. */
export interface PReLUOptions {
  /** 1, the default, for one α for all features; or as many as features, for one α each. */
  numParameters?: number;
  /** The first value of α; 0.25 when left out. */
  init?: number;
}

/**
 * PReLU(z) = z where z > 0, else α z: a LeakyReLU whose slope α is learnt: ∂L/∂α = Σ ∂L/∂a · min(z, 0). At 0 the slope
 * is taken as α. The features are the last dimension (PyTorch has them second, which for samples × features is the
 * same). Source: He et al., "Delving Deep into Rectifiers", ICCV 2015; torch.nn.PReLU.
 */
export class PReLU extends Activation {
  static override shapes({ numParameters = 1 }: Options): NamedShape[] {
    return [['weight', [numParameters as number]]];
  }

  static override examples(features: number): Options[] {
    return [{}, { numParameters: features, init: 0.4 }];
  }

  override readonly symbol = 'PReLU';
  /** α, one number or one a feature. */
  readonly weight: Parameter;
  readonly init: number;
  // #private names, since private fields would be listed as parameters.
  #last: Tensor | null = null;
  /** α at the last forward. */
  #used: Tensor | null = null;

  /** @throws RangeError unless numParameters is a whole number ≥ 1, TypeError for an init that is not a number */
  constructor(options: PReLUOptions = {}) {
    super();
    const { numParameters, init } = readOptions('PReLU', options, { numParameters: 1, init: 0.25 });
    const n = checkSize('PReLU', 'numParameters', numParameters);
    this.init = checkFinite('PReLU', 'init', init);
    this.weight = new Parameter([n]);
    this.weight.data.fill(this.init);
  }

  override extraRepr(): string {
    return optionsRepr({ numParameters: this.weight.data.length });
  }

  override options(): Record<string, number> {
    return { numParameters: this.weight.data.length, init: this.init };
  }

  /** a = PReLU(z), of the same shape. @throws RangeError unless there is one α, or one for each feature */
  override forward(input: TensorLike): Tensor {
    const z = Tensor.from(input, 'input');
    const n = this.weight.data.length;
    const features = z.shape[z.shape.length - 1] ?? 1;
    if (n !== 1 && n !== features) {
      const [owner, shape] = [this.label, formatShape(z.shape)];
      throw failure(RangeError, '%1 expects %2 features, got %3: input is %4.', owner, n, features, shape);
    }
    this.#last = asItIs(z);
    this.#used = asItIs(this.weight);
    return super.forward(z);
  }

  /** ∂L/∂z = ∂L/∂a · f′(z); ∂L/∂α += Σ ∂L/∂a · min(z, 0). */
  override backward(gradOutput: TensorLike): Tensor {
    const gradZ = super.backward(gradOutput);
    const g = Tensor.from(gradOutput).data;
    const z = this.#last!.data;
    const grad = this.weight.grad.data;
    for (let i = 0; i < z.length; i++) {
      grad[i % grad.length] += g[i] * Math.min(z[i], 0);
    }
    return gradZ;
  }

  override forUnit(unit: number): PReLU {
    const one = new PReLU();
    one.weight.data[0] = this.alpha(unit);
    return one;
  }

  private alpha(unit: number): number {
    return this.weight.data[unit % this.weight.data.length];
  }

  override value(z: number): number {
    return z > 0 ? z : this.weight.data[0] * z;
  }

  override slope(z: number): number {
    return z > 0 ? 1 : this.weight.data[0];
  }

  override formula(z: Expression, alpha = this.symbolOf()): Expression {
    return evaluate(z) > 0 ? given(z, z, '>', 0) : given(product(alpha, z), z, '≤', 0);
  }

  override slopeFormula(z: Expression, _a: Expression, alpha = this.symbolOf()): Expression {
    return evaluate(z) > 0 ? given(number(1), z, '>', 0) : given(alpha, z, '≤', 0);
  }

  private symbolOf(): Expression {
    return quantity({ name: 'α', note: learnt }, 'weight', this.weight.data[0]);
  }

  protected override formulaAt(row: Row, unit: number): Expression {
    return this.formula(row.input.at(unit), this.alphaIn(row, unit));
  }

  protected override slopeFormulaAt(row: Row, unit: number): Expression {
    return this.slopeFormula(row.input.at(unit), row.output.at(unit), this.alphaIn(row, unit));
  }

  private alphaIn(row: Row, unit: number): Expression {
    return row.parameter('weight', [unit % this.weight.data.length]);
  }

  override parameterSymbol(): { name: string } {
    return { name: 'α' };
  }

  /** Σᵢ ∂L/∂aᵢ · (−max(−zᵢ, 0)), the units with this α. */
  override explainGradient({ input, gradOutput }: Row, _name: string, [k]: readonly number[]): Explanation {
    const below = (z: Expression): Expression => negative(call('max', negative(z), 0));
    if (this.weight.data.length > 1) {
      return { forms: [product(gradOutput.at(k), below(input.at(k)))] };
    }
    const each = input.map((z, i) => product(gradOutput.at(i), below(z)));
    const general = product(gradOutput.general('i'), below(input.general('i')));
    return { forms: [each.length === 1 ? each[0] : series(each, general, `i=1,${each.length}`)] };
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    const below = graph.node('Mul', [graph.node('Min', [input, 0]), graph.constant(this.weight, 'weight')]);
    return graph.node('Add', [graph.node('Max', [input, 0]), below]);
  }

  protected override values(z: Float64Array, a: Float64Array): void {
    for (let i = 0; i < z.length; i++) {
      a[i] = z[i] > 0 ? z[i] : this.alpha(i) * z[i];
    }
  }

  protected override slopes(
    z: Float64Array,
    _a: Float64Array,
    gradA: Float64Array,
    gradZ: Float64Array
  ): void {
    const used = this.#used!.data;
    for (let i = 0; i < z.length; i++) {
      gradZ[i] = z[i] > 0 ? gradA[i] : gradA[i] * used[i % used.length];
    }
  }
}
