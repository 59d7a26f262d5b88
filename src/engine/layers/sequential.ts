import {
  Equation,
  Explanation,
  Row,
  Vector,
  inner,
  lossBy,
  replayed,
  vectorOf
} from '../formula/explanation';
import { applied, say } from '../formula/expression';
import { isReusing } from '../buffers';
import { descriptionOf, shortened } from '../describe';
import { failure } from '../message';
import { Module } from '../module';
import { takenNames } from '../names';
import { checkCurrent } from '../passes';
import { Tensor, TensorLike, formatShape, unravel } from '../tensor';
import type { OnnxGraph, OnnxValue } from '../files/onnx/onnxGraph';

const within = say('%1: what the layer inside puts out', 'f');

/**
 * Layers one after the other: the output of each is the input of the next.
 * Source: torch.nn.Sequential.
 */
export class Sequential extends Module {
  private readonly layers: [string, Module][];

  /**
   * `new Sequential(new Linear(2, 4), new Sigmoid())` names its layers `0`, `1`, …;
   * `new Sequential({ linear1: new Linear(2, 4), … })` names them itself.
   * @throws TypeError for an argument that is not a layer, and for a name that is not letters, digits and _, or is `input`, `target` or `loss`
   */
  constructor(layers: Record<string, Module>);
  constructor(...layers: Module[]);
  constructor(...args: [Record<string, Module>] | Module[]) {
    super();
    const named = args.length === 1 && !(args[0] instanceof Module);
    if (named && (typeof args[0] !== 'object' || args[0] === null)) {
      throw failure(
        TypeError,
        'Sequential expects layers, or an object of layers by name, got %1.',
        descriptionOf(args[0])
      );
    }
    this.layers = Object.entries(named ? (args[0] as Record<string, Module>) : (args as Module[]));
    for (const [name, layer] of this.layers) {
      if (!(layer instanceof Module)) {
        throw failure(
          TypeError,
          "Sequential: '%1' is %2, expected a layer, such as new Linear(2, 4) or new ReLU().",
          shortened(name),
          descriptionOf(layer)
        );
      }
      if (!/^\w+$/.test(name) || takenNames.includes(name)) {
        throw failure(
          TypeError,
          "Sequential: '%1' can't name a layer: use letters, digits and _, and not %2.",
          shortened(name),
          takenNames.join(', ')
        );
      }
    }
    checkDistinct(this.layers);
    rename(this, '');
  }

  override children(): [string, Module][] {
    return this.layers;
  }

  /** How many layers there are. */
  get length(): number {
    return this.layers.length;
  }

  /** The layers in order: `for (const layer of model)`. With their names: `model.children()`. */
  *[Symbol.iterator](): IterableIterator<Module> {
    for (const [, layer] of this.layers) {
      yield layer;
    }
  }

  override get takesIndices(): boolean {
    return this.layers.length > 0 && this.layers[0][1].takesIndices;
  }

  override forward(input: TensorLike): Tensor {
    let x = Tensor.from(input, 'input');
    if (!isReusing()) {
      checkNumbers(x, this.training);
    }
    for (const [, layer] of this.layers) {
      x = layer.forward(x);
    }
    return this.passed(x);
  }

  override backward(gradOutput: TensorLike): Tensor {
    let grad = Tensor.from(gradOutput, 'gradOutput');
    checkCurrent(this, grad);
    for (let i = this.layers.length - 1; i >= 0; i--) {
      grad = this.layers[i][1].backward(grad);
    }
    return grad;
  }

  override backwardParameters(gradOutput: TensorLike): void {
    let grad = Tensor.from(gradOutput, 'gradOutput');
    checkCurrent(this, grad);
    for (let i = this.layers.length - 1; i > 0; i--) {
      grad = this.layers[i][1].backward(grad);
    }
    this.layers[0]?.[1].backwardParameters(grad);
  }

  /** The layers other than Sequentials, those of nested Sequentials included, in forward order, by dotted name. */
  leaves(): [string, Module][] {
    return this.layers.flatMap(([name, layer]) =>
      layer instanceof Sequential
        ? layer.leaves().map(([rest, leaf]): [string, Module] => [`${name}.${rest}`, leaf])
        : [[name, layer] as [string, Module]]
    );
  }

  override parameterSymbol(name: string): { name: string; sup: string } {
    const [key] = name.split('.');
    return { ...super.parameterSymbol(name), sup: key };
  }

  /** The explanation of its last layer, and the outputs of the layers before. */
  override explain(row: Row, unit: number): Explanation | null {
    const rows = this.innerRows(row);
    const last = rows.length - 1;
    if (last < 0) {
      return { forms: [row.input.at(unit)] };
    }
    const explanation = this.layers[last][1].explain(rows[last], unit);
    const before = rows.slice(0, last).map(({ input, output }, i): Equation => ({
      left: output.whole(),
      forms: [applied(this.layers[i][1].constructor.name, input.whole())],
      result: output.numbers()
    }));
    return explanation && { ...explanation, where: [...(explanation.where ?? []), ...before.reverse()] };
  }

  /** The explanation of its first layer, and the gradients of the layers behind. */
  override explainBackward(row: Row, unit: number): Explanation | null {
    const rows = this.innerRows(row);
    if (rows.length === 0) {
      return { forms: [row.gradOutput.at(unit)] };
    }
    const explanation = this.layers[0][1].explainBackward(rows[0], unit);
    const behind = rows.slice(1).map(({ gradInput }): Equation => wholeOf(gradInput));
    return explanation && { ...explanation, where: [...(explanation.where ?? []), ...behind] };
  }

  /** The explanation of the parameter's layer, and the layer's input and incoming gradient. */
  override explainGradient(row: Row, name: string, index: readonly number[]): Explanation | null {
    const at = this.layers.findIndex(([key]) => name.startsWith(`${key}.`));
    const [key, layer] = this.layers[at];
    const mine = this.innerRows(row)[at];
    const explanation = layer.explainGradient(mine, name.slice(key.length + 1), index);
    const where = [
      ...(at === this.layers.length - 1 ? [] : [wholeOf(mine.gradOutput)]),
      ...(at === 0 ? [] : [wholeOf(mine.input)])
    ];
    return explanation && { ...explanation, where: [...(explanation.where ?? []), ...where] };
  }

  /** The row of each of its layers, recomputed. */
  private innerRows(row: Row): Row[] {
    const { outputs, grads } = replayed(this, row, () => this.replay(row));
    const last = this.layers.length - 1;
    const sup = (key: string): string => (row.sup ? `${row.sup.slice(0, -1)},${key})` : `(${key})`);
    const symbols = this.layers.map(([key]) => ({ name: 'f', sup: sup(key), note: within }));
    const between = symbols.map((name, i) => vectorOf(outputs[i], row.sample, name, 'activation'));
    const back = symbols.map((name, i) =>
      i === last ? row.gradOutput : vectorOf(grads[i + 1], row.sample, lossBy(row, name), 'gradient')
    );
    return this.layers.map(([key], i) =>
      inner(row, key, {
        x: i === 0 ? row.x : outputs[i - 1],
        g: i === last ? row.g : grads[i + 1],
        input: i === 0 ? row.input : between[i - 1],
        output: i === last ? row.output : between[i],
        gradOutput: back[i],
        gradInput: i === 0 ? row.gradInput : back[i - 1],
        sup: sup(key)
      })
    );
  }

  /** Each layer's output and returned gradient. */
  private replay({ x, g }: Row): { outputs: Tensor[]; grads: Tensor[] } {
    const outputs: Tensor[] = [];
    this.layers.reduce((into, [, layer], i) => (outputs[i] = layer.forward(into)), x);
    const grads: Tensor[] = [];
    this.layers.reduceRight((back, [, layer], i) => (grads[i] = layer.backward(back)), g);
    return { outputs, grads };
  }

  override toONNX(graph: OnnxGraph, input: OnnxValue): OnnxValue {
    return this.layers.reduce((x, [, layer]) => graph.layer(layer, x), input);
  }
}

/** @throws RangeError for an empty input; in training mode for NaN and ∞, but for those of a run, which explains them */
function checkNumbers({ shape, data }: Tensor, training: boolean): void {
  if (data.length === 0) {
    throw failure(
      RangeError,
      'The input is empty (its shape is %1): give at least one sample, such as [[0.5, 1]].',
      formatShape(shape)
    );
  }
  const bad = training ? data.findIndex(x => !Number.isFinite(x)) : -1;
  if (bad >= 0) {
    throw failure(
      RangeError,
      'input[%1] is %2: expected a finite number. Leave out samples with missing values.',
      unravel(bad, shape).join(','),
      String(data[bad])
    );
  }
}

const wholeOf = (vector: Vector): Equation => ({ left: vector.whole(), forms: [], result: vector.numbers() });

/**
 * Checks that no layer stands in two places: it keeps one forward, so the second place would overwrite the first's.
 * @throws TypeError that names both places and the layer to make
 */
function checkDistinct(layers: [string, Module][]): void {
  const places = new Map<Module, string>();
  for (const [name, layer] of layers) {
    const inside = new Map<Module, string>();
    collect(layer, name, inside);
    for (const [module, place] of inside) {
      const first = places.get(module);
      if (first !== undefined) {
        throw failure(
          TypeError,
          "Sequential: '%1' is the same %2 as '%3', and a layer keeps only its last forward: make one for each place, new %2(…).",
          place,
          module.constructor.name,
          first
        );
      }
      places.set(module, place);
    }
  }
}

/** A module and the modules inside it, each with the place where it was first met. */
function collect(module: Module, place: string, into: Map<Module, string>): void {
  if (!into.has(module)) {
    into.set(module, place);
    module.children().forEach(([key, child]) => collect(child, `${place}.${key}`, into));
  }
}

/** Names a module and the modules inside it by their path: `block.linear1`. */
function rename(module: Module, name: string): void {
  module.name = name;
  for (const [key, inside] of module.children()) {
    rename(inside, name ? `${name}.${key}` : key);
  }
}
