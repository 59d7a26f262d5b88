import { Chain, old, rate } from './chain';
import {
  Definition,
  Expression,
  Notation,
  call,
  difference,
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

/** How fast the share μ approaches β₁; torch.optim.NAdam has it as a constant too. */
const BASE = 0.96;

const decay: Notation = {
  name: 'ψ',
  tex: '\\psi',
  spoken: 'psi',
  note: say('%1: how fast the momentum grows', 'ψ')
};
const note = say('%1: the momentum of a step', 'μ');
const now: Notation = { name: 'μ', sub: 't', note };
const next: Notation = { name: 'μ', sub: 'next', note };
const all: Notation = { name: 'P', note: say('%1: the product of the momenta of all steps so far', 'P') };
const ahead: Notation = {
  name: 'm̂',
  note: say('%1: %2 one step ahead, corrected for its start at 0', 'm̂', 'm')
};

/** Options of `NAdam`. */
export interface NAdamOptions {
  /** η, roughly the largest step; 0.002 when left out. */
  lr?: number;
  /** β₁ and β₂: the share of the last mean and of the last mean square that is kept; 0.9 and 0.999 when left out. */
  betas?: [number, number];
  /** ε: prevents a division by 0; 1e-8 when left out. */
  eps?: number;
  /** λ: pulls every weight towards 0. */
  weightDecay?: number;
  /** ψ: how fast the momentum μ grows from about β₁ / 2 to β₁; 0.004 when left out. */
  momentumDecay?: number;
  /** Subtracts the decay from the weight, as AdamW does, instead of adding it to the gradient. */
  decoupledWeightDecay?: boolean;
  /** Ascends instead of descending. */
  maximize?: boolean;
}

/**
 * Adam with Nesterov's look ahead: w ← w − η m̂ / (√v̂ + ε), where m̂ = μₙₑₓₜ m / (1 − P μₙₑₓₜ) + (1 − μₜ) g / (1 − P)
 * takes the momentum of the next step already. μₜ = β₁ (1 − 0.96^(t ψ) / 2), and P is the product of all μ so far.
 * Source: torch.optim.NAdam; Dozat, ICLR workshop 2016.
 */
export class NAdam extends Optimizer<Required<NAdamOptions>> {
  static override readonly optionTable: OptionTable<NAdamOptions> = {
    lr: { default: 2e-3 },
    betas: { default: [0.9, 0.999], below: 1 },
    eps: { default: 1e-8 },
    weightDecay: { default: 0 },
    momentumDecay: { default: 4e-3 },
    decoupledWeightDecay: { default: false },
    maximize: { default: false }
  };

  static override readonly examples: Options[] = [
    {},
    { weightDecay: 0.1, momentumDecay: 0.5, maximize: true },
    { weightDecay: 0.1, decoupledWeightDecay: true }
  ];

  constructor(parameters: ParametersOrGroups<NAdamOptions>, options: NAdamOptions = {}) {
    super(parameters, completed(new.target.optionTable, options));
  }

  protected override stepOne(parameter: Parameter, group: Required<NAdamOptions>): void {
    const { lr, eps, weightDecay, momentumDecay, decoupledWeightDecay } = group;
    const [beta1, beta2] = group.betas;
    const state = this.stateOf(parameter, () => ({
      step: counter(),
      muProduct: new Tensor([1], Float64Array.of(1)),
      expAvg: new Tensor(parameter.shape),
      expAvgSq: new Tensor(parameter.shape)
    }));
    const w = parameter.data;
    const grad = parameter.grad.data;
    const m = state.expAvg.data;
    const v = state.expAvgSq.data;
    const t = ++state.step.data[0];
    const mu = beta1 * (1 - 0.5 * BASE ** (t * momentumDecay));
    const muNext = beta1 * (1 - 0.5 * BASE ** ((t + 1) * momentumDecay));
    const muProduct = (state.muProduct.data[0] *= mu);
    const [ofMean, ofGrad] = [muNext / (1 - muProduct * muNext), (1 - mu) / (1 - muProduct)];
    const left = 1 - beta2 ** t;
    const sign = group.maximize ? -1 : 1;
    const shrink = decoupledWeightDecay ? 1 - lr * weightDecay : 1;
    const added = decoupledWeightDecay ? 0 : weightDecay;
    for (let i = 0; i < w.length; i++) {
      const g = sign * grad[i] + (added === 0 ? 0 : added * w[i]);
      m[i] += (1 - beta1) * (g - m[i]);
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      w[i] = w[i] * shrink - (lr * (ofMean * m[i] + ofGrad * g)) / (Math.sqrt(v[i] / left) + eps);
    }
  }

  override explain(terms: UpdateTerms, group: Required<NAdamOptions> = this.paramGroups[0]): Definition[] {
    const chain = new Chain();
    const moments = new Moments(chain, terms, group, group.decoupledWeightDecay);
    const { t, betas, g, m } = moments;
    const psi = rate(decay, group.momentumDecay);
    const momentum = (symbol: Notation, step: Expression): Expression =>
      chain.define(
        symbol,
        product(betas[0], difference(1, product(0.5, power(number(BASE), product(step, psi)))))
      );
    const mu = momentum(now, t);
    const muNext = momentum(next, sum(t, 1));
    const last = terms.before('muProduct');
    const p = chain.define(all, last === undefined ? mu : product(old({ name: 'P' }, last), mu), 'muProduct');
    const mHat = chain.define(
      ahead,
      sum(
        quotient(product(muNext, m), difference(1, product(p, muNext))),
        quotient(product(difference(1, mu), g), difference(1, p))
      )
    );
    return moments.step(quotient(mHat, sum(call('sqrt', moments.vHat()), rate('ε', group.eps))));
  }
}
