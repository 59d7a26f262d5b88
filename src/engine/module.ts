import { Buffers } from './buffers';
import type { OnnxGraph, OnnxValue } from './files/onnx/onnxGraph';
import type { Explanation, Row } from './formula/explanation';
import { checkNothing, readOptions } from './options';
import { failure, messageOf } from './message';
import { Parameter } from './parameter';
import { Passes } from './passes';
import { inspect } from './print/inspect';
import { moduleRepr, optionsRepr } from './print/moduleRepr';
import { stateError } from './stateProblems';
import type { ListShapes, ModuleSpec, NamedShape, Options } from './spec';
import { descriptionOf, shortened } from './describe';
import { suggestionFor } from './suggest';
import { Tensor, TensorLike, formatShape } from './tensor';

/** Makes a layer from its spec: `moduleOf` of the registry, passed to layers that contain layers. */
export type MakeModule = (spec: ModuleSpec) => Module;

/** Parameters by name: `{ 'linear1.weight': Tensor, … }`. */
export type StateDict = Record<string, TensorLike>;

/** The result of `loadStateDict`: the names that did not match. */
export interface LoadedState {
  /** Parameters of the model that are not in the state. */
  missing: string[];
  /** Names in the state that are not in the model. */
  unexpected: string[];
}

/**
 * A layer, or a network of layers. To write your own, extend this class: give it `Parameter`s and modules as
 * fields, a `forward`, and a `backward` that adds to each parameter's `grad` and returns ∂L/∂input; then
 * check with `gradcheck` that they agree.
 */
export abstract class Module {
  /**
   * Makes a layer from its options, as `options()` lists them. Override this if the constructor's argument is not
   * an object of options.
   * @param _make makes the layers inside this one
   * @internal
   */
  static from(options: Options, _make: MakeModule): Module {
    return new (this as unknown as new (options: Options) => Module)(options);
  }

  /**
   * The names and shapes of the parameters of a layer with these options, in order, without making the layer.
   * @param _inside lists the parameters of a layer inside this one
   * @returns an empty list by default; null if the parameters are unknown
   * @internal
   */
  static shapes(_options: Options, _inside: ListShapes): NamedShape[] | null {
    return [];
  }

  /**
   * Options with which the tests try the layer. The output must have as many features as the input.
   * @internal
   */
  static examples(_features: number): Options[] {
    return [{}];
  }

  /**
   * Null if PyTorch has this type: its numbers must then equal PyTorch's. Otherwise the source of the worked
   * example in test/golden/worked.ts.
   * @internal
   */
  static readonly reference: string | null = null;

  /** The layer's name in messages; a `Sequential` sets it. */
  name = '';
  /** Whether the module is in training mode, which `Dropout` depends on. `train` and `eval` set it. */
  training = true;
  /** How often weights were loaded into the module. */
  loads = 0;

  /** @throws TypeError for an argument to a class without a constructor of its own, which would ignore it */
  constructor();
  constructor(...given: unknown[]) {
    checkNothing(new.target.name, given);
  }

  /**
   * Computes the output for an input.
   * @param input a batch, samples × features, or a single sample
   */
  abstract forward(input: TensorLike): Tensor;

  /**
   * Takes ∂L/∂output of the last `forward`, adds to every parameter's `grad`, and returns ∂L/∂input.
   * @param gradOutput ∂L/∂output, of the output's shape
   */
  abstract backward(gradOutput: TensorLike): Tensor;

  /**
   * `backward` without ∂L/∂input, which training does not need for the first layer. Override this if leaving it
   * out saves work.
   */
  backwardParameters(gradOutput: TensorLike): void {
    this.backward(gradOutput);
  }

  /** The options from which this layer can be made again, as a trace lists them. */
  options(): Record<string, number | string | boolean> {
    return {};
  }

  /** Whether the input consists of indices (of rows of a table), for which there is no gradient. */
  get takesIndices(): boolean {
    return false;
  }

  /** The modules directly inside this one, by name: all fields that are modules. */
  children(): [string, Module][] {
    return Object.entries(this).filter((entry): entry is [string, Module] => entry[1] instanceof Module);
  }

  /** All parameters with their `stateDict` names, in PyTorch's order. */
  namedParameters(): [string, Parameter][] {
    const own = Object.entries(this).filter(
      (entry): entry is [string, Parameter] => entry[1] instanceof Parameter
    );
    const inside = this.children().flatMap(([name, child]) =>
      child.namedParameters().map(([rest, parameter]): [string, Parameter] => [`${name}.${rest}`, parameter])
    );
    return own.concat(inside);
  }

  /** All parameters, for an optimiser. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /**
   * Puts this module and all modules inside it into training mode, or with `false` into evaluation mode.
   * @returns the module itself
   */
  train(mode = true): this {
    this.training = mode;
    this.children().forEach(([, child]) => child.train(mode));
    return this;
  }

  /** Puts the module into evaluation mode, for validation and use. `train()` returns to training mode. */
  eval(): this {
    return this.train(false);
  }

  /** Sets every gradient to 0. */
  zeroGrad(): void {
    this.parameters().forEach(parameter => parameter.zeroGrad());
  }

  /** Tensors of the layer that are kept with its weights, but not learnt, by PyTorch's names; none by default. */
  buffers(): [string, Tensor][] {
    return [];
  }

  /** All parameters and buffers with their `stateDict` names, in PyTorch's order: layer by layer. */
  namedState(): [string, Tensor][] {
    const own = Object.entries(this).filter(
      (entry): entry is [string, Parameter] => entry[1] instanceof Parameter
    );
    const inside = this.children().flatMap(([name, child]) =>
      child.namedState().map(([rest, tensor]): [string, Tensor] => [`${name}.${rest}`, tensor])
    );
    return [...own, ...this.buffers(), ...inside];
  }

  /** A copy of every parameter and buffer, by name. */
  stateDict(): Record<string, Tensor> {
    return Object.fromEntries(this.namedState().map(([name, tensor]) => [name, tensor.clone()]));
  }

  /**
   * Sets the parameters from `state`: tensors or nested arrays, of the parameters' shapes.
   * @param options.strict whether `state` must contain every parameter and nothing else; true by default. With
   * `false`, missing parameters keep their values and unexpected names are ignored, unless no name fits.
   * @returns the missing and the unexpected names
   * @throws RangeError that lists parameters that are missing or unexpected (if strict) or have another shape;
   * no parameter is changed then. Source: torch.nn.Module.load_state_dict.
   */
  loadStateDict(state: StateDict, options: { strict?: boolean } = {}): LoadedState {
    if (typeof state !== 'object' || state === null || Array.isArray(state)) {
      throw failure(
        TypeError,
        'loadStateDict expects tensors by name, as stateDict gives them, got %1.%2',
        descriptionOf(state),
        typeof state === 'string'
          ? messageOf(' Read a file first: model.loadStateDict(await loadSafetensors(path)).')
          : ''
      );
    }
    const { strict } = readOptions('loadStateDict', options, { strict: true });
    const parameters = this.namedState();
    const known = new Set(parameters.map(([name]) => name));
    const unexpected = Object.keys(state).filter(name => !known.has(name));
    // Own properties only: every object inherits a `constructor`.
    const [found, rest] = partition(parameters, ([name]) => Object.hasOwn(state, name));
    // As in PyTorch: files from before there was a count have none.
    const absent = rest.filter(([name]) => !/(^|\.)num_batches_tracked$/.test(name));
    const values = found.map(([name]) => Tensor.from(state[name], name));
    const misshaped = found.flatMap(([name, { shape }], i) => {
      const [given, expected] = [formatShape(values[i].shape), formatShape(shape)];
      return given === expected
        ? []
        : [messageOf("'%1' is %2, expected %3", shortened(name), given, expected)];
    });
    const problems = [
      ...unexpected.map(name => messageOf("unexpected '%1'", shortened(name))),
      ...absent.map(([name, { shape }]) =>
        messageOf("missing '%1' (%2)", shortened(name), formatShape(shape))
      )
    ];
    const wrong = strict ? [...problems, ...misshaped] : misshaped;
    if (wrong.length > 0) {
      throw stateError({ unexpected, missing: absent.map(([name]) => name), problems: wrong });
    }
    if (found.length === 0 && parameters.length > 0 && unexpected.length > 0) {
      // Not strict, and yet nothing was meant: a prefix, or another model's state.
      throw stateError({ unexpected, missing: absent.map(([name]) => name), problems });
    }
    found.forEach(([, parameter], i) => parameter.data.set(values[i].data));
    this.loads++;
    return { missing: absent.map(([name]) => name), unexpected };
  }

  /**
   * Adds this layer's operations, in evaluation mode, to an ONNX graph; `toONNX(model)` calls it. Override it in
   * your own layer: `return graph.node('Sin', [input])`.
   * @param graph receives operations (`node`), weights (`constant`) and the layers inside this one (`layer`)
   * @param input the name of the input in the graph
   * @returns the name of the output in the graph
   * @throws TypeError unless the layer overrides this method
   */
  toONNX(_graph: OnnxGraph, _input: OnnxValue): OnnxValue {
    throw new TypeError(
      `${this.label} can't be written for ONNX: give its class a method toONNX(graph, input) that says how.`
    );
  }

  /**
   * Explains number `unit` of the output by formulas; null if the layer has no formulas.
   * @param row one sample at this layer
   */
  explain(_row: Row, _unit: number): Explanation | null {
    return null;
  }

  /** Explains number `unit` of ∂L/∂input, as `explain`. */
  explainBackward(_row: Row, _unit: number): Explanation | null {
    return null;
  }

  /** Explains an element of the sample's share of ∂L/∂parameter, as `explain`. */
  explainGradient(_row: Row, _name: string, _index: readonly number[]): Explanation | null {
    return null;
  }

  /**
   * A parameter's symbol in formulas.
   * @param name the parameter's name within this layer: `weight`, `block.linear1.bias`
   */
  parameterSymbol(name: string): { name: string; sup?: string } {
    const child = this.children().find(([key]) => name.startsWith(`${key}.`));
    return child ? child[1].parameterSymbol(name.slice(child[0].length + 1)) : { name };
  }

  /** The layer in messages: "Linear 'linear1'", or "Linear" if the layer has no name. */
  get label(): string {
    return this.name ? `${this.constructor.name} '${this.name}'` : this.constructor.name;
  }

  /**
   * A module inside this one, by its name: `model.get('fc1')`, also by a path, `model.get('block.fc1')`, or by its
   * index, from 0; −1 is the last. Source: torch.nn.Module.get_submodule.
   * @throws RangeError if there is none; the message has the name meant
   */
  get(name: string | number): Module {
    if (typeof name === 'number') {
      const found = this.children().at(name);
      if (!Number.isInteger(name) || !found) {
        throw failure(
          RangeError,
          '%1 has no layer %2: it has %3, counted from 0.',
          this.label,
          name,
          this.children().length
        );
      }
      return found[1];
    }
    const names = this.children().map(([key]) => key);
    const [first, ...rest] = String(name).split('.');
    const found = this.children().find(([key]) => key === first);
    if (!found) {
      const meant = suggestionFor(first, names);
      throw meant === null
        ? failure(
            RangeError,
            "%1 has no layer '%2', only %3.",
            this.label,
            shortened(first),
            names.join(', ') || '—'
          )
        : failure(
            RangeError,
            "%1 has no layer '%2'. Did you mean '%3'?",
            this.label,
            shortened(first),
            meant
          );
    }
    return rest.length > 0 ? found[1].get(rest.join('.')) : found[1];
  }

  /** The options in the printed module. Override this to print others. Source: torch.nn.Module.extra_repr. */
  extraRepr(): string {
    return this.children().length > 0 ? '' : optionsRepr(this.options());
  }

  /** The module and those inside it, as PyTorch prints them: `Linear(in_features=2, out_features=1, bias=True)`. */
  toString(): string {
    return moduleRepr(this);
  }

  /** @internal */
  [inspect](): string {
    return this.toString();
  }

  /**
   * A tensor for a result: a new one or, within `reusingBuffers`, the one of the previous step.
   * @param key 'output' for what `forward` returns, 'gradInput' for what `backward` returns, any other name for
   * a result in between
   * @param width the last dimension; that of `shape` by default
   */
  protected result(key: string, shape: readonly number[], width?: number): Tensor {
    const made = this.#buffers.result(key, shape, width);
    return key === 'output' ? this.passed(made) : made;
  }

  /** Notes the output of a forward pass that is not a `result`. */
  protected passed(output: Tensor): Tensor {
    this.#passes.forward(output);
    return output;
  }

  /**
   * Notes a backward pass: the layer's own parameters get a gradient.
   * @throws Error if the gradient belongs to an earlier forward, or an earlier forward is still to be gone back over
   * @internal
   */
  goBack(grad: Tensor): void {
    this.#passes.backward(this, grad);
    this.#own ??= Object.values(this).filter(value => value instanceof Parameter);
    for (const parameter of this.#own) {
      parameter.reached = true;
    }
  }

  // #private names, not `private`: `Object.entries` must not list them.
  readonly #buffers = new Buffers();
  readonly #passes = new Passes();
  /** The layer's own parameters, listed at its first backward pass. */
  #own: Parameter[] | null = null;
}

/**
 * Checks the ∂L/∂output given to a layer's `backward`, and returns it as a tensor.
 * @param shape the output's shape; `width` replaces its last dimension
 * @throws RangeError if the gradient has another shape: the layer after this one returned a wrong gradient; Error if
 * the gradient belongs to an earlier forward, or an earlier forward is still to be gone back over
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
      `${layer.label} expects in backward a gradient of its output's shape, ${expected}, got ${formatShape(grad.shape)}.`
    );
  }
  layer.goBack(grad);
  return grad;
}

/** Returns a value kept by `forward`. @throws Error if `backward` is called before `forward` */
export function remembered<T>(value: T | null, layer: Module): T {
  if (value === null) {
    throw failure(Error, '%1 has nothing to go back over: call forward before backward.', layer.label);
  }
  return value;
}

function partition<T>(items: T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter(item => !belongs(item))];
}
