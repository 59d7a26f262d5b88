import {
  Definition,
  Expression,
  Notation,
  Sentence,
  difference,
  evaluate,
  negative,
  product,
  quantity,
  say,
  sum
} from '../formula/expression';
import type { UpdateTerms } from './optimizer';

/** Collects the definitions of an update's derivation, each built from the earlier ones. */
export class Chain {
  readonly definitions: Definition[] = [];

  /**
   * Defines a quantity.
   * @param state the entry of the parameter's state that stores it
   * @returns the quantity, for the formulas that follow
   */
  define(symbol: string | Notation, formula: Expression, state?: string): Expression {
    const notation = typeof symbol === 'string' ? { name: symbol } : symbol;
    this.definitions.push({ symbol: notation, role: 'gradient', formula, ...(state && { state }) });
    return quantity(notation, 'gradient', evaluate(formula));
  }

  /** g: the gradient that the optimiser uses, with the weight decay and the sign. */
  gradient({ grad, weight }: UpdateTerms, weightDecay: number, maximize: boolean): Expression {
    const raw = maximize ? negative(grad) : grad;
    if (weightDecay !== 0) {
      return this.define(g, sum(raw, product(rate('λ', weightDecay), weight)));
    }
    return maximize ? this.define(g, raw) : grad;
  }

  /**
   * A running mean: decay · last + (1 − decay) · fresh; without the first term at the first step.
   * @param last the mean before this step; undefined at the first
   * @param state the entry of the parameter's state that keeps the mean
   */
  runningMean(
    symbol: Notation,
    decay: Expression,
    last: number | undefined,
    fresh: Expression,
    state: string
  ): Expression {
    const added = product(difference(1, decay), fresh);
    const { note: _note, ...plain } = symbol;
    return this.define(
      symbol,
      last === undefined ? added : sum(product(decay, old(plain, last)), added),
      state
    );
  }

  /** Defines the step that is added to the weight, and ends the chain. */
  step(formula: Expression): Definition[] {
    this.definitions.push({ symbol: { name: 'Δw' }, role: 'weight', formula });
    return this.definitions;
  }
}

/** A hyperparameter: η, μ, λ. A letter of a single optimiser brings its own note. */
export function rate(symbol: string | Notation, value: number): Expression {
  const notation = typeof symbol === 'string' ? { name: symbol, note: shared[symbol] } : symbol;
  return quantity(notation, 'rate', value);
}

const g: Notation = { name: 'g', note: say('%1: the gradient that the optimiser takes', 'g') };

/** The meanings of the letters that several optimisers share. */
const shared: Record<string, Sentence> = {
  η: say('%1: the learning rate', 'η'),
  λ: say('%1: the weight decay', 'λ'),
  μ: say('%1: the momentum, how much of the velocity stays', 'μ'),
  ε: say('%1: a small number, so that nothing is divided by 0', 'ε')
};

/** A quantity after the previous step. */
export const old = (symbol: Notation, value: number): Expression =>
  quantity({ ...symbol, sup: 'old' }, 'gradient', value);
