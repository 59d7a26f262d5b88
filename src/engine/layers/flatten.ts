import type { Explanation, Row } from '../formula/explanation';
import { asItIs } from '../buffers';
import { failure } from '../message';
import { Module, gradientFor, remembered } from '../module';
import { readOptions } from '../options';
import { Tensor, TensorLike, formatShape, sizeOf } from '../tensor';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

/**
 * Joins dimensions into one and leaves the numbers as they are: an image of 28 × 28 becomes a row of 784 numbers,
 * the rows of a sample's words one row. By default all dimensions but the first, the samples.
 * Source: torch.nn.Flatten.
 */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;
  private shape: readonly number[] | null = null;

  /**
   * @param options.startDim the first dimension to join; 1 by default; negative numbers count from the last, -1
   * @param options.endDim the last dimension to join; -1 by default
   * @throws RangeError unless both are whole numbers
   */
  constructor(options: { startDim?: number; endDim?: number } = {}) {
    super();
    const { startDim, endDim } = readOptions('Flatten', options, { startDim: 1, endDim: -1 });
    this.startDim = startDim;
    this.endDim = endDim;
    for (const [name, value] of Object.entries(this.options())) {
      if (!Number.isInteger(value)) {
        throw failure(RangeError, '%1: %2 is %3, expected a whole number.', 'Flatten', name, value);
      }
    }
  }

  override options(): Record<string, number> {
    return { startDim: this.startDim, endDim: this.endDim };
  }

  /**
   * The output's shape for an input's.
   * @throws RangeError if the input lacks a dimension, or `endDim` comes before `startDim`
   */
  outputShape(shape: readonly number[]): number[] {
    const [start, end] = [this.startDim, this.endDim].map(dim => (dim < 0 ? dim + shape.length : dim));
    if (start < 0 || end < start || end >= shape.length) {
      throw failure(
        RangeError,
        '%1 joins dimensions %2 to %3, counted from 0 (-1 is the last), and the input is %4.',
        this.label,
        this.startDim,
        this.endDim,
        formatShape(shape)
      );
    }
    return [...shape.slice(0, start), sizeOf(shape.slice(start, end + 1)), ...shape.slice(end + 1)];
  }

  /**
   * @param input of any shape with the dimensions to join
   * @returns the same numbers, samples × features by default
   * @throws RangeError if the input lacks a dimension
   */
  override forward(input: TensorLike): Tensor {
    const x = Tensor.from(input, 'input');
    const output = this.result('output', this.outputShape(x.shape));
    output.data.set(x.data);
    this.shape = asItIs(x).shape;
    return output;
  }

  /** ∂L/∂x: the same numbers, of the input's shape. */
  override backward(gradOutput: TensorLike): Tensor {
    const shape = remembered(this.shape, this);
    const grad = gradientFor(this, gradOutput, this.outputShape(shape));
    const gradInput = this.result('gradInput', shape);
    gradInput.data.set(grad.data);
    return gradInput;
  }

  /** The same number. */
  override explain({ input }: Row, i: number): Explanation {
    return { forms: [input.at(i)] };
  }

  /** The same number. */
  override explainBackward({ gradOutput }: Row, i: number): Explanation {
    return { forms: [gradOutput.at(i)] };
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    const { startDim, endDim } = this;
    if (startDim >= 0 && endDim === -1) {
      // For Reshape, 0 is the length that there is and −1 what remains.
      return graph.node('Reshape', [input, indices(graph, [...Array<number>(startDim).fill(0), -1])]);
    }
    // The graph does not know how many dimensions there are: the lengths before and after are cut from the shape.
    const shape = graph.node('Shape', [input]);
    const cut = (from: number, to: number): OnnxValue =>
      graph.node('Slice', [shape, indices(graph, [from]), indices(graph, [to])]);
    const parts = [
      ...(startDim === 0 ? [] : [cut(0, startDim)]),
      indices(graph, [-1]),
      ...(endDim === -1 ? [] : [cut(endDim + 1, LAST)])
    ];
    return graph.node('Reshape', [input, graph.node('Concat', parts, { axis: 0 })]);
  }
}

/** More dimensions than a tensor has: Slice goes to the end. */
const LAST = 1024;

const indices = (graph: OnnxGraph, numbers: number[]): OnnxValue =>
  graph.asIndices(graph.constant(new Tensor([numbers.length], Float64Array.from(numbers)), 'shape'));
