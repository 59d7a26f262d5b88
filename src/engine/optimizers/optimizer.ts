import { inspect } from '../print/inspect';
import { snakeCase, valueText } from '../print/python';
import { descriptionOf, shortened } from '../describe';
import { Definition, Expression } from '../formula/expression';
import { failure } from '../message';
import { Parameter } from '../parameter';
import { checkOptions, isRegistered } from '../options';
import type { Options } from '../spec';
import { Tensor, TensorLike, describe, formatShape } from '../tensor';

/** An optimiser's state of a parameter between steps, by PyTorch's names in camelCase. */
export type ParameterState = Record<string, Tensor>;

/** The options of every optimiser; each adds its own. */
export interface OptimizerOptions {
  /** η, how far to go against the gradient. */
  lr: number;
}

/** An option's default, which also defines its type. Every number is at least 0 and below `below`. */
export interface OptionRule {
  default: number | boolean | number[];
  /** Without limit when left out. */
  below?: number;
}

/** The rules of an optimiser's options, by name. */
export type OptionTable<O = Record<string, unknown>> = { readonly [name in keyof O]-?: OptionRule };

/** Parameters that share their options. */
export type ParamGroup<O extends OptimizerOptions = OptimizerOptions> = O & {
  params: Parameter[];
  /** lr before any schedule changed it; set by a schedule. */
  initialLr?: number;
};

/** An optimiser's first argument: parameters, or groups of them with options of their own. */
export type ParametersOrGroups<O> = Parameter[] | (Partial<O> & { params: Parameter[] })[];

/** The state of an optimiser as plain data; parameters are numbered, group after group. */
export interface OptimizerStateDict {
  /** By the parameter's number. */
  state: Record<string, Record<string, TensorLike>>;
  /** The options of each group, and the numbers of its parameters. */
  paramGroups: (Record<string, unknown> & { params: number[] })[];
}

/** The quantities of one weight's update, for its derivation. */
export interface UpdateTerms {
  /** The weight before the step. */
  weight: Expression;
  /** Its gradient, raw. */
  grad: Expression;
  /** The weight's entry of a state before the step; undefined if there was none. */
  before(name: string): number | undefined;
}

/**
 * Changes parameters by their gradients. To write your own, extend it: define how one parameter is changed, and
 * describe that change as a chain of formulas.
 * Source: torch.optim.Optimizer.
 */
export abstract class Optimizer<O extends OptimizerOptions = OptimizerOptions> {
  /**
   * Makes an optimiser from its options, as `options()` lists them; also one without parameters.
   * @internal
   */
  static from(
    parameters: ParametersOrGroups<OptimizerOptions>,
    { type: _type, ...options }: Options
  ): Optimizer {
    return new (this as unknown as new (p: typeof parameters, options: Options) => Optimizer)(
      parameters.length > 0 ? parameters : [{ params: [] }],
      options
    );
  }

  /**
   * The default and the bounds of every option.
   * @internal
   */
  static readonly optionTable: OptionTable = {};

  /**
   * Options that the tests try the optimiser with.
   * @internal
   */
  static readonly examples: Options[] = [{}];

  /**
   * Null if PyTorch has the type, whose numbers then have to equal PyTorch's. Otherwise the source of the worked
   * example in test/golden/worked.ts.
   * @internal
   */
  static readonly reference: string | null = null;

  /** The groups, each with its parameters and every option; a schedule changes `lr` in them. */
  readonly paramGroups: ParamGroup<O>[] = [];
  /** The state of every parameter that has one. */
  readonly state = new Map<Parameter, ParameterState>();

  /**
   * @param parameters usually `model.parameters()`; or groups: `[{ params: head.parameters(), lr: 0.1 }, …]`
   * @param defaults every option's value for groups that don't set it
   * @throws TypeError for anything else than parameters, RangeError for an option that is out of range
   */
  constructor(
    parameters: ParametersOrGroups<O>,
    readonly defaults: O
  ) {
    const owner = new.target.name;
    checkOptions(owner, defaults, usualOf(new.target.optionTable), isRegistered(new.target));
    const grouped =
      Array.isArray(parameters) && parameters.length > 0 && !(parameters[0] instanceof Parameter);
    const groups = (grouped ? parameters : [{ params: parameters }]) as (Partial<O> & {
      params: Parameter[];
    })[];
    groups.forEach(group => this.addParamGroup(group));
    if (Array.isArray(parameters) && parameters.length === 0 && isRegistered(new.target)) {
      throw failure(
        RangeError,
        '%1 got no parameters, so it would change nothing: pass it model.parameters() of a model with weights.',
        owner
      );
    }
  }

  /**
   * Adds parameters, with options of their own; for a layer that is to be trained from now on.
   * @throws TypeError for anything else than parameters, RangeError for a parameter that is in a group already
   */
  addParamGroup(group: Partial<O> & { params: Parameter[] }): void {
    const owner = this.constructor.name;
    const type = this.constructor as typeof Optimizer;
    const params: unknown = group?.params;
    if (!Array.isArray(params) || !params.every(p => p instanceof Parameter)) {
      throw failure(
        TypeError,
        '%1 expects model.parameters() as its first argument, or groups: [{ params: layer.parameters(), lr: 0.1 }]. Got %2.',
        owner,
        descriptionOf(params)
      );
    }
    const usual = { params, ...usualOf(type.optionTable), initialLr: 0 };
    checkOptions(owner, group, usual, isRegistered(type));
    const known = new Set(this.parameters);
    for (const parameter of params) {
      if (known.has(parameter)) {
        throw new RangeError(`${owner}: a parameter of ${formatShape(parameter.shape)} is there twice.`);
      }
      known.add(parameter);
    }
    // An undefined option counts as left out.
    const given = Object.entries(group).filter(([, value]) => value !== undefined);
    const whole = { ...this.defaults, ...Object.fromEntries(given), params: params.slice() } as ParamGroup<O>;
    checkOption(owner, 'lr', whole.lr);
    checkRanges(owner, type.optionTable, whole);
    this.check(whole);
    this.paramGroups.push(whole);
  }

  /** Every parameter, group after group. */
  get parameters(): Parameter[] {
    return this.paramGroups.flatMap(({ params }) => params);
  }

  /** The first group's learning rate; setting it sets every group's. */
  get lr(): number {
    return this.paramGroups[0].lr;
  }
  set lr(lr: number) {
    checkOption(this.constructor.name, 'lr', lr);
    this.paramGroups.forEach(group => {
      group.lr = lr;
    });
  }

  /** The options of every group, as PyTorch prints them; those that the optimiser has here. */
  toString(): string {
    const groups = this.paramGroups.map((group, i) => {
      const options = Object.entries(this.options(group))
        .map(([name, value]) => `    ${snakeCase(name)}: ${valueText(value)}`)
        .sort();
      return `Parameter Group ${i}\n${options.join('\n')}\n`;
    });
    return `${this.constructor.name} (\n${groups.join('\n')})`;
  }

  /** @internal */
  [inspect](): string {
    return this.toString();
  }

  /** The options of a group (the first when left out) as a trace lists them, to make this optimiser again. */
  options(group: ParamGroup<O> = this.paramGroups[0]): Record<string, number | boolean | number[]> {
    const { params: _params, initialLr: _initialLr, ...options } = group;
    return options as unknown as Record<string, number | boolean | number[]>;
  }

  /**
   * Checks combinations of options; each option alone is checked already.
   * @throws RangeError for options that exclude each other
   */
  protected check(_options: O): void {}

  /** Changes one parameter in place. */
  protected abstract stepOne(parameter: Parameter, group: O): void;

  /**
   * The step of one weight as a chain of quantities, each defined by earlier ones; the last is the step that is
   * added to the weight.
   */
  abstract explain(terms: UpdateTerms, group?: O): Definition[];

  /**
   * Changes every parameter by its gradient. A parameter without one (`hasGrad`), because no backward pass came
   * after `zeroGrad` or reached it, stays as it is, and so does its state: neither momentum nor weight decay moves it.
   */
  step(): void {
    for (const group of this.paramGroups) {
      for (const parameter of group.params) {
        if (parameter.hasGrad) {
          this.stepOne(parameter, group);
        }
      }
    }
  }

  /** Sets every gradient to 0. */
  zeroGrad(): void {
    for (const { params } of this.paramGroups) {
      for (const parameter of params) {
        parameter.zeroGrad();
      }
    }
  }

  /** The state of a parameter; `make` creates it at the first step. */
  protected stateOf(parameter: Parameter, make: () => ParameterState): ParameterState {
    let state = this.state.get(parameter);
    if (!state) {
      state = make();
      this.state.set(parameter, state);
    }
    return state;
  }

  /** An entry of a state; created now if an option that needs it was turned on after the first step. */
  protected entryOf(state: ParameterState, name: string, parameter: Parameter): Float64Array {
    return (state[name] ??= new Tensor(parameter.shape)).data;
  }

  /** A copy of the state and the options, for a checkpoint. It can be stored as JSON. */
  stateDict(): OptimizerStateDict {
    const parameters = this.parameters;
    const state = parameters.flatMap((parameter, i) => {
      const entries = Object.entries(this.state.get(parameter) ?? {});
      const copies = entries.map(([name, tensor]): [string, Tensor] => [name, tensor.clone()]);
      return entries.length > 0 ? [[i, Object.fromEntries(copies)]] : [];
    });
    const paramGroups = this.paramGroups.map(({ params, ...options }) => ({
      ...(structure(options) as object),
      params: params.map(parameter => parameters.indexOf(parameter))
    }));
    return { state: Object.fromEntries(state), paramGroups };
  }

  /**
   * Continues from the state of another optimiser with the same groups.
   * @throws RangeError if the groups or the shapes differ; nothing is set then
   */
  loadStateDict(given: OptimizerStateDict): void {
    const { state, paramGroups } = this.checkedState(given);
    const sizes = (groups: { params: unknown[] }[]): string => groups.map(g => g.params.length).join(' + ');
    const owner = this.constructor.name;
    if (sizes(paramGroups) !== sizes(this.paramGroups)) {
      throw failure(
        RangeError,
        '%1: the state is of %2 parameters, expected %3.',
        owner,
        sizes(paramGroups),
        sizes(this.paramGroups)
      );
    }
    const loaded = this.parameters.map((parameter, i): [Parameter, ParameterState] => {
      const entries = Object.entries(state[i] ?? {}).map(([name, value]): [string, Tensor] => {
        const tensor = Tensor.from(value, `state[${i}].${name}`).clone();
        const shape = formatShape(tensor.shape);
        if (shape !== formatShape(parameter.shape) && shape !== '1') {
          throw failure(
            RangeError,
            '%1: state[%2].%3 is %4, expected %5. Is it the state of another model?',
            owner,
            i,
            name,
            shape,
            formatShape(parameter.shape)
          );
        }
        return [name, tensor];
      });
      return [parameter, Object.fromEntries(entries)];
    });
    this.state.clear();
    loaded.filter(([, its]) => Object.keys(its).length > 0).forEach(([p, its]) => this.state.set(p, its));
    this.paramGroups.forEach((group, i) => {
      const { params: _params, ...options } = paramGroups[i];
      Object.assign(group, structure(options));
    });
  }

  /** @throws TypeError unless it is a state; RangeError if its groups have options that this optimiser does not know */
  private checkedState(given: OptimizerStateDict): OptimizerStateDict {
    const { constructor: type } = this;
    if (!Array.isArray((given as Partial<OptimizerStateDict> | null)?.paramGroups)) {
      throw failure(
        TypeError,
        '%1: loadStateDict expects what optimizer.stateDict() returns, got %2.',
        type.name,
        descriptionOf(given)
      );
    }
    const own = Object.keys(usualOf((type as typeof Optimizer).optionTable));
    for (const group of given.paramGroups) {
      const names = Object.keys(group).filter(name => !['params', 'initialLr'].includes(name));
      const foreign = names.find(name => !own.includes(name)) ?? own.find(name => !names.includes(name));
      if (foreign !== undefined && isRegistered(type)) {
        throw failure(
          RangeError,
          '%1: the state is of another optimizer: one of the two has no option %2. Make the optimizer that was saved.',
          type.name,
          shortened(foreign)
        );
      }
    }
    return { ...given, state: given.state ?? {} };
  }
}

/** A copy of plain data. */
const structure = (x: unknown): unknown => JSON.parse(JSON.stringify(x));

/** A counter of steps as a state's entry: a tensor of one number. */
export const counter = (): Tensor => new Tensor([1]);

/** The given options, and the defaults of those that are left out. */
export const completed = <O>(table: OptionTable, given: O): Required<O> => {
  // Anything else than an object is refused by the constructor, which knows the optimiser's name.
  const own = typeof given === 'object' && given !== null ? Object.entries(given) : null;
  const some = own?.filter(([, value]) => value !== undefined);
  return (own ? { ...usualOf(table), ...Object.fromEntries(some ?? []) } : given) as Required<O>;
};

/** The default of every option. */
const usualOf = (table: OptionTable): Record<string, unknown> =>
  Object.fromEntries(Object.entries(table).map(([name, rule]) => [name, rule.default]));

/** @throws TypeError or RangeError for an option that breaks its rule */
function checkRanges(owner: string, table: OptionTable, options: object): void {
  for (const [name, { default: usual, below }] of Object.entries(table)) {
    const value = (options as Record<string, unknown>)[name];
    if (typeof usual === 'boolean') {
      if (typeof value !== 'boolean') {
        throw new TypeError(`${owner}: ${name} is ${String(value)}, expected true or false.`);
      }
    } else if (Array.isArray(usual)) {
      if (!Array.isArray(value) || value.length !== usual.length) {
        throw failure(
          RangeError,
          '%1: %2 is %3, expected a list of %4 numbers, such as %5.',
          owner,
          name,
          descriptionOf(value),
          usual.length,
          `[${usual.join(', ')}]`
        );
      }
      value.forEach((each, i) => checkOption(owner, `${name}[${i}]`, each, below));
    } else {
      checkOption(owner, name, value, below);
    }
  }
}

/** @throws RangeError unless the option is a finite number of at least 0 (and below `below`) */
export function checkOption(owner: string, name: string, value: unknown, below = Infinity): void {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0 || value >= below) {
    const got = [owner, name, describe(value)] as const;
    throw below === Infinity
      ? failure(RangeError, '%1: %2 is %3, expected a number of at least 0.', ...got)
      : failure(RangeError, '%1: %2 is %3, expected a number from 0 to below %4.', ...got, below);
  }
}
