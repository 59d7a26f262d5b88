import { Definition, Expression } from './expression';
import { Parameter } from './module';
import { Tensor } from './tensor';

/** What an optimiser remembers of a parameter between steps, by PyTorch's names in camelCase. */
export type ParameterState = Record<string, Tensor>;

/** The quantities of one weight's update, for its derivation. */
export interface UpdateTerms {
  /** The weight before the step. */
  weight: Expression;
  /** Its gradient, raw. */
  grad: Expression;
  /** Its entry of a state before the step; undefined when there was none. */
  before(name: string): number | undefined;
}

/** Changes parameters by their gradients. */
export abstract class Optimizer {
  /** Of every parameter that has been stepped. */
  readonly state = new Map<Parameter, ParameterState>();

  /** @param parameters usually `model.parameters()` */
  constructor(
    readonly parameters: Parameter[],
    public lr: number
  ) {
    if (!Array.isArray(parameters) || !parameters.every(p => p instanceof Parameter)) {
      throw new TypeError(`${this.constructor.name} expects model.parameters() as its first argument.`);
    }
    checkOption(this.constructor.name, 'lr', lr);
  }

  /** The options that make this optimiser again. */
  abstract options(): Record<string, number | boolean>;

  /** Changes one parameter in place. */
  protected abstract stepOne(parameter: Parameter, state: ParameterState): void;

  /**
   * The step of one weight as a chain of quantities, each defined by those before it; the last is
   * the step that is added to the weight.
   */
  abstract explain(terms: UpdateTerms): Definition[];

  /** Changes every parameter by its gradient. */
  step(): void {
    for (const parameter of this.parameters) {
      let state = this.state.get(parameter);
      if (!state) {
        state = {};
        this.state.set(parameter, state);
      }
      this.stepOne(parameter, state);
    }
  }

  /** Sets every gradient to 0. */
  zeroGrad(): void {
    this.parameters.forEach(parameter => parameter.grad.data.fill(0));
  }
}

/** @throws RangeError unless the option is a finite number of at least 0 */
export function checkOption(owner: string, name: string, value: unknown): void {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new RangeError(`${owner}: ${name} is ${String(value)}, expected a number of at least 0.`);
  }
}
