import type { Module } from '../../module';
import { Tensor } from '../../tensor';

/** The type of the numbers in a file, and of its arithmetic: float64 or float32. */
export type OnnxDtype = 'double' | 'float';

/** A value in the graph, by its name. */
export type OnnxValue = string;

/** One operation: what it is called in the ONNX standard, and the names of what goes in and what comes out. */
export interface OnnxNode {
  /** Its name in the standard: `MatMul`. */
  op: string;
  /** What goes in. */
  inputs: OnnxValue[];
  /** What comes out. */
  output: OnnxValue;
  /** Its options. */
  attributes: Record<string, number | readonly number[]>;
}

/** A network as it is being written down for ONNX: what a layer's `toONNX` adds its operations to. */
export class OnnxGraph {
  /** The operations so far, in the order of computation. */
  readonly nodes: OnnxNode[] = [];
  /** The numbers that do not change: weights, and numbers in formulas. */
  readonly constants = new Map<OnnxValue, Tensor>();
  private readonly names = new Set<string>(['input', 'output']);
  private scope: string[] = [];

  /**
   * @param dtype the type of the graph's numbers
   * @param inputType the type of the network's input: of indices, whole numbers
   */
  constructor(
    readonly dtype: OnnxDtype,
    readonly inputType: OnnxDtype | 'int64' = dtype
  ) {}

  /**
   * Adds an operation.
   * @param op its name in the ONNX standard, version 17: `MatMul`, `Sigmoid`, …
   * @param inputs names of values; a number or a tensor becomes a constant
   * @param attributes its options, whole numbers: `{ axis: -1 }`
   * @returns the name of what comes out
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
   * Adds numbers that do not change.
   * @param values a tensor, or a single number
   * @param name what the file calls them, after the layer's name: `weight`
   * @returns their name in the graph
   */
  constant(values: Tensor | number, name = 'constant'): OnnxValue {
    const output = this.unique(name);
    this.constants.set(output, values instanceof Tensor ? values : new Tensor([], Float64Array.of(values)));
    return output;
  }

  /**
   * Adds a whole layer, for layers that hold others.
   * @returns the name of its output
   */
  layer(layer: Module, input: OnnxValue): OnnxValue {
    this.scope.push(layer.name || [...this.scope.slice(-1), layer.constructor.name].join('.'));
    const output = layer.toONNX(this, input);
    this.scope.pop();
    return output;
  }

  /** A value as whole numbers, for looking up rows in a table. */
  asIndices(value: OnnxValue): OnnxValue {
    return value === 'input' && this.inputType === 'int64'
      ? value
      : this.node('Cast', [value], { to: ONNX_TYPES.int64 });
  }

  /** `linear1.MatMul`, with a number behind it when there is one already. */
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

/** The standard's numbers for types (TensorProto.DataType). */
export const ONNX_TYPES = { float: 1, int64: 7, double: 11 } as const;
