import { Activation } from './activation';
import { Expression, call, difference, evaluate, negative, quotient, sum } from '../formula/expression';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/** Below this e^−z is so large that the formula takes it out of the logarithm. */
const FAR = -30;

/**
 * LogSigmoid(z) = ln σ(z) = −ln(1 + e^−z): the logarithm of a probability, exact even where the probability
 * underflows to 0. Source: torch.nn.LogSigmoid.
 */
export class LogSigmoid extends Activation {
  override readonly symbol = 'logsigmoid';

  override value(z: number): number {
    // −ln(1 + e^−z) = z − ln(1 + e^z): one of the two exponentials never overflows.
    return Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));
  }

  override slope(z: number): number {
    return 1 / (1 + Math.exp(z));
  }

  override formula(z: Expression): Expression {
    return evaluate(z) < FAR
      ? difference(z, call('ln', sum(1, call('exp', z))))
      : negative(call('ln', sum(1, call('exp', negative(z)))));
  }

  override slopeFormula(z: Expression): Expression {
    return quotient(1, sum(1, call('exp', z)));
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    const tail = graph.node('Exp', [graph.node('Neg', [graph.node('Abs', [input])])]);
    const log = graph.node('Log', [graph.node('Add', [tail, 1])]);
    return graph.node('Sub', [graph.node('Min', [input, 0]), log]);
  }
}
