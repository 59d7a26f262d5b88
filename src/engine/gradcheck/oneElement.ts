import { Evaluation } from './evaluation';
import { Judgement, judge } from './judge';
import { Scatter, scatterOf } from './scatter';
import { movedTo } from './elements';

/** ε and tolerance of `gradcheck` by default. */
const DEFAULTS = { epsilon: 1e-5, tolerance: 1e-7 };

/** Judges single gradients of one model: what they share is computed once. */
export class ElementCheck {
  private readonly scatter: Scatter;

  constructor(private readonly evaluation: Evaluation) {
    this.scatter = evaluation.keeping(() => {
      evaluation.zeroGrad();
      const back = evaluation.backward().data.slice();
      const own = evaluation.parameters.map(([, { grad }]) => grad.data.slice());
      return scatterOf(evaluation, [...own, back]);
    });
  }

  /**
   * Judges element `i` of a parameter's gradient.
   * @param name the parameter's name in the model
   * @param analytic the gradient to judge
   * @throws RangeError for an unknown name
   */
  judge(name: string, i: number, analytic: number): Judgement {
    const { evaluation, scatter } = this;
    const at = evaluation.parameters.findIndex(([each]) => each === name);
    if (at < 0) {
      throw new RangeError(`The model has no parameter '${name}'.`);
    }
    const { data } = evaluation.parameters[at][1];
    const along = {
      x: data[i],
      scatter: scatter.shares,
      noisy: scatter.noisy,
      shares: (to: number) => movedTo(data, i, to, () => evaluation.shares())
    };
    return judge(along, { analytic, scatter: scatter.grads[at][i], ...DEFAULTS });
  }
}
