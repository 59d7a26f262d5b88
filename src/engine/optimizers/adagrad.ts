import { Chain, old, rate } from './chain';
import {
  Definition,
  Notation,
  call,
  negative,
  number,
  power,
  product,
  quotient,
  say,
  sum
} from '../formula/expression';
import { Parameter } from '../parameter';
import { Optimizer, OptionTable, ParametersOrGroups, UpdateTerms, completed, counter } from './optimizer';
import type { Options } from '../spec';
import { Tensor } from '../tensor';

const decay: Notation = { name: 'κ', note: say('%1: the decay of the learning rate', 'κ') };
const stepsBefore: Notation = { name: 'n', note: say('%1: how many steps were made before', 'n') };
const squares = say('%1: the sum of all squares of the gradient so far', 's');

/** Options of `Adagrad`. */
export interface AdagradOptions {
  /** η; 0.01 when left out. */
  lr?: number;
  /** κ: divides η by 1 + κ (t − 1) at step t. */
  lrDecay?: number;
  /** λ: pulls every weight towards 0. */
  weightDecay?: number;
  /** The initial sum of squares. */
  initialAccumulatorValue?: number;
  /** ε: prevents a division by 0; 1e-10 when left out. */
  eps?: number;
  /** Ascends instead of descending. */
  maximize?: boolean;
}

/**
 * Adagrad: w ← w − η g / (√s + ε), where s is the sum of g² over all steps so far: a weight with large past gradients
 * moves less. Source: torch.optim.Adagrad; Duchi et al., JMLR 12 (2011).
 */
export class Adagrad extends Optimizer<Required<AdagradOptions>> {
  static override readonly optionTable: OptionTable<AdagradOptions> = {
    lr: { default: 1e-2 },
    lrDecay: { default: 0 },
    weightDecay: { default: 0 },
    initialAccumulatorValue: { default: 0 },
    eps: { default: 1e-10 },
    maximize: { default: false }
  };

  static override readonly examples: Options[] = [{}, { lrDecay: 0.1, weightDecay: 0.01 }];

  constructor(parameters: ParametersOrGroups<AdagradOptions>, options: AdagradOptions = {}) {
    super(parameters, completed(new.target.optionTable, options));
  }

  protected override stepOne(parameter: Parameter, group: Required<AdagradOptions>): void {
    const { lr, lrDecay, weightDecay, initialAccumulatorValue, eps } = group;
    const state = this.stateOf(parameter, () => {
      const start = new Tensor(parameter.shape);
      start.data.fill(initialAccumulatorValue);
      return { step: counter(), sum: start };
    });
    const w = parameter.data;
    const grad = parameter.grad.data;
    const s = state.sum.data;
    const t = ++state.step.data[0];
    const size = lr / (1 + (t - 1) * lrDecay);
    const sign = group.maximize ? -1 : 1;
    for (let i = 0; i < w.length; i++) {
      const g = sign * grad[i] + (weightDecay === 0 ? 0 : weightDecay * w[i]);
      s[i] += g * g;
      w[i] -= (size * g) / (Math.sqrt(s[i]) + eps);
    }
  }

  override explain(terms: UpdateTerms, group: Required<AdagradOptions> = this.paramGroups[0]): Definition[] {
    const chain = new Chain();
    const done = terms.before('step') ?? 0;
    const g = chain.gradient(terms, group.weightDecay, group.maximize);
    const last = terms.before('sum') ?? group.initialAccumulatorValue;
    const square = power(g, number(2));
    const s = chain.define(
      { name: 's', note: squares },
      last === 0 ? square : sum(old({ name: 's' }, last), square),
      'sum'
    );
    let eta = rate('η', group.lr);
    if (group.lrDecay !== 0 && done > 0) {
      eta = chain.define(
        { name: 'η', sub: 't' },
        quotient(eta, sum(1, product(rate(decay, group.lrDecay), rate(stepsBefore, done))))
      );
    }
    return chain.step(negative(product(eta, quotient(g, sum(call('sqrt', s), rate('ε', group.eps))))));
  }
}
