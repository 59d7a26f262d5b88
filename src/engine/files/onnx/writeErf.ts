import { Ratio, middling, small } from '../../formula/erf';
import type { OnnxGraph, OnnxValue } from './onnxGraph';

/**
 * Adds erf(x) to a graph. ONNX has `Erf`, but ONNX Runtime computes it in float32 only: a double graph gets
 * the rational functions of formula/erf.ts instead, with an absolute error below 1e-15.
 */
export function writeErf(graph: OnnxGraph, x: OnnxValue): OnnxValue {
  if (graph.dtype === 'float') {
    return graph.node('Erf', [x]);
  }
  const square = graph.node('Mul', [x, x]);
  const near = graph.node('Mul', [x, ratio(graph, small, square)]);
  // Beyond 6, erf is ±1 to the last bit: clamp there, so that the powers below don't overflow.
  const size = graph.node('Min', [graph.node('Abs', [x]), 6]);
  const bell = graph.node('Exp', [graph.node('Neg', [graph.node('Mul', [size, size])])]);
  const rest = graph.node('Mul', [bell, ratio(graph, middling, size)]);
  const far = graph.node('Mul', [graph.node('Sign', [x]), graph.node('Sub', [1, rest])]);
  return graph.node('Where', [graph.node('Less', [size, 0.46875]), near, far]);
}

const ratio = (graph: OnnxGraph, [above, below]: Ratio, x: OnnxValue): OnnxValue =>
  graph.node('Div', [horner(graph, above, x), horner(graph, below, x)]);

function horner(graph: OnnxGraph, [first, ...rest]: readonly number[], x: OnnxValue): OnnxValue {
  return rest.reduce<OnnxValue | number>(
    (y, coefficient) => graph.node('Add', [graph.node('Mul', [y, x]), coefficient]),
    first
  ) as OnnxValue;
}
