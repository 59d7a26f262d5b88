import type { Explanation, Row } from '../formula/explanation';
import { Expression, evaluate, product, quantity, symbol, valueOf } from '../formula/expression';
import { asItIs } from '../buffers';
import { Module, gradientFor, remembered } from '../module';
import { Tensor, TensorLike } from '../tensor';

/**
 * A function applied to each number separately: a = f(z). A subclass defines its value, its slope, and the
 * formulas of both.
 */
export abstract class Activation extends Module {
  /** The symbol of the function: `σ`, `tanh`. */
  abstract readonly symbol: string;

  /** f(z). */
  abstract value(z: number): number;

  /** f′(z); `a` is f(z), for functions whose slope is simplest in terms of it. */
  abstract slope(z: number, a: number): number;

  /** f(z) as a formula. */
  abstract formula(z: Expression): Expression;

  /** f′(z) as a formula. */
  abstract slopeFormula(z: Expression, a: Expression): Expression;

  /** The function of one unit, for an activation with a parameter for each; the activation itself by default. */
  forUnit(_unit: number): Activation {
    return this;
  }

  /** f(z) of a unit in a row. */
  protected formulaAt(row: Row, unit: number): Expression {
    return this.formula(row.input.at(unit));
  }

  /** f′(z) of a unit in a row. */
  protected slopeFormulaAt(row: Row, unit: number): Expression {
    return this.slopeFormula(row.input.at(unit), row.output.at(unit));
  }

  private input: Tensor | null = null;
  private output: Tensor | null = null;

  /** a = f(z), of the same shape. */
  override forward(input: TensorLike): Tensor {
    const z = Tensor.from(input, 'input');
    const a = this.result('output', z.shape);
    this.values(z.data, a.data);
    this.input = asItIs(z);
    this.output = asItIs(a);
    return a;
  }

  /** ∂L/∂z = ∂L/∂a · f′(z), of the same shape. */
  override backward(gradOutput: TensorLike): Tensor {
    const z = remembered(this.input, this);
    const a = remembered(this.output, this);
    const gradZ = this.result('gradInput', a.shape);
    this.slopes(z.data, a.data, gradientFor(this, gradOutput, a.shape).data, gradZ.data);
    return gradZ;
  }

  /** f(z), then its formula; tanh has only its name. */
  override explain(row: Row, unit: number): Explanation {
    const [z, a] = [row.input.at(unit), row.output.at(unit)];
    const formula = this.formulaAt(row, unit);
    const named = formula.kind === 'call' && formula.name === this.symbol;
    const applied = quantity({ name: this.symbol, of: symbol(z) }, 'activation', valueOf(a));
    return { forms: named ? [formula] : [applied, formula] };
  }

  /** ∂L/∂a · f′(z), and the formula of f′. */
  override explainBackward(row: Row, unit: number): Explanation {
    const slope = this.forUnit(unit).slopeTerm(row.input.at(unit), row.output.at(unit));
    return {
      forms: [product(row.gradOutput.at(unit), slope)],
      where: [{ left: slope, forms: [this.slopeFormulaAt(row, unit)] }]
    };
  }

  /** f′(z) as a quantity. */
  slopeTerm(z: Expression, a: Expression): Expression {
    const value = this.slope(evaluate(z), evaluate(a));
    return quantity({ name: `${this.symbol}′`, of: symbol(z) }, 'activation', value);
  }

  // The two loops. Frequently used activations repeat them word for word: these serve every activation, so the
  // compiler has to call `value`; in a loop of its own `value` is inlined, which is 3 to 10 times as fast.

  /** a ← f(z), element by element. */
  protected values(z: Float64Array, a: Float64Array): void {
    for (let i = 0; i < z.length; i++) {
      a[i] = this.value(z[i]);
    }
  }

  /** ∂L/∂z ← ∂L/∂a · f′(z), element by element. */
  protected slopes(z: Float64Array, a: Float64Array, gradA: Float64Array, gradZ: Float64Array): void {
    for (let i = 0; i < z.length; i++) {
      gradZ[i] = gradA[i] * this.slope(z[i], a[i]);
    }
  }
}
