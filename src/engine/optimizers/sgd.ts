import { failure } from '../message';
import { Chain, old, rate } from './chain';
import { Definition, Notation, difference, negative, product, say, sum } from '../formula/expression';
import { Parameter } from '../parameter';
import { Optimizer, OptionTable, ParametersOrGroups, UpdateTerms, completed } from './optimizer';
import type { Options } from '../spec';
import { Tensor } from '../tensor';

const velocity: Notation = {
  name: 'v',
  note: say('%1: the velocity, the gradient with what is left of those before', 'v')
};
const dampening: Notation = {
  name: 'τ',
  note: say('%1: the dampening, how much less of a new gradient comes in', 'τ')
};
const ahead: Notation = { name: 'g̃', note: say('%1: the gradient, looking ahead along the velocity', 'g̃') };

/** Options of `SGD`. */
export interface SGDOptions {
  /** η, how far to go against the gradient; 0.001 when left out. */
  lr?: number;
  /** μ: the share of the last velocity that is kept. */
  momentum?: number;
  /** τ: the share of a new gradient that the velocity leaves out. */
  dampening?: number;
  /** λ: pulls every weight towards 0. */
  weightDecay?: number;
  /** Looks ahead along the velocity. */
  nesterov?: boolean;
  /** Ascends instead of descending. */
  maximize?: boolean;
}

/**
 * Stochastic gradient descent: w ← w − η g, with momentum v ← μ v + (1 − τ) g if given.
 * The first velocity is the gradient itself. Source: torch.optim.SGD; Sutskever et al., ICML 2013.
 */
export class SGD extends Optimizer<Required<SGDOptions>> {
  static override readonly optionTable: OptionTable<SGDOptions> = {
    lr: { default: 1e-3 },
    momentum: { default: 0 },
    dampening: { default: 0 },
    weightDecay: { default: 0 },
    nesterov: { default: false },
    maximize: { default: false }
  };

  static override readonly examples: Options[] = [
    { lr: 0.1 },
    { lr: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.01 }
  ];

  constructor(parameters: ParametersOrGroups<SGDOptions>, options: SGDOptions = {}) {
    super(parameters, completed(new.target.optionTable, options));
  }

  protected override check({ momentum, dampening, nesterov }: Required<SGDOptions>): void {
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw failure(RangeError, 'SGD: nesterov needs a momentum above 0 and a dampening of 0.');
    }
  }

  protected override stepOne(parameter: Parameter, group: Required<SGDOptions>): void {
    const { lr, momentum, dampening, weightDecay, nesterov } = group;
    const w = parameter.data;
    const grad = parameter.grad.data;
    if (momentum === 0 && weightDecay === 0) {
      descend(w, grad, group.maximize ? -lr : lr);
      return;
    }
    const sign = group.maximize ? -1 : 1;
    if (momentum === 0) {
      for (let i = 0; i < w.length; i++) {
        w[i] -= lr * (sign * grad[i] + weightDecay * w[i]);
      }
      return;
    }
    const first = !this.state.has(parameter);
    const v = this.stateOf(parameter, () => ({ momentumBuffer: new Tensor(parameter.shape) })).momentumBuffer
      .data;
    for (let i = 0; i < w.length; i++) {
      const g = sign * grad[i] + (weightDecay === 0 ? 0 : weightDecay * w[i]);
      v[i] = first ? g : momentum * v[i] + (1 - dampening) * g;
      w[i] -= lr * (nesterov ? g + momentum * v[i] : v[i]);
    }
  }

  override explain(terms: UpdateTerms, group: Required<SGDOptions> = this.paramGroups[0]): Definition[] {
    const chain = new Chain();
    let g = chain.gradient(terms, group.weightDecay, group.maximize);
    if (group.momentum !== 0) {
      const last = terms.before('momentumBuffer');
      const mu = rate('μ', group.momentum);
      const fresh = group.dampening === 0 ? g : product(difference(1, rate(dampening, group.dampening)), g);
      const kept = last === undefined ? null : product(mu, old({ name: 'v' }, last));
      const v = chain.define(velocity, kept ? sum(kept, fresh) : g, 'momentumBuffer');
      g = group.nesterov ? chain.define(ahead, sum(g, product(mu, v))) : v;
    }
    return chain.step(negative(product(rate('η', group.lr), g)));
  }
}

/** w ← w − η g. SGD spends its time here: four weights at once. */
function descend(w: Float64Array, grad: Float64Array, lr: number): void {
  const fours = w.length - (w.length % 4);
  for (let i = 0; i < fours; i += 4) {
    const a = w[i] - lr * grad[i];
    const b = w[i + 1] - lr * grad[i + 1];
    const c = w[i + 2] - lr * grad[i + 2];
    const d = w[i + 3] - lr * grad[i + 3];
    w[i] = a;
    w[i + 1] = b;
    w[i + 2] = c;
    w[i + 3] = d;
  }
  for (let i = fours; i < w.length; i++) {
    w[i] -= lr * grad[i];
  }
}
