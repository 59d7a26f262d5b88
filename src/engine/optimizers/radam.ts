import { Chain, rate } from './chain';
import {
  Definition,
  Expression,
  Notation,
  call,
  difference,
  evaluate,
  given,
  number,
  power,
  product,
  quotient,
  say,
  sum
} from '../formula/expression';
import { Moments } from './moments';
import { Parameter } from '../parameter';
import { Optimizer, OptionTable, ParametersOrGroups, UpdateTerms, completed, counter } from './optimizer';
import type { Options } from '../spec';
import { Tensor } from '../tensor';

/** The length of the mean square from which on it is trusted; of torch.optim.RAdam, whereas the paper has 4. */
const TRUSTED = 5;

const length = (sub: string): Notation => ({
  name: 'ρ',
  sub,
  tex: '\\rho',
  spoken: 'rho',
  note: say('%1: the number of gradients that the mean square remembers', 'ρ')
});
const rectified: Notation = {
  name: 'r',
  note: say('%1: how far the mean square is trusted, from 0 to 1', 'r')
};
const direction: Notation = { name: 'u', note: say('%1: the direction of the step', 'u') };

/** Options of `RAdam`. */
export interface RAdamOptions {
  /** η, roughly the largest step; 0.001 when left out. */
  lr?: number;
  /** β₁ and β₂: the share of the last mean and of the last mean square that is kept; 0.9 and 0.999 when left out. */
  betas?: [number, number];
  /** ε: prevents a division by 0; 1e-8 when left out. */
  eps?: number;
  /** λ: pulls every weight towards 0. */
  weightDecay?: number;
  /** Subtracts the decay from the weight, as AdamW does, instead of adding it to the gradient. */
  decoupledWeightDecay?: boolean;
  /** Ascends instead of descending. */
  maximize?: boolean;
}

/**
 * Rectified Adam: Adam that doesn't divide by √v̂ in the first steps, when v is the mean of too few squares, and then
 * only in part: w ← w − η u, where u = m̂ while ρₜ ≤ 5, then u = r m̂ √(1 − β₂ᵗ) / (√v + ε). ρₘₐₓ = 2 / (1 − β₂) − 1,
 * ρₜ = ρₘₐₓ − 2 t β₂ᵗ / (1 − β₂ᵗ), and r = √((ρₜ − 4)(ρₜ − 2) ρₘₐₓ / ((ρₘₐₓ − 4)(ρₘₐₓ − 2) ρₜ)).
 * Source: torch.optim.RAdam; Liu et al., ICLR 2020.
 */
export class RAdam extends Optimizer<Required<RAdamOptions>> {
  static override readonly optionTable: OptionTable<RAdamOptions> = {
    lr: { default: 1e-3 },
    betas: { default: [0.9, 0.999], below: 1 },
    eps: { default: 1e-8 },
    weightDecay: { default: 0 },
    decoupledWeightDecay: { default: false },
    maximize: { default: false }
  };

  // With a β₂ of 0.25 the mean square is never trusted, with 0.75 from the third step on.
  static override readonly examples: Options[] = [
    {},
    { betas: [0.5, 0.25], maximize: true },
    { betas: [0.9, 0.75], weightDecay: 0.1, decoupledWeightDecay: true }
  ];

  constructor(parameters: ParametersOrGroups<RAdamOptions>, options: RAdamOptions = {}) {
    super(parameters, completed(new.target.optionTable, options));
  }

  protected override stepOne(parameter: Parameter, group: Required<RAdamOptions>): void {
    const { lr, eps, weightDecay, decoupledWeightDecay } = group;
    const [beta1, beta2] = group.betas;
    const state = this.stateOf(parameter, () => ({
      step: counter(),
      expAvg: new Tensor(parameter.shape),
      expAvgSq: new Tensor(parameter.shape)
    }));
    const w = parameter.data;
    const grad = parameter.grad.data;
    const m = state.expAvg.data;
    const v = state.expAvgSq.data;
    const t = ++state.step.data[0];
    const left = 1 - beta2 ** t;
    const rhoMost = 2 / (1 - beta2) - 1;
    const rho = rhoMost - (2 * t * beta2 ** t) / left;
    const trusted = rho > TRUSTED;
    const r = Math.sqrt(((rho - 4) * (rho - 2) * rhoMost) / ((rhoMost - 4) * (rhoMost - 2) * rho));
    const size = (lr / (1 - beta1 ** t)) * (trusted ? r * Math.sqrt(left) : 1);
    const sign = group.maximize ? -1 : 1;
    const shrink = decoupledWeightDecay ? 1 - lr * weightDecay : 1;
    const added = decoupledWeightDecay ? 0 : weightDecay;
    for (let i = 0; i < w.length; i++) {
      const g = sign * grad[i] + (added === 0 ? 0 : added * w[i]);
      m[i] += (1 - beta1) * (g - m[i]);
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      w[i] = w[i] * shrink - (size * m[i]) / (trusted ? Math.sqrt(v[i]) + eps : 1);
    }
  }

  override explain(terms: UpdateTerms, group: Required<RAdamOptions> = this.paramGroups[0]): Definition[] {
    const chain = new Chain();
    const moments = new Moments(chain, terms, group, group.decoupledWeightDecay);
    const { t, betas, v } = moments;
    const mHat = moments.mHat();
    const left = moments.left(betas[1]);
    const rhoMost = chain.define(length('max'), difference(quotient(2, difference(1, betas[1])), 1));
    const rho = chain.define(
      length('t'),
      difference(rhoMost, quotient(product(2, t, power(betas[1], t)), left))
    );
    if (!(evaluate(rho) > TRUSTED)) {
      return moments.step(chain.define(direction, given(mHat, rho, '≤', TRUSTED)));
    }
    const less = (from: Expression, by: number): Expression => difference(from, number(by));
    const ratio = quotient(
      product(less(rho, 4), less(rho, 2), rhoMost),
      product(less(rhoMost, 4), less(rhoMost, 2), rho)
    );
    const r = chain.define(rectified, call('sqrt', ratio));
    const scaled = quotient(product(r, mHat, call('sqrt', left)), sum(call('sqrt', v), rate('ε', group.eps)));
    return moments.step(chain.define(direction, given(scaled, rho, '>', TRUSTED)));
  }
}
