import { Equation, Explanation, Row, inner, replayed, vectorOf } from '../formula/explanation';
import { Expression, say, sum } from '../formula/expression';
import { Module, MakeModule } from '../module';
import { checkCurrent } from '../passes';
import { specOf } from './specOf';
import { Tensor, TensorLike, formatShape, sameShape } from '../tensor';
import { ListShapes, ModuleSpec, NamedShape, Options, prefixed } from '../spec';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

const within = say('%1: what the layer inside puts out', 'f');
const back = say('%1: what comes back through the layer inside', 'r');

const specIn = (block: Options[string]): ModuleSpec => JSON.parse(String(block)) as ModuleSpec;

/**
 * A block with a skip connection: y = x + block(x). The block learns what to add, and the gradient also flows
 * back around the block, where nothing shrinks it. Its parameters are named `block.…`.
 * Source: He et al., "Deep Residual Learning for Image Recognition", CVPR 2016.
 */
export class Residual extends Module {
  static override from({ block }: Options, make: MakeModule): Residual {
    return new Residual(make(specIn(block)));
  }

  static override shapes({ block }: Options, inside: ListShapes): NamedShape[] | null {
    const shapes = inside(specIn(block));
    return shapes && prefixed('block', shapes);
  }

  static override examples(features: number): Options[] {
    const around = (layer: ModuleSpec): Options => ({ block: JSON.stringify(layer) });
    const norm = { type: 'LayerNorm', options: { features, eps: 0.1 } };
    const out = { type: 'Linear', options: { inFeatures: features, outFeatures: features } };
    const both: ModuleSpec = { type: 'Sequential', layers: [['norm', norm], ['out', out]] }; // prettier-ignore
    return [around({ type: 'Tanh' }), around({ type: 'Residual', options: around(both) })];
  }

  /**
   * @param block any layer, or a Sequential of layers, whose output has the shape of its input
   * @throws TypeError if the block is not a layer
   */
  constructor(readonly block: Module) {
    super();
    if (!(block instanceof Module)) {
      throw new TypeError('Residual expects a layer, such as new Linear(4, 4), or a Sequential of layers.');
    }
  }

  override options(): Record<string, string> {
    return { block: JSON.stringify(specOf(this.block)) };
  }

  /**
   * y = x + block(x).
   * @throws RangeError when the block changes the shape
   */
  override forward(input: TensorLike): Tensor {
    const x = Tensor.from(input, 'input');
    const out = this.block.forward(x);
    if (!sameShape(out.shape, x.shape)) {
      throw new RangeError(
        `${this.label} expects its block to keep the shape: ${formatShape(x.shape)} went in, ${formatShape(out.shape)} came out.`
      );
    }
    return this.sumOf('output', x, out);
  }

  /** ∂L/∂x = ∂L/∂y + what the block gives back. */
  override backward(gradOutput: TensorLike): Tensor {
    const grad = Tensor.from(gradOutput, 'gradOutput');
    checkCurrent(this, grad);
    return this.sumOf('gradInput', grad, this.block.backward(grad));
  }

  private sumOf(key: string, a: Tensor, b: Tensor): Tensor {
    const total = this.result(key, a.shape);
    for (let i = 0; i < total.data.length; i++) {
      total.data[i] = a.data[i] + b.data[i];
    }
    return total;
  }

  override parameterSymbol(name: string): { name: string; sup?: string } {
    return this.block.parameterSymbol(name.slice('block.'.length));
  }

  /** xᵢ + f(x)ᵢ, and how the block comes to it. */
  override explain(row: Row, i: number): Explanation | null {
    const block = this.innerRow(row);
    return around(row.input.at(i), block.output.at(i), this.block.explain(block, i));
  }

  /** ∂L/∂yᵢ, and what the block gives back. */
  override explainBackward(row: Row, i: number): Explanation | null {
    const block = this.innerRow(row);
    return around(row.gradOutput.at(i), block.gradInput.at(i), this.block.explainBackward(block, i));
  }

  override explainGradient(row: Row, name: string, index: readonly number[]): Explanation | null {
    return this.block.explainGradient(this.innerRow(row), name.slice('block.'.length), index);
  }

  /** The row of the block: what it puts out and gives back is computed again. */
  private innerRow(row: Row): Row {
    const [out, returned] = replayed(this, row, () => [
      this.block.forward(row.x),
      this.block.backward(row.g)
    ]);
    // The outer layer's own f and r, and those of its other layers, have the superscript already.
    const sup = row.nested ? (row.sup ? `${row.sup.slice(0, -1)},block)` : '(block)') : row.sup;
    const own = sup ? { sup } : {};
    return inner(row, 'block', {
      ...own,
      output: vectorOf(out, row.sample, { name: 'f', ...own, note: within }, 'activation'),
      gradInput: vectorOf(returned, row.sample, { name: 'r', ...own, note: back }, 'gradient')
    });
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return graph.node('Add', [input, graph.layer(this.block, input)]);
  }
}

/** The sum of the way around and of the block's, with where the block's comes from. */
function around(by: Expression, through: Expression, block: Explanation | null): Explanation | null {
  const own: Equation[] = block ? [{ left: through, forms: block.forms }] : [];
  return (
    block && { forms: [sum(by, through)], where: [...own, ...(block.where ?? [])], remarks: block.remarks }
  );
}
