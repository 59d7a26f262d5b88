import { Parameter } from '../../engine';
import { Definition, Expression, evaluate, quantity } from '../../engine/formula/expression';
import { Options, optimizers } from '../../engine/registry';

/** One optimiser step of one weight: its chain of quantities and its result. */
export interface OptimiserStep {
  chain: (Definition & { value: number })[];
  before: number;
  /** after − before. */
  step: number;
  after: number;
}

/** A weight and its gradient before one update. */
export interface Met {
  weight: number;
  grad: number;
}

/** The default options of an optimiser. */
export const defaultsOf = (type: string): Options => optimizers[type].from([], {}).options();

/**
 * The steps of a fresh optimiser for one weight, given the weight and its gradient in every iteration. Runs the
 * engine's optimiser on a model of one weight, which is exact because every optimiser treats each weight by itself.
 * @param symbols how the weight and its gradient are written in the chain
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
    parameter.reached = true;
    optimizer.step();
    const after = parameter.data[0];
    const values = chain.map(definition => ({ ...definition, value: evaluate(definition.formula) }));
    return { chain: values, before: weight, step: after - weight, after };
  });
}

const withValue = (e: Expression, value: number): Expression =>
  e.kind === 'quantity' ? quantity(e.symbol, e.role, value) : e;
