import {
  Definition,
  Notation,
  call,
  difference,
  negative,
  product,
  quotient,
  say,
  sum
} from '../../src/engine/formula/expression';
import type { Parameter } from '../../src/engine/module';
import { Chain, old, rate } from '../../src/engine/optimizers/chain';
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
const mean: Notation = { name: 'm', note: say('%1: the running mean of the gradient', 'm') };
/** A letter that no other type has: it brings its meaning, its TeX and its spoken name. */
const direction: Notation = {
  name: 'ϖ',
  tex: '\\varpi',
  spoken: 'pomega',
  note: say('%1: the running mean of the gradient', 'ϖ')
};

/** Options of `Lion`. */
export interface LionOptions {
  /** η; 0.0001 when left out. */
  lr?: number;
  /** β₁ and β₂; 0.9 and 0.99 when left out. */
  betas?: [number, number];
}

/**
 * Lion: w ← w − η sign(β₁ m + (1 − β₁) g), where m ← β₂ m + (1 − β₂) g.
 * Source: Chen et al., NeurIPS 2023; PyTorch has none.
 */
export class Lion extends Optimizer<Required<LionOptions>> {
  static override readonly optionTable: OptionTable<LionOptions> = {
    lr: { default: 1e-4 },
    betas: { default: [0.9, 0.99], below: 1 }
  };
  static override readonly examples: Options[] = [{}, { lr: 0.1, betas: [0.5, 0.75] }];
  static override readonly reference = 'Chen et al., NeurIPS 2023';

  constructor(parameters: ParametersOrGroups<LionOptions>, options: LionOptions = {}) {
    super(parameters, completed(new.target.optionTable, options));
  }

  protected override stepOne(parameter: Parameter, { lr, betas: [b1, b2] }: Required<LionOptions>): void {
    const m = this.stateOf(parameter, () => ({ expAvg: new Tensor(parameter.shape) })).expAvg.data;
    parameter.grad.data.forEach((g, i) => {
      parameter.data[i] -= lr * Math.sign(b1 * m[i] + (1 - b1) * g);
      m[i] = b2 * m[i] + (1 - b2) * g;
    });
  }

  override explain(terms: UpdateTerms, group: Required<LionOptions> = this.paramGroups[0]): Definition[] {
    const chain = new Chain();
    const [b1, b2] = group.betas.map((beta, i) => rate({ name: 'β', sub: String(i + 1), note: kept }, beta));
    const last = terms.before('expAvg') ?? 0;
    const d = chain.define(
      direction,
      sum(product(b1, old({ name: 'm' }, last)), product(difference(1, b1), terms.grad))
    );
    chain.runningMean(mean, b2, last, terms.grad, 'expAvg');
    return chain.step(negative(product(rate('η', group.lr), quotient(d, call('abs', d)))));
  }
}
