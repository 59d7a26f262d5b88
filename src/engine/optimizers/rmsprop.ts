import { Chain, old, rate } from './chain';
import {
  Definition,
  Expression,
  Sentence,
  call,
  difference,
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

const stays = say('%1: how much of the last mean is kept', 'α');
const notes: Record<string, Sentence> = {
  s: say('%1: the running mean of the gradient’s square', 's'),
  ḡ: say('%1: the running mean of the gradient', 'ḡ'),
  v: say('%1: the velocity, the gradient with what is left of those before', 'v')
};

/** Options of `RMSprop`. */
export interface RMSpropOptions {
  /** η; 0.01 when left out. */
  lr?: number;
  /** α: the share of the last mean square that is kept; 0.99 when left out. */
  alpha?: number;
  /** ε: prevents a division by 0; 1e-8 when left out. */
  eps?: number;
  /** λ: pulls every weight towards 0. */
  weightDecay?: number;
  /** μ: the share of the last velocity that is kept. */
  momentum?: number;
  /** Divides by the spread of the gradient around its mean, instead of around 0. */
  centered?: boolean;
  /** Ascends instead of descending. */
  maximize?: boolean;
}

/**
 * RMSprop: w ← w − η g / (√s + ε), where s is a running mean of g²; centered, of its variance s − ḡ².
 * With momentum, the quotient is added to a velocity. Source: torch.optim.RMSprop; Hinton, lecture 6e, 2012;
 * centered: Graves, "Generating sequences with recurrent neural networks", 2013.
 */
export class RMSprop extends Optimizer<Required<RMSpropOptions>> {
  static override readonly optionTable: OptionTable<RMSpropOptions> = {
    lr: { default: 1e-2 },
    alpha: { default: 0.99 },
    eps: { default: 1e-8 },
    weightDecay: { default: 0 },
    momentum: { default: 0 },
    centered: { default: false },
    maximize: { default: false }
  };

  static override readonly examples: Options[] = [{}, { momentum: 0.9, centered: true }];

  constructor(parameters: ParametersOrGroups<RMSpropOptions>, options: RMSpropOptions = {}) {
    super(parameters, completed(new.target.optionTable, options));
  }

  protected override stepOne(parameter: Parameter, group: Required<RMSpropOptions>): void {
    const { lr, alpha, eps, weightDecay, momentum, centered } = group;
    const state = this.stateOf(parameter, () => ({
      step: counter(),
      squareAvg: new Tensor(parameter.shape)
    }));
    const w = parameter.data;
    const grad = parameter.grad.data;
    const s = state.squareAvg.data;
    const velocity = momentum > 0 ? this.entryOf(state, 'momentumBuffer', parameter) : null;
    const mean = centered ? this.entryOf(state, 'gradAvg', parameter) : null;
    const sign = group.maximize ? -1 : 1;
    state.step.data[0]++;
    for (let i = 0; i < w.length; i++) {
      const g = sign * grad[i] + (weightDecay === 0 ? 0 : weightDecay * w[i]);
      s[i] = alpha * s[i] + (1 - alpha) * g * g;
      let spread = s[i];
      if (mean) {
        mean[i] += (1 - alpha) * (g - mean[i]);
        spread -= mean[i] * mean[i];
      }
      const scaled = g / (Math.sqrt(spread) + eps);
      if (velocity) {
        velocity[i] = momentum * velocity[i] + scaled;
        w[i] -= lr * velocity[i];
      } else {
        w[i] -= lr * scaled;
      }
    }
  }

  override explain(terms: UpdateTerms, group: Required<RMSpropOptions> = this.paramGroups[0]): Definition[] {
    const chain = new Chain();
    const { before } = terms;
    const alpha = rate({ name: 'α', note: stays }, group.alpha);
    const g = chain.gradient(terms, group.weightDecay, group.maximize);
    const mean = (name: string, state: string, fresh: Expression): Expression =>
      chain.runningMean({ name, note: notes[name] }, alpha, before(state), fresh, state);
    let spread = mean('s', 'squareAvg', power(g, number(2)));
    if (group.centered) {
      spread = difference(spread, power(mean('ḡ', 'gradAvg', g), number(2)));
    }
    const scaled = quotient(g, sum(call('sqrt', spread), rate('ε', group.eps)));
    if (group.momentum === 0) {
      return chain.step(negative(product(rate('η', group.lr), scaled)));
    }
    const last = before('momentumBuffer');
    const kept = last === undefined ? null : product(rate('μ', group.momentum), old({ name: 'v' }, last));
    const velocity = chain.define(
      { name: 'v', note: notes.v },
      kept ? sum(kept, scaled) : scaled,
      'momentumBuffer'
    );
    return chain.step(negative(product(rate('η', group.lr), velocity)));
  }
}
