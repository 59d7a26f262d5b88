import { Buffers } from './buffers';
import type { OnnxGraph, OnnxValue } from './files/onnx/onnxGraph';
import type { Explanation, Row } from './formula/explanation';
import type { ListShapes, MakeModule, NamedShape, Options } from './spec';
import { Tensor, TensorLike, describe, formatShape } from './tensor';

/** A tensor that is learnt: its gradient is kept beside it. */
export class Parameter extends Tensor {
  /** ∂L/∂parameter, of the same shape. `backward` adds to it; `zeroGrad` clears it. */
  readonly grad: Tensor;

  constructor(shape: readonly number[], data?: Float64Array) {
    super(shape, data);
    this.grad = new Tensor(shape);
  }
}

/** Parameters by name: `{ 'linear1.weight': Tensor, … }`. */
export type StateDict = Record<string, TensorLike>;

/** What `loadStateDict` did not set, and what it had no place for. */
export interface LoadedState {
  /** Parameters of the model that the state does not have. */
  missing: string[];
  /** Names in the state that the model does not have. */
  unexpected: string[];
}

/**
 * A layer, or a network of layers. To write one of your own, extend it: give it `Parameter`s and modules
 * as fields, a `forward`, and a `backward` that adds to each parameter's `grad` and returns ∂L/∂input;
 * then let `gradcheck` tell whether they agree.
 */
export abstract class Module {
  /**
   * Makes a layer from its options, as `options()` lists them. A layer whose constructor takes anything but an
   * object of options overrides this.
   * @param _make makes the layers inside it
   * @internal
   */
  static from(options: Options, _make: MakeModule): Module {
    return new (this as unknown as new (options: Options) => Module)(options);
  }

  /**
   * The names and shapes of the parameters of a layer with these options, in order, without making it.
   * @param _inside lists those of a layer inside it
   * @returns none when left out; null if they are unknown
   * @internal
   */
  static shapes(_options: Options, _inside: ListShapes): NamedShape[] | null {
    return [];
  }

  /**
   * Options that the tests try the layer with; the output has to have as many features as the input.
   * @internal
   */
  static examples(_features: number): Options[] {
    return [{}];
  }

  /**
   * Null if PyTorch has the type, whose numbers then have to equal PyTorch's. Otherwise the source of the worked
   * example in test/golden/worked.ts.
   * @internal
   */
  static readonly reference: string | null = null;

  /** What messages call this layer; a `Sequential` sets it. */
  name = '';
  /** Whether it is being trained: `Dropout` does something only then. `train` and `eval` set it. */
  training = true;
  /** How often weights were loaded into it. */
  loads = 0;

  /**
   * The output for an input.
   * @param input a batch, samples × features, or a single sample
   */
  abstract forward(input: TensorLike): Tensor;

  /**
   * Takes ∂L/∂output of the last `forward`, adds to every parameter's `grad`, and returns ∂L/∂input.
   * @param gradOutput of the shape that `forward` returned
   */
  abstract backward(gradOutput: TensorLike): Tensor;

  /**
   * As `backward`, without ∂L/∂input: for the first layer in training, where nobody asks for it. A layer
   * that saves work by that says how.
   */
  backwardParameters(gradOutput: TensorLike): void {
    this.backward(gradOutput);
  }

  /** The options that make this layer again, as a trace lists them. */
  options(): Record<string, number | string | boolean> {
    return {};
  }

  /** Whether the input is made of indices (of rows of a table), by which there is no gradient. */
  get takesIndices(): boolean {
    return false;
  }

  /** The modules directly inside this one, by name: its fields that are modules. */
  children(): [string, Module][] {
    return Object.entries(this).filter((entry): entry is [string, Module] => entry[1] instanceof Module);
  }

  /** Every parameter, with its `stateDict` name, in PyTorch's order. */
  namedParameters(): [string, Parameter][] {
    const own = Object.entries(this).filter(
      (entry): entry is [string, Parameter] => entry[1] instanceof Parameter
    );
    const inside = this.children().flatMap(([name, child]) =>
      child.namedParameters().map(([rest, parameter]): [string, Parameter] => [`${name}.${rest}`, parameter])
    );
    return own.concat(inside);
  }

  /** Every parameter: what an optimiser takes. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /**
   * Says that training begins (or, with `false`, is over), to this module and every one inside it.
   * @returns the module itself
   */
  train(mode = true): this {
    this.training = mode;
    this.children().forEach(([, child]) => child.train(mode));
    return this;
  }

  /** Says that training is over, as before validation and use. `train()` takes it back. */
  eval(): this {
    return this.train(false);
  }

  /** Sets every gradient to 0. */
  zeroGrad(): void {
    this.parameters().forEach(parameter => parameter.grad.data.fill(0));
  }

  /** A copy of every parameter, by name. */
  stateDict(): Record<string, Tensor> {
    return Object.fromEntries(this.namedParameters().map(([name, parameter]) => [name, parameter.clone()]));
  }

  /**
   * Sets every parameter from `state`: tensors or nested arrays, of the parameters' shapes.
   * @param options.strict true when left out: every parameter must be in `state`, and nothing else. With
   * `false`, what is missing stays as it is and what is unexpected is passed over.
   * @returns the names that were missing and those that were unexpected
   * @throws RangeError that lists what is missing, unexpected (where strict) or of another shape; nothing is
   * set then. Source: torch.nn.Module.load_state_dict.
   */
  loadStateDict(state: StateDict, options: { strict?: boolean } = {}): LoadedState {
    if (typeof state !== 'object' || state === null || Array.isArray(state)) {
      throw new TypeError(
        `loadStateDict expects tensors by name, as stateDict gives them, got ${describe(state)}.`
      );
    }
    const parameters = this.namedParameters();
    const known = new Set(parameters.map(([name]) => name));
    const unexpected = Object.keys(state).filter(name => !known.has(name));
    // Own entries only: every object has a `constructor`.
    const [found, absent] = partition(parameters, ([name]) => Object.hasOwn(state, name));
    const values = found.map(([name]) => Tensor.from(state[name], name));
    const misshaped = found.flatMap(([name, { shape }], i) => {
      const [given, expected] = [formatShape(values[i].shape), formatShape(shape)];
      return given === expected ? [] : [`'${name}' is ${given}, expected ${expected}`];
    });
    const problems = [
      ...unexpected.map(name => `unexpected '${name}'`),
      ...absent.map(([name, { shape }]) => `missing '${name}' (${formatShape(shape)})`)
    ];
    const wrong = (options.strict ?? true) ? [...problems, ...misshaped] : misshaped;
    if (wrong.length > 0) {
      throw new RangeError(`The state does not fit the model: ${wrong.join('; ')}.`);
    }
    found.forEach(([, parameter], i) => parameter.data.set(values[i].data));
    this.loads++;
    return { missing: absent.map(([name]) => name), unexpected };
  }

  /**
   * Adds what this layer computes, after `eval()`, to a graph for ONNX: what `toONNX(model)` calls. A layer of
   * your own says here how it is written: `return graph.node('Sin', [input])`.
   * @param graph takes operations (`node`), weights (`constant`) and the layers inside this one (`layer`)
   * @param input the name of the input in the graph
   * @returns the name of the output
   * @throws TypeError unless the layer says how
   */
  toONNX(_graph: OnnxGraph, _input: OnnxValue): OnnxValue {
    throw new TypeError(
      `${this} can't be written for ONNX: give its class a method toONNX(graph, input) that says how.`
    );
  }

  /**
   * How number `unit` of the output comes about, as formulas; null for a layer that does not say.
   * @param row one sample at this layer
   */
  explain(_row: Row, _unit: number): Explanation | null {
    return null;
  }

  /** The same for ∂L/∂input. */
  explainBackward(_row: Row, _unit: number): Explanation | null {
    return null;
  }

  /** The same for the sample's share of ∂L/∂parameter. */
  explainGradient(_row: Row, _name: string, _index: readonly number[]): Explanation | null {
    return null;
  }

  /**
   * How a parameter is written in formulas.
   * @param name in this layer: `weight`, `block.linear1.bias`
   */
  parameterSymbol(name: string): { name: string; sup?: string } {
    const child = this.children().find(([key]) => name.startsWith(`${key}.`));
    return child ? child[1].parameterSymbol(name.slice(child[0].length + 1)) : { name };
  }

  /** "Linear 'linear1'", or "Linear" when it has no name. */
  toString(): string {
    return this.name ? `${this.constructor.name} '${this.name}'` : this.constructor.name;
  }

  /**
   * A tensor for a result: a new one, or within `reusingBuffers` the one of the last time.
   * @param width the last dimension, where it is another than the last of `shape`
   */
  protected result(key: string, shape: readonly number[], width?: number): Tensor {
    return this.#buffers.result(key, shape, width);
  }

  // A private name, not `private`: `Object.entries` must not meet it.
  readonly #buffers = new Buffers();
}

/**
 * ∂L/∂output as a layer's `backward` was given it.
 * @param shape the output's, but for its last dimension, `width`, where that is another
 * @throws RangeError when it has another shape: a layer above gave back a wrong one
 */
export function gradientFor(
  layer: Module,
  gradOutput: TensorLike,
  shape: readonly number[],
  width = shape[shape.length - 1]
): Tensor {
  const grad = Tensor.from(gradOutput, 'gradOutput');
  const last = shape.length - 1;
  let fits = grad.shape.length === shape.length && grad.shape[last] === width;
  for (let d = 0; d < last; d++) {
    fits &&= grad.shape[d] === shape[d];
  }
  if (!fits) {
    const expected = formatShape([...shape.slice(0, -1), width]);
    throw new RangeError(
      `${layer} expects in backward a gradient of its output's shape, ${expected}, got ${formatShape(grad.shape)}.`
    );
  }
  return grad;
}

/** @throws Error when `backward` comes before `forward` */
export function remembered<T>(value: T | null, layer: Module): T {
  if (value === null) {
    throw new Error(`${layer} has nothing to go back over: call forward before backward.`);
  }
  return value;
}

function partition<T>(items: T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter(item => !belongs(item))];
}
