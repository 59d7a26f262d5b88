import { Parameter } from '../../engine';
import { Definition, Expression, evaluate, quantity } from '../../engine/formula/expression';
import { Options, optimizers } from '../../engine/registry';

/** One step of an optimiser for one weight: its chain of quantities, and what it came to. */
export interface OptimiserStep {
  chain: (Definition & { value: number })[];
  before: number;
  /** after − before. */
  step: number;
  after: number;
}

/** What one weight met in each iteration. */
export interface Met {
  weight: number;
  grad: number;
}

/** The options of an optimiser as it has them when it is told nothing. */
export const defaultsOf = (type: string): Options => optimizers[type].from([], {}).options();

/**
 * The steps that an optimiser takes from a fresh start when it is given, iteration after iteration, a weight
 * and its gradient. The engine's own optimiser takes them: each of those that there are changes every weight by
 * itself, so that one weight is enough.
 * @param symbols how the weight and its gradient are written
 * @throws RangeError for options that are out of range
 */
export function runOptimiser(
  type: string,
  options: Options,
  met: Met[],
  symbols: { weight: Expression; grad: Expression }
): OptimiserStep[] {
  const parameter = new Parameter([1]);
  const optimizer = optimizers[type].from([parameter], options);
  return met.map(({ weight, grad }) => {
    const chain = optimizer.explain({
      weight: withValue(symbols.weight, weight),
      grad: withValue(symbols.grad, grad),
      before: name => optimizer.state.get(parameter)?.[name]?.data[0]
    });
    parameter.data[0] = weight;
    parameter.grad.data[0] = grad;
    optimizer.step();
    const after = parameter.data[0];
    const values = chain.map(definition => ({ ...definition, value: evaluate(definition.formula) }));
    return { chain: values, before: weight, step: after - weight, after };
  });
}

const withValue = (e: Expression, value: number): Expression =>
  e.kind === 'quantity' ? quantity(e.symbol, e.role, value) : e;
