import { Module } from './module';
import { Tensor, TensorLike, describe } from './tensor';
import type { OnnxGraph, OnnxValue } from './onnx/graph';

const taken = ['input', 'target', 'loss'];

/**
 * Layers one after the other: the output of each is the input of the next.
 * Source: torch.nn.Sequential.
 */
export class Sequential extends Module {
  private readonly layers: [string, Module][];

  /**
   * `new Sequential(new Linear(2, 4), new Sigmoid())` names its layers `0`, `1`, …;
   * `new Sequential({ linear1: new Linear(2, 4), … })` names them itself.
   * @throws TypeError for what is no layer, and for a name that is not letters, digits and _, or is `input`, `target` or `loss`
   */
  constructor(layers: Record<string, Module>);
  constructor(...layers: Module[]);
  constructor(...args: [Record<string, Module>] | Module[]) {
    super();
    const named = args.length === 1 && !(args[0] instanceof Module);
    if (named && (typeof args[0] !== 'object' || args[0] === null)) {
      throw new TypeError(
        `Sequential expects layers, or an object of layers by name, got ${describe(args[0])}.`
      );
    }
    this.layers = Object.entries(named ? (args[0] as Record<string, Module>) : (args as Module[]));
    for (const [name, layer] of this.layers) {
      if (!(layer instanceof Module)) {
        throw new TypeError(`Sequential: '${name}' is not a layer.`);
      }
      if (!/^\w+$/.test(name) || taken.includes(name)) {
        throw new TypeError(
          `Sequential: '${name}' can't name a layer: use letters, digits and _, and not ${taken.join(', ')}.`
        );
      }
      if (this.layers.filter(([, other]) => other === layer).length > 1) {
        throw new TypeError(`Sequential: '${name}' is in it twice: make a layer for each place.`);
      }
    }
    rename(this, '');
  }

  override children(): [string, Module][] {
    return this.layers;
  }

  override get takesIndices(): boolean {
    return this.layers.length > 0 && this.layers[0][1].takesIndices;
  }

  override forward(input: TensorLike): Tensor {
    let x = Tensor.from(input, 'input');
    for (const [, layer] of this.layers) {
      x = layer.forward(x);
    }
    return x;
  }

  override backward(gradOutput: TensorLike): Tensor {
    let grad = Tensor.from(gradOutput, 'gradOutput');
    for (let i = this.layers.length - 1; i >= 0; i--) {
      grad = this.layers[i][1].backward(grad);
    }
    return grad;
  }

  override backwardParameters(gradOutput: TensorLike): void {
    let grad = Tensor.from(gradOutput, 'gradOutput');
    for (let i = this.layers.length - 1; i > 0; i--) {
      grad = this.layers[i][1].backward(grad);
    }
    this.layers[0]?.[1].backwardParameters(grad);
  }

  /** The layers that compute, those of nested Sequentials included, in forward order, by dotted name. */
  leaves(): [string, Module][] {
    return this.layers.flatMap(([name, layer]) =>
      layer instanceof Sequential
        ? layer.leaves().map(([rest, leaf]): [string, Module] => [`${name}.${rest}`, leaf])
        : [[name, layer] as [string, Module]]
    );
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return this.layers.reduce((x, [, layer]) => graph.layer(layer, x), input);
  }
}

/** Names a module, and those inside it, by where they are: `block.linear1`. */
function rename(module: Module, name: string): void {
  module.name = name;
  for (const [key, inside] of module.children()) {
    rename(inside, name ? `${name}.${key}` : key);
  }
}
