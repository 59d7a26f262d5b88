import type { Options } from '../engine/registry';
import type { Trace } from './trace';

/** Parameters with the same options, as in PyTorch's `optimizer.param_groups`. */
export interface ParameterGroup {
  /** The parameters' names; an edited option of the group has the first name in its address. */
  params: string[];
  /** The options in which the group differs from the optimiser's: none in the first group. */
  options: Options;
}

/**
 * The parameter groups of the optimiser. A trace holds for each parameter the options that differ from the first
 * group's: parameters with equal differences form a group. The first group has the optimiser's own options, and may
 * be empty.
 */
export function groupsOf(trace: Trace): ParameterGroup[] {
  const groups = new Map<string, ParameterGroup>([['{}', { params: [], options: {} }]]);
  for (const { param, options = {} } of trace.iterations[0].update) {
    const key = JSON.stringify(options);
    groups.set(key, { options, params: [...(groups.get(key)?.params ?? []), param] });
  }
  return Array.from(groups.values());
}

/** Names in a group's title: as many as fit into one line. */
const NAMED = 2;

const layerOf = (param: string): string => param.slice(0, Math.max(0, param.lastIndexOf('.')));

/** The contents of a group: a layer's name if all updated parameters of the layer are in it, else parameter names. */
export function groupParts({ params }: ParameterGroup, trace: Trace): string[] {
  const mine = new Set(params);
  const elsewhere = new Set(
    trace.iterations[0].update.filter(({ param }) => !mine.has(param)).map(({ param }) => layerOf(param))
  );
  return Array.from(new Set(params.map(param => (elsewhere.has(layerOf(param)) ? param : layerOf(param)))));
}

/** The title of a group: `linear2`, or `linear1.bias, linear2.bias, …`. */
export function groupName(group: ParameterGroup, trace: Trace): string {
  const parts = groupParts(group, trace);
  return parts.slice(0, NAMED).join(', ') + (parts.length > NAMED ? ', …' : '');
}
