import {
  Definition,
  Notation,
  call,
  negative,
  product,
  quotient,
  say
} from '../../src/engine/formula/expression';
import type { Parameter } from '../../src/engine/parameter';
import { Chain, rate } from '../../src/engine/optimizers/chain';
import {
  Optimizer,
  OptionTable,
  ParametersOrGroups,
  UpdateTerms,
  completed
} from '../../src/engine/optimizers/optimizer';
import type { Options } from '../../src/engine/spec';
import { Tensor } from '../../src/engine/tensor';

const kept = say('%1: how much of the last mean is kept', 'β');
/** A letter that no other type has: it brings its meaning, its TeX and its spoken name. */
const mean: Notation = {
  name: 'ϖ',
  tex: '\\varpi',
  spoken: 'pomega',
  note: say('%1: the running mean of the gradient', 'ϖ')
};

/** Options of `Signum`. */
export interface SignumOptions {
  /** η; 0.0001 when left out. */
  lr?: number;
  /** β; 0.9 when left out. */
  beta?: number;
}

/**
 * Signum: w ← w − η sign(m), where m ← β m + (1 − β) g.
 * Source: Bernstein et al., ICML 2018; PyTorch has none.
 */
export class Signum extends Optimizer<Required<SignumOptions>> {
  static override readonly optionTable: OptionTable<SignumOptions> = {
    lr: { default: 1e-4 },
    beta: { default: 0.9, below: 1 }
  };
  static override readonly examples: Options[] = [{}, { lr: 0.1, beta: 0.5 }];
  static override readonly reference = 'Bernstein et al., ICML 2018';

  constructor(parameters: ParametersOrGroups<SignumOptions>, options: SignumOptions = {}) {
    super(parameters, completed(new.target.optionTable, options));
  }

  protected override stepOne(parameter: Parameter, { lr, beta }: Required<SignumOptions>): void {
    const m = this.stateOf(parameter, () => ({ expAvg: new Tensor(parameter.shape) })).expAvg.data;
    parameter.grad.data.forEach((g, i) => {
      m[i] = beta * m[i] + (1 - beta) * g;
      parameter.data[i] -= lr * Math.sign(m[i]);
    });
  }

  override explain(terms: UpdateTerms, group: Required<SignumOptions> = this.paramGroups[0]): Definition[] {
    const chain = new Chain();
    const beta = rate({ name: 'β', note: kept }, group.beta);
    const m = chain.runningMean(mean, beta, terms.before('expAvg'), terms.grad, 'expAvg');
    return chain.step(negative(product(rate('η', group.lr), quotient(m, call('abs', m)))));
  }
}
