import type { Tensor } from '../../engine';
import { Network, Operation, Terms, symbol, symbolToText, valueOf } from '../../derivation';
import { Parts, edgeKey, isEdgeLit } from '../state/parts';
import { shownValue } from '../state/shownValue';
import type { StepperModel } from '../state/stepperModel';
import type { Scene, SceneEdge } from './scene';
import { Term, shownNumber } from './shownNumbers';

/** An edge as it was last computed, with everything that it depends on. */
interface CachedEdge {
  state: string;
  /** The source of its numbers: the weights, or, where a gradient or a bias is shown, all terms. */
  source: Tensor | Terms;
  edge: SceneEdge;
}

/** The last edges of each network, by `edgeKey`: most stay the same from step to step and after an edit. */
const caches = new WeakMap<Network, Map<string, CachedEdge>>();

/**
 * The edges of a stepper's scene, and its biases. An edge that looks as it did in the last scene is the same object.
 * @param parts the edges that take part in the step
 * @param backward whether they show gradients instead of weights
 */
export function edgesOf(model: StepperModel, parts: Parts, backward: boolean): Pick<Scene, 'edge' | 'bias'> {
  const { network, reader, terms, step, batch, focus } = model;
  const cache = caches.get(network) ?? new Map<string, CachedEdge>();
  caches.set(network, cache);
  const weights = network.stages.map(stage =>
    stage.linear === null ? undefined : reader.param(step.iteration, terms.weightName(stage))
  );
  const edgeOf = (column: number, unit: number, input: number | null): SceneEdge => {
    const stage = network.stages[column - 1];
    const key = edgeKey(column, unit, input);
    const active = isEdgeLit(parts, column, unit, input);
    const asked = parts.edges.has(key);
    const isUpdated = model.isDone({ kind: 'update', stage, unit, input });
    const gradientOf: Operation =
      input === null ? { kind: 'bias', stage, unit } : { kind: 'weight', stage, unit, input };
    const hasGradient = backward && (focus !== null || model.isDone(gradientOf));
    const state = [step.iteration, active, asked, isUpdated, backward, hasGradient, batch].join();
    const source = (!hasGradient && !isUpdated && input !== null && weights[column - 1]) || terms;
    const last = cache.get(key);
    if (last?.state === state && last.source === source) {
      return last.edge;
    }
    const weight = input === null ? terms.bias(stage, unit) : terms.weight(stage, unit, input);
    const { value, ref } = shownNumber(weight);
    const now = isUpdated ? shownValue(model, ref)! : value;
    const share = (): Term =>
      input === null ? terms.biasShare(stage, unit) : terms.weightShare(stage, unit, input);
    const gradient = (): number => valueOf(batch ? terms.grad(stage, unit, input) : share());
    const shown = !backward ? now : hasGradient ? gradient() : undefined;
    const isSame =
      last?.state === state && Object.is(last.edge.weight.value, now) && Object.is(last.edge.shown, shown);
    const edge: SceneEdge = isSame
      ? last.edge
      : {
          symbol: last?.edge.symbol ?? symbolToText(symbol(weight)),
          weight: { value: now, ref },
          ...(shown === undefined ? {} : { shown }),
          active,
          asked
        };
    cache.set(key, { state, source, edge });
    return edge;
  };
  return {
    edge: edgeOf,
    bias: (column, unit) =>
      column > 0 && network.stages[column - 1].bias ? edgeOf(column, unit, null) : null
  };
}
