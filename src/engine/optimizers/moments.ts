import {
  Definition,
  Expression,
  Notation,
  Sentence,
  difference,
  negative,
  number,
  power,
  product,
  quotient,
  say,
  sum
} from '../formula/expression';
import { Chain, rate } from './chain';
import type { UpdateTerms } from './optimizer';

const kept = say('%1: how much of the last mean is kept', 'β');
const stepNumber: Notation = { name: 't', note: say('%1: the number of the step', 't') };
const notes: Record<string, Sentence> = {
  m: say('%1: the running mean of the gradient', 'm'),
  v: say('%1: the running mean of the gradient’s square', 'v'),
  m̂: say('%1: %2, corrected for its start at 0', 'm̂', 'm'),
  v̂: say('%1: %2, corrected for its start at 0', 'v̂', 'v')
};

/** The options of Adam and its variants by which the moments are computed. */
interface MomentOptions {
  lr: number;
  betas: readonly number[];
  weightDecay: number;
  maximize: boolean;
}

/** The quantities that the derivations of Adam and its variants begin with, and how they end. */
export class Moments {
  /** t, from 1 on. */
  readonly t: Expression;
  /** β₁ and β₂. */
  readonly betas: Expression[];
  /** η. */
  readonly eta: Expression;
  /** g, with the weight decay unless that is decoupled. */
  readonly g: Expression;
  /** m, the running mean of g; after the step. */
  readonly m: Expression;
  /** v, the running mean of g²; after the step. */
  readonly v: Expression;

  /** @param decoupled whether λ w is subtracted from the weight instead of added to the gradient */
  constructor(
    private readonly chain: Chain,
    private readonly terms: UpdateTerms,
    private readonly options: MomentOptions,
    private readonly decoupled: boolean
  ) {
    const { lr, betas, weightDecay, maximize } = options;
    this.t = rate(stepNumber, (terms.before('step') ?? 0) + 1);
    this.betas = betas.map((beta, i) => rate({ name: 'β', sub: String(i + 1), note: kept }, beta));
    this.eta = rate('η', lr);
    this.g = chain.gradient(terms, decoupled ? 0 : weightDecay, maximize);
    this.m = this.mean('m', this.betas[0], 'expAvg', this.g);
    this.v = this.mean('v', this.betas[1], 'expAvgSq', power(this.g, number(2)));
  }

  /** m̂ = m / (1 − β₁ᵗ). */
  mHat(): Expression {
    return this.chain.define({ name: 'm̂', note: notes.m̂ }, quotient(this.m, this.left(this.betas[0])));
  }

  /** v̂ = v / (1 − β₂ᵗ), or another mean square in the place of v. */
  vHat(v = this.v): Expression {
    return this.chain.define({ name: 'v̂', note: notes.v̂ }, quotient(v, this.left(this.betas[1])));
  }

  /** 1 − βᵗ. */
  left(beta: Expression): Expression {
    return difference(1, power(beta, this.t));
  }

  /** Ends the chain: Δw = −η times the direction, and −η λ w if the decay is decoupled. */
  step(direction: Expression): Definition[] {
    const { chain, eta, terms, decoupled } = this;
    const { weightDecay } = this.options;
    const step = negative(product(eta, direction));
    return decoupled && weightDecay !== 0
      ? chain.step(sum(negative(product(eta, rate('λ', weightDecay), terms.weight)), step))
      : chain.step(step);
  }

  private mean(name: string, beta: Expression, state: string, fresh: Expression): Expression {
    return this.chain.runningMean({ name, note: notes[name] }, beta, this.terms.before(state), fresh, state);
  }
}
