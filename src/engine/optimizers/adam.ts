import { Chain, old, rate } from './chain';
import { Definition, call, quotient, sum } from '../formula/expression';
import { Moments } from './moments';
import { Parameter } from '../parameter';
import { Optimizer, OptionTable, ParametersOrGroups, UpdateTerms, completed, counter } from './optimizer';
import type { Options } from '../spec';
import { Tensor } from '../tensor';

/** Options of `Adam` and `AdamW`. */
export interface AdamOptions {
  /** η, roughly the largest step; 0.001 when left out. */
  lr?: number;
  /** β₁ and β₂: the share of the last mean and of the last mean square that is kept; 0.9 and 0.999 when left out. */
  betas?: [number, number];
  /** ε: prevents a division by 0; 1e-8 when left out. */
  eps?: number;
  /** λ: pulls every weight towards 0; 0 when left out, 0.01 for AdamW. */
  weightDecay?: number;
  /** Divides by the largest mean square so far. */
  amsgrad?: boolean;
  /** Ascends instead of descending. */
  maximize?: boolean;
}

/**
 * Adam: w ← w − η m̂ / (√v̂ + ε), where m is a running mean of the gradient g, v one of g², and the hats
 * correct for both starting at 0: m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
 * Source: torch.optim.Adam; Kingma and Ba, ICLR 2015; amsgrad: Reddi et al., ICLR 2018.
 */
export class Adam extends Optimizer<Required<AdamOptions>> {
  /** Whether λ w is subtracted from the weight (AdamW) instead of added to the gradient (Adam). */
  protected get decoupled(): boolean {
    return false;
  }

  static override readonly optionTable: OptionTable<AdamOptions> = {
    lr: { default: 1e-3 },
    betas: { default: [0.9, 0.999], below: 1 },
    eps: { default: 1e-8 },
    weightDecay: { default: 0 },
    amsgrad: { default: false },
    maximize: { default: false }
  };

  static override readonly examples: Options[] = [{}, { weightDecay: 0.1, amsgrad: true, maximize: true }];

  constructor(parameters: ParametersOrGroups<AdamOptions>, options: AdamOptions = {}) {
    super(parameters, completed(new.target.optionTable, options));
  }

  protected override stepOne(parameter: Parameter, group: Required<AdamOptions>): void {
    const { lr, eps, weightDecay, amsgrad } = group;
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
    const largest = amsgrad ? this.entryOf(state, 'maxExpAvgSq', parameter) : null;
    const t = ++state.step.data[0];
    const size = lr / (1 - beta1 ** t);
    const root = Math.sqrt(1 - beta2 ** t);
    const sign = group.maximize ? -1 : 1;
    const shrink = this.decoupled ? 1 - lr * weightDecay : 1;
    const decay = this.decoupled ? 0 : weightDecay;
    for (let i = 0; i < w.length; i++) {
      const g = sign * grad[i] + (decay === 0 ? 0 : decay * w[i]);
      m[i] += (1 - beta1) * (g - m[i]);
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      let square = v[i];
      if (largest) {
        square = largest[i] = Math.max(largest[i], square);
      }
      w[i] = w[i] * shrink - (size * m[i]) / (Math.sqrt(square) / root + eps);
    }
  }

  override explain(terms: UpdateTerms, group: Required<AdamOptions> = this.paramGroups[0]): Definition[] {
    const chain = new Chain();
    const moments = new Moments(chain, terms, group, this.decoupled);
    let { v } = moments;
    if (group.amsgrad) {
      const last = terms.before('maxExpAvgSq');
      const most = last === undefined ? v : call('max', old({ name: 'v', sub: 'max' }, last), v);
      v = chain.define({ name: 'v', sub: 'max' }, most, 'maxExpAvgSq');
    }
    const mHat = moments.mHat();
    return moments.step(quotient(mHat, sum(call('sqrt', moments.vHat(v)), rate('ε', group.eps))));
  }
}
