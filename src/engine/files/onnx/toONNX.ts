import { Module } from '../../module';
import { Tensor, describe } from '../../tensor';
import { ONNX_TYPES, OnnxDtype, OnnxGraph } from './onnxGraph';
import { join } from '../protobuf';
import { Dimension, serialize } from './serialize';

/** How a network is written for ONNX. */
export interface OnnxOptions {
  /** How many numbers a sample has; the batch stays open. When left out, the first Linear's inFeatures. */
  features?: number;
  /**
   * The input's shape, where samples × features is not enough; null or a name for a length that stays open:
   * `[null, 'tokens', 64]`.
   */
  inputShape?: (number | string | null)[];
  /** What the graph is called; 'model' when left out. */
  name?: string;
  /** 'double', the default: the outputs are the model's, to round-off. 'float' is smaller and faster. */
  dtype?: OnnxDtype;
}

/**
 * A network as an ONNX file for inference, as it computes after `eval()`: with ONNX Runtime it runs in Python,
 * in a browser, on a phone. Its input is called `input`, its output `output`, its weights as in `stateDict`
 * (a Linear's with a `.T`: they are transposed). An Embedding at the beginning takes whole numbers (int64).
 * Source: https://onnx.ai/onnx/repo-docs/IR.html; version 17 of the operators.
 * @param options.features how many numbers a sample has
 * @param options.inputShape the input's shape, where that is not enough
 * @param options.name of the graph
 * @param options.dtype 'double' or 'float'
 * @returns the file's bytes
 * @throws TypeError for a layer that does not say how it is written (no `toONNX` of its own), or an input whose
 * shape isn't known; and what the layers throw for an input of that shape
 */
export function toONNX(model: Module, options: OnnxOptions = {}): Uint8Array {
  const { name = 'model', dtype = 'double' } = options;
  if (!(model instanceof Module)) {
    throw new TypeError(`toONNX expects a model, got ${describe(model)}.`);
  }
  if (!(dtype in ONNX_TYPES) || (dtype as string) === 'int64') {
    throw new TypeError(`toONNX: dtype is ${describe(dtype)}, expected 'double' or 'float'.`);
  }
  const inputShape = shapeOf(model, options);
  const outputShape = outputShapeOf(model, inputShape);
  const graph = new OnnxGraph(dtype, model.takesIndices ? 'int64' : dtype);
  nameOutput(graph, graph.layer(model, 'input'));
  return join(serialize(graph, name, inputShape, outputShape));
}

function shapeOf(model: Module, { features, inputShape }: OnnxOptions): Dimension[] {
  const shape = inputShape ?? [null, features ?? firstFeatures(model) ?? NaN];
  const open = (i: number): string => (i === 0 ? 'batch' : `length${i}`);
  return shape.map((length, i) => {
    if (typeof length === 'number' && !(Number.isInteger(length) && length > 0)) {
      throw new TypeError(
        Number.isNaN(length)
          ? 'toONNX: the model does not tell how many numbers a sample has: give features, or inputShape.'
          : `toONNX: length ${i} of the input is ${length}: expected a whole number of at least 1, or null.`
      );
    }
    return length ?? open(i);
  });
}

/** How many numbers the first layer that says so takes; of indices, nobody says how many come. */
function firstFeatures(model: Module): number | undefined {
  const { inFeatures, features } = model.options();
  return model.takesIndices
    ? undefined
    : (((inFeatures ?? features) as number | undefined) ??
        model.children().reduce<number | undefined>((n, [, child]) => n ?? firstFeatures(child), undefined));
}

/** Runs the model on zeros, twice, with other lengths where they are open: what differs then is open too. */
function outputShapeOf(model: Module, inputShape: Dimension[]): Dimension[] {
  const lengths = (first: number): number[] =>
    inputShape.map((length, i) => (typeof length === 'number' ? length : first + i));
  const [small, large] = [lengths(2), lengths(3 + inputShape.length)];
  const outputs = [small, large].map(shape => evaluated(model, new Tensor(shape)).shape);
  return outputs[0].map((length, d) => {
    const from = small.findIndex((n, i) => n === length && large[i] === outputs[1][d]);
    return length === outputs[1][d] ? length : from >= 0 ? inputShape[from] : `output${d}`;
  });
}

/** The output after `eval()`; every module's `training` is left as it was. */
function evaluated(model: Module, input: Tensor): Tensor {
  const inside = (module: Module): Module[] => [
    module,
    ...module.children().flatMap(([, child]) => inside(child))
  ];
  const modes = inside(model).map(module => [module, module.training] as const);
  try {
    return model.eval().forward(input);
  } finally {
    modes.forEach(([module, training]) => (module.training = training));
  }
}

/** Calls the value `output` by that name. The input itself, and a constant, need an operation for it. */
function nameOutput(graph: OnnxGraph, value: string): void {
  if (!graph.nodes.some(({ output }) => output === value)) {
    value = graph.node('Identity', [value]);
  }
  for (const node of graph.nodes) {
    node.inputs = node.inputs.map(input => (input === value ? 'output' : input));
    node.output = node.output === value ? 'output' : node.output;
  }
}
