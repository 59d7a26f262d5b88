import type { Expression } from '../../derivation';
import { Terms, symbol, symbolToText, valueOf } from '../../derivation';
import { lookedAt } from '../state/lookedAt';
import type { StepperModel } from '../state/stepperModel';

/** A number that the loss depends on: a weight, a bias or an input. */
export interface Movable {
  /** Its tensor's name and its index there: `linear1.weight`, 5. */
  name: string;
  i: number;
  /** Its symbol as text, `w₂₁`. */
  symbol: string;
  /** Its quantity in formulas. */
  quantity: Expression;
  value: number;
  /** ∂L by it over the batch, including the gradient that `zeroGrad: false` left in it. */
  gradient: Expression;
}

/** Weights of a neuron, or inputs, that are listed, at most. */
const LISTED = 48;

/**
 * The numbers that a lens can vary: the weights and bias of the focused neuron or the parameters of the focused layer
 * and, with `inputs`, the sample's inputs.
 * @returns the numbers, and as `first` the number that the step is about; null if there are none
 */
export function movablesOf(
  model: StepperModel,
  { inputs }: { inputs: boolean }
): { all: Movable[]; first: Movable | null } {
  const { terms, network } = model;
  const [operation] = lookedAt(model);
  const all: Movable[] = [];
  let first: Movable | null = null;
  if ('stage' in operation) {
    const { stage, unit } = operation;
    const at = 'input' in operation ? operation.input : 0;
    if (stage.linear !== null) {
      for (const k of placesOf(stage.inputs, at ?? 0)) {
        const grad = terms.grad(stage, unit, k);
        all.push(
          movable(terms.weightName(stage), unit * stage.inputs + k, terms.weight(stage, unit, k), grad)
        );
        first = k === at ? all[all.length - 1] : first;
      }
    }
    if (stage.bias) {
      all.push(movable(terms.biasName(stage), unit, terms.bias(stage, unit), terms.grad(stage, unit, null)));
      first = operation.kind === 'bias' || at === null ? all[all.length - 1] : first;
    }
    if (operation.kind === 'own' || operation.kind === 'ownUpdate') {
      const own = ownOf(terms, operation.layer);
      all.push(...own);
      first = own[0] ?? first;
    }
  }
  if (inputs && !takesIndices(network.layers[0].type)) {
    for (const k of placesOf(network.inputs, 0)) {
      all.push(movable('input', model.sample * network.inputs + k, terms.input(k), terms.inputGrad(0, k)));
    }
  }
  return { all, first: first ?? all[0] ?? null };
}

/** Whether a layer's inputs are indices, which have no gradient. */
const takesIndices = (type: string): boolean => type === 'Embedding';

/** The indices of the first numbers, plus the step's own index if it comes later. */
function placesOf(n: number, at: number): number[] {
  const places = Array.from({ length: Math.min(n, LISTED) }, (_, k) => k);
  return at >= LISTED ? [...places, at] : places;
}

function ownOf(terms: Terms, layer: number): Movable[] {
  return terms.parametersOf(layer).flatMap(name => {
    const { length } = terms.reader.param(terms.iteration, name)!.data;
    return Array.from({ length: Math.min(length, LISTED) }, (_, i) =>
      movable(name, i, terms.owned(name, i), terms.ownedGrad(name, i))
    );
  });
}

const movable = (name: string, i: number, quantity: Expression, gradient: Expression): Movable => ({
  name,
  i,
  symbol: symbolToText(symbol(quantity)),
  quantity,
  value: valueOf(quantity),
  gradient
});
