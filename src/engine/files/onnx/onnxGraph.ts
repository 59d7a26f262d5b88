import type { Module } from '../../module';
import { Tensor } from '../../tensor';

/** The type of a file's numbers and of its arithmetic: float64 or float32. */
export type OnnxDtype = 'double' | 'float';

/** The name of a value in the graph. */
export type OnnxValue = string;

/** One operation of the graph. */
export interface OnnxNode {
  /** The operator's name in the ONNX standard: `MatMul`. */
  op: string;
  /** The names of the input values. */
  inputs: OnnxValue[];
  /** The name of the output value. */
  output: OnnxValue;
  /** The operator's options. */
  attributes: Record<string, number | readonly number[]>;
}

/** An ONNX graph under construction: a layer's `toONNX` adds its operations to it. */
export class OnnxGraph {
  /** The operations added so far, in the order of computation. */
  readonly nodes: OnnxNode[] = [];
  /** The constants by name: weights, and numbers in formulas. */
  readonly constants = new Map<OnnxValue, Tensor>();
  private readonly names = new Set<string>(['input', 'output']);
  private scope: string[] = [];

  /**
   * @param dtype the type of the graph's numbers
   * @param inputType the type of the network's input: 'int64' if the input consists of indices
   */
  constructor(
    readonly dtype: OnnxDtype,
    readonly inputType: OnnxDtype | 'int64' = dtype
  ) {}

  /**
   * Adds an operation.
   * @param op the operator's name in the ONNX standard, version 17: `MatMul`, `Sigmoid`, …
   * @param inputs names of values; a number or a tensor becomes a constant
   * @param attributes the operator's options, whole numbers: `{ axis: -1 }`
   * @returns the name of the output value
   * Source: https://onnx.ai/onnx/operators.
   */
  node(
    op: string,
    inputs: (OnnxValue | number | Tensor)[],
    attributes: Record<string, number | readonly number[]> = {}
  ): OnnxValue {
    const output = this.unique(op);
    const names = inputs.map(input => (typeof input === 'string' ? input : this.constant(input)));
    this.nodes.push({ op, inputs: names, output, attributes });
    return output;
  }

  /**
   * Adds a constant.
   * @param values a tensor, or a single number
   * @param name the constant's name within its layer: `weight`
   * @returns the constant's name in the graph
   */
  constant(values: Tensor | number, name = 'constant'): OnnxValue {
    const output = this.unique(name);
    this.constants.set(output, values instanceof Tensor ? values : new Tensor([], Float64Array.of(values)));
    return output;
  }

  /**
   * Adds a whole layer; for containers.
   * @returns the name of the layer's output
   */
  layer(layer: Module, input: OnnxValue): OnnxValue {
    this.scope.push(layer.name || [...this.scope.slice(-1), layer.constructor.name].join('.'));
    const output = layer.toONNX(this, input);
    this.scope.pop();
    return output;
  }

  /** Casts a value to int64, for use as indices. */
  asIndices(value: OnnxValue): OnnxValue {
    return value === 'input' && this.inputType === 'int64'
      ? value
      : this.node('Cast', [value], { to: ONNX_TYPES.int64 });
  }

  /** A unique name: `linear1.MatMul`, then `linear1.MatMul.1`, … */
  private unique(what: string): string {
    const name = [...this.scope.slice(-1), what].join('.');
    let result = name;
    for (let i = 1; this.names.has(result); i++) {
      result = `${name}.${i}`;
    }
    this.names.add(result);
    return result;
  }
}

/** The type numbers of the ONNX standard (TensorProto.DataType). */
export const ONNX_TYPES = { float: 1, int64: 7, double: 11 } as const;
