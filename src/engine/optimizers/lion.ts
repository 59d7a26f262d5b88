import { Chain, old, rate } from './chain';
import {
  Definition,
  Expression,
  Notation,
  difference,
  evaluate,
  given,
  negative,
  number,
  product,
  say,
  sum
} from '../formula/expression';
import { Parameter } from '../parameter';
import { Optimizer, OptionTable, ParametersOrGroups, UpdateTerms, completed } from './optimizer';
import type { Options } from '../spec';
import { Tensor } from '../tensor';

const kept = say('%1: how much of the last mean is kept', 'β');
const mean: Notation = { name: 'm', note: say('%1: the running mean of the gradient', 'm') };
const mixed: Notation = { name: 'c', note: say('%1: the last mean, mixed with the new gradient', 'c') };
const direction: Notation = { name: 's', note: say('%1: the sign of %2, which is 1, 0 or −1', 's', 'c') };

/** Options of `Lion`. */
export interface LionOptions {
  /** η, the size of every step; 0.0001 when left out. */
  lr?: number;
  /** β₁ and β₂: the share of the last mean that the step and the next mean take; 0.9 and 0.99 when left out. */
  betas?: [number, number];
  /** λ: pulls every weight towards 0. */
  weightDecay?: number;
}

/**
 * Lion: w ← w − η (s + λ w), where s is the sign of c = β₁ m + (1 − β₁) g; then m ← β₂ m + (1 − β₂) g. Every weight
 * moves by η, however small its gradient, so η is about a tenth of Adam's.
 * Source: Chen et al., Symbolic Discovery of Optimization Algorithms, NeurIPS 2023; PyTorch has none.
 */
export class Lion extends Optimizer<Required<LionOptions>> {
  static override readonly optionTable: OptionTable<LionOptions> = {
    lr: { default: 1e-4 },
    betas: { default: [0.9, 0.99], below: 1 },
    weightDecay: { default: 0 }
  };

  static override readonly examples: Options[] = [{}, { lr: 0.1, betas: [0.5, 0.75], weightDecay: 0.5 }];
  static override readonly reference = 'Chen et al., NeurIPS 2023';

  constructor(parameters: ParametersOrGroups<LionOptions>, options: LionOptions = {}) {
    super(parameters, completed(new.target.optionTable, options));
  }

  protected override stepOne(parameter: Parameter, { lr, betas, weightDecay }: Required<LionOptions>): void {
    const [beta1, beta2] = betas;
    const w = parameter.data;
    const grad = parameter.grad.data;
    const m = this.stateOf(parameter, () => ({ expAvg: new Tensor(parameter.shape) })).expAvg.data;
    const shrink = 1 - lr * weightDecay;
    for (let i = 0; i < w.length; i++) {
      w[i] = w[i] * shrink - lr * Math.sign(beta1 * m[i] + (1 - beta1) * grad[i]);
      m[i] = beta2 * m[i] + (1 - beta2) * grad[i];
    }
  }

  override explain(terms: UpdateTerms, group: Required<LionOptions> = this.paramGroups[0]): Definition[] {
    const chain = new Chain();
    const { grad, weight } = terms;
    const [beta1, beta2] = group.betas.map((b, i) => rate({ name: 'β', sub: String(i + 1), note: kept }, b));
    const last = terms.before('expAvg');
    const fresh = product(difference(1, beta1), grad);
    const c = chain.define(
      mixed,
      last === undefined ? fresh : sum(product(beta1, old({ name: 'm' }, last)), fresh)
    );
    const s = chain.define(direction, signOf(c));
    chain.runningMean(mean, beta2, last, grad, 'expAvg');
    const { lr, weightDecay } = group;
    const whole = weightDecay === 0 ? s : sum(s, product(rate('λ', weightDecay), weight));
    return chain.step(negative(product(rate('η', lr), whole)));
  }
}

/** 1, 0 or −1, because of how the quantity compares with 0. */
function signOf(x: Expression): Expression {
  const sign = Math.sign(evaluate(x));
  return given(number(sign), x, sign > 0 ? '>' : sign < 0 ? '<' : '=', 0);
}
