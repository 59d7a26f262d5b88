import { Module } from '../../module';
import { checkKeys } from '../../options';
import { Tensor, describe } from '../../tensor';
import { ONNX_TYPES, OnnxDtype, OnnxGraph } from './onnxGraph';
import { join } from '../protobuf';
import { Dimension, serialize } from './serialize';

/** Options of `toONNX`. */
export interface OnnxOptions {
  /** The number of features per sample; the batch size stays open. The first Linear's inFeatures by default. */
  features?: number;
  /**
   * The input's shape, if it is not samples × features. An open length is null or a name:
   * `[null, 'tokens', 64]`.
   */
  inputShape?: (number | string | null)[];
  /** The graph's name; 'model' by default. */
  name?: string;
  /** 'double' (the default) reproduces the model's outputs up to round-off; 'float' is smaller and faster. */
  dtype?: OnnxDtype;
}

/**
 * Writes a network as an ONNX file for inference, in `eval()` mode: with ONNX Runtime it runs in Python, in a
 * browser or on a phone. The input is named `input`, the output `output`, the weights as in `stateDict` (a
 * Linear's weight with the suffix `.T`: it is transposed). If the first layer is an Embedding, the input is
 * int64. Source: https://onnx.ai/onnx/repo-docs/IR.html; version 17 of the operators.
 * @param options.features the number of features per sample
 * @param options.inputShape the input's shape, if it is not samples × features
 * @param options.name the graph's name
 * @param options.dtype 'double' or 'float'
 * @returns the file's bytes
 * @throws TypeError if a layer has no `toONNX` method or the input's shape is unknown; and the errors of the
 * layers for an input of that shape
 */
export function toONNX(model: Module, options: OnnxOptions = {}): Uint8Array {
  checkKeys('toONNX', options, { features: 2, inputShape: [null, 2], name: 'model', dtype: undefined });
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
          ? "toONNX can't infer the number of features per sample from the model: pass features or inputShape."
          : `toONNX: length ${i} of the input is ${length}: expected a whole number of at least 1, or null.`
      );
    }
    return length ?? open(i);
  });
}

/** The number of features of the first layer that declares it; undefined for indices, whose number is open. */
function firstFeatures(model: Module): number | undefined {
  const { inFeatures, features } = model.options();
  return model.takesIndices
    ? undefined
    : (((inFeatures ?? features) as number | undefined) ??
        model.children().reduce<number | undefined>((n, [, child]) => n ?? firstFeatures(child), undefined));
}

/** Runs the model on zeros twice, with different values for the open lengths: output lengths that differ are open. */
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

/** The output in `eval` mode; restores `training` of every module. */
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

/** Renames a value to `output`. If it is the input itself or a constant, adds an Identity first. */
function nameOutput(graph: OnnxGraph, value: string): void {
  if (!graph.nodes.some(({ output }) => output === value)) {
    value = graph.node('Identity', [value]);
  }
  for (const node of graph.nodes) {
    node.inputs = node.inputs.map(input => (input === value ? 'output' : input));
    node.output = node.output === value ? 'output' : node.output;
  }
}
