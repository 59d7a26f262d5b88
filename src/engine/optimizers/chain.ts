import {
  Definition,
  Expression,
  Notation,
  Sentence,
  evaluate,
  negative,
  product,
  quantity,
  say,
  sum
} from '../formula/expression';
import type { UpdateTerms } from './optimizer';

/** Collects the definitions of an update's derivation, one by one, each built from those before it. */
export class Chain {
  readonly definitions: Definition[] = [];

  /**
   * Says what a quantity is.
   * @param state the entry of the parameter's state that keeps it
   * @returns the quantity, for the formulas that follow
   */
  define(symbol: string | Notation, formula: Expression, state?: string): Expression {
    const notation = typeof symbol === 'string' ? { name: symbol } : symbol;
    this.definitions.push({ symbol: notation, role: 'gradient', formula, ...(state && { state }) });
    return quantity(notation, 'gradient', evaluate(formula));
  }

  /** g: what the optimiser takes for the gradient, the decay of the weight and the sign included. */
  gradient({ grad, weight }: UpdateTerms, weightDecay: number, maximize: boolean): Expression {
    const raw = maximize ? negative(grad) : grad;
    if (weightDecay !== 0) {
      return this.define(g, sum(raw, product(rate('λ', weightDecay), weight)));
    }
    return maximize ? this.define(g, raw) : grad;
  }

  /** Says what is added to the weight, and ends the chain. */
  step(formula: Expression): Definition[] {
    this.definitions.push({ symbol: { name: 'Δw' }, role: 'weight', formula });
    return this.definitions;
  }
}

/** A number that was chosen, not learnt: η, μ, λ, β₁ (written `rate('β', 0.9, '1')`). */
export const rate = (name: string, value: number, sub?: string, note = meanings[name]): Expression =>
  quantity({ name, ...(sub && { sub }), ...(note && { note }) }, 'rate', value);

const g: Notation = { name: 'g', note: say('%1: the gradient that the optimiser takes', 'g') };

/** Of the numbers that several optimisers have. */
const meanings: Record<string, Sentence | undefined> = {
  η: say('%1: the learning rate', 'η'),
  λ: say('%1: the weight decay', 'λ'),
  μ: say('%1: the momentum, how much of the velocity stays', 'μ'),
  τ: say('%1: the dampening, how much less of a new gradient comes in', 'τ'),
  ε: say('%1: a small number, so that nothing is divided by 0', 'ε'),
  κ: say('%1: the decay of the learning rate', 'κ'),
  n: say('%1: how many steps were made before', 'n'),
  t: say('%1: the number of the step', 't')
};

/** A quantity as the last step left it. */
export const old = (symbol: Notation, value: number): Expression =>
  quantity({ ...symbol, sup: 'old' }, 'gradient', value);
