/** The numbers of a scene, by themselves and of an edge. */
import type { ActivationCurve } from './activationCurve';

/** A number as it stands on the page, with its address. */
export interface ShownNumber {
  value: number;
  /** Its address in the trace; undefined for a number that the trace does not hold. */
  ref?: string;
  /** The key of its edit; undefined for a number that can't be edited. */
  editable?: string;
  edited?: boolean;
}

/** The first half of a neuron. */
export interface Sum {
  /** z; undefined before its step. For the whole batch: the mean over the samples. */
  value?: ShownNumber;
  /** The function from z to the output; undefined if several layers lie between them, or one of whole rows. */
  curve?: ActivationCurve;
}

/** An edge of the graph: one weight; or the bias of a unit, an edge from nowhere. */
export interface SceneEdge {
  symbol: string;
  weight: ShownNumber & { ref: string };
  /** The number behind width and colour: the weight, or in the backward pass its gradient; undefined before its step. */
  shown?: number;
  /** Whether the edge takes part in the step. */
  active: boolean;
  /** Whether the step asks for it, rather than only passing it on the way to the loss. */
  asked: boolean;
}
