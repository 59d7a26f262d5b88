import { Definition, Expression, difference, evaluate, negative, product, quantity, sum } from './expression';
import { Parameter } from './module';
import { Optimizer, ParameterState, UpdateTerms, checkOption } from './optimizer';
import { Tensor } from './tensor';

export interface SGDOptions {
  /** η, how far to go against the gradient. */
  lr: number;
  /** μ: how much of the last velocity is kept. */
  momentum?: number;
  /** τ: how much of a new gradient the velocity leaves out. */
  dampening?: number;
  /** λ: pulls every weight towards 0. */
  weightDecay?: number;
  /** Looks ahead along the velocity. */
  nesterov?: boolean;
}

/**
 * Stochastic gradient descent: w ← w − η g, with momentum v ← μ v + (1 − τ) g where it is asked for.
 * The first velocity is the gradient itself. Source: torch.optim.SGD; Sutskever et al., ICML 2013.
 */
export class SGD extends Optimizer {
  readonly momentum: number;
  readonly dampening: number;
  readonly weightDecay: number;
  readonly nesterov: boolean;

  constructor(parameters: Parameter[], options: SGDOptions) {
    super(parameters, options?.lr);
    this.momentum = options.momentum ?? 0;
    this.dampening = options.dampening ?? 0;
    this.weightDecay = options.weightDecay ?? 0;
    this.nesterov = options.nesterov ?? false;
    checkOption('SGD', 'momentum', this.momentum);
    checkOption('SGD', 'dampening', this.dampening);
    checkOption('SGD', 'weightDecay', this.weightDecay);
    if (typeof this.nesterov !== 'boolean') {
      throw new TypeError(`SGD: nesterov is ${String(this.nesterov)}, expected true or false.`);
    }
    if (this.nesterov && (this.momentum === 0 || this.dampening !== 0)) {
      throw new RangeError('SGD: nesterov needs a momentum above 0 and a dampening of 0.');
    }
  }

  override options(): Record<string, number | boolean> {
    const { lr, momentum, dampening, weightDecay, nesterov } = this;
    return { lr, momentum, dampening, weightDecay, nesterov };
  }

  protected override stepOne(parameter: Parameter, state: ParameterState): void {
    const { lr, momentum, dampening, weightDecay, nesterov } = this;
    const w = parameter.data;
    const grad = parameter.grad.data;
    const first = momentum !== 0 && !state.momentumBuffer;
    if (first) {
      state.momentumBuffer = new Tensor(parameter.shape);
    }
    const v = momentum !== 0 ? state.momentumBuffer.data : null;
    for (let i = 0; i < w.length; i++) {
      let g = grad[i] + weightDecay * w[i];
      if (v) {
        v[i] = first ? g : momentum * v[i] + (1 - dampening) * g;
        g = nesterov ? g + momentum * v[i] : v[i];
      }
      w[i] -= lr * g;
    }
  }

  override explain({ weight, grad, before }: UpdateTerms): Definition[] {
    const chain: Definition[] = [];
    const define = (name: string, formula: Expression, state?: string): Expression => {
      chain.push({ symbol: { name }, role: 'gradient', formula, ...(state && { state }) });
      return quantity({ name }, 'gradient', evaluate(formula));
    };
    const rate = (name: string, value: number): Expression => quantity({ name }, 'rate', value);
    let g = grad;
    if (this.weightDecay !== 0) {
      g = define('g', sum(grad, product(rate('λ', this.weightDecay), weight)));
    }
    if (this.momentum !== 0) {
      const last = before('momentumBuffer');
      const mu = rate('μ', this.momentum);
      const fresh = this.dampening === 0 ? g : product(difference(1, rate('τ', this.dampening)), g);
      const old = last === undefined ? null : quantity({ name: 'v', sup: 'old' }, 'gradient', last);
      const v = define('v', old ? sum(product(mu, old), fresh) : g, 'momentumBuffer');
      g = this.nesterov ? define('g̃', sum(g, product(mu, v))) : v;
    }
    chain.push({ symbol: { name: 'Δw' }, role: 'weight', formula: negative(product(rate('η', this.lr), g)) });
    return chain;
  }
}
