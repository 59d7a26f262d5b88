import type { Tensor } from '../../engine';
import { Network, Terms, symbol, symbolToText, valueOf } from '../../derivation';
import { Parts, edgeKey, isEdgeLit } from '../state/parts';
import { shownValue } from '../state/shownValue';
import type { StepperModel } from '../state/stepperModel';
import type { Scene, SceneEdge } from './scene';
import { shownNumber } from './shownNumbers';

/** An edge as it was last computed, with everything that it depends on. */
interface CachedEdge {
  state: string;
  /** The source of its numbers: the parameter, or, where a gradient is shown, all terms. */
  source: Tensor | Terms;
  edge: SceneEdge;
}

/** The last edges of each network, by `edgeKey`: most stay the same from step to step and after an edit. */
const caches = new WeakMap<Network, Map<string, CachedEdge>>();

/**
 * The edges of a stepper's scene. An edge that looks as it did in the last scene is the same object.
 * @param parts the edges that take part in the step
 * @param backward whether they show gradients instead of weights
 */
export function edgesOf(model: StepperModel, parts: Parts, backward: boolean): Scene['edge'] {
  const { network, reader, terms, step, batch, focus } = model;
  const cache = caches.get(network) ?? new Map<string, CachedEdge>();
  caches.set(network, cache);
  const weights = network.stages.map(stage =>
    stage.linear === null ? undefined : reader.param(step.iteration, terms.weightName(stage))
  );
  return (column, unit, input) => {
    const stage = network.stages[column - 1];
    const key = edgeKey(column, unit, input);
    const active = isEdgeLit(parts, column, unit, input);
    const isUpdated = model.isDone({ kind: 'update', stage, unit, input });
    const hasGradient = backward && (focus !== null || model.isDone({ kind: 'weight', stage, unit, input }));
    const state = [step.iteration, active, isUpdated, backward, hasGradient, batch].join();
    const source = (!hasGradient && !isUpdated && weights[column - 1]) || terms;
    const last = cache.get(key);
    if (last?.state === state && last.source === source) {
      return last.edge;
    }
    const weight = terms.weight(stage, unit, input);
    const { value, ref } = shownNumber(weight);
    const now = isUpdated ? shownValue(model, ref)! : value;
    const gradient = (): number =>
      valueOf(batch ? terms.grad(stage, unit, input) : terms.weightShare(stage, unit, input));
    const shown = !backward ? now : hasGradient ? gradient() : undefined;
    const isSame =
      last?.state === state && Object.is(last.edge.weight.value, now) && Object.is(last.edge.shown, shown);
    const edge: SceneEdge = isSame
      ? last.edge
      : {
          column,
          unit,
          input,
          symbol: last?.edge.symbol ?? symbolToText(symbol(weight)),
          weight: { value: now, ref },
          ...(shown === undefined ? {} : { shown }),
          active
        };
    cache.set(key, { state, source, edge });
    return edge;
  };
}
