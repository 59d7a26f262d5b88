import type { Options } from '../engine/registry';
import type { Trace } from './trace';

/** Parameters that the optimiser treats alike, and what it does with them otherwise than its options say. */
export interface ParameterGroup {
  /** By their names; what is edited of the group has the first one's in its address. */
  params: string[];
  /** Those that differ from the optimiser's; none in the first group. */
  options: Options;
}

/**
 * The groups that an optimiser has. A trace says of each parameter which options it has otherwise than the first
 * group: those that have the same are one group. The first has the optimiser's own options; where none of the
 * recorded parameters is in it, it is empty.
 */
export function groupsOf(trace: Trace): ParameterGroup[] {
  const groups = new Map<string, ParameterGroup>([['{}', { params: [], options: {} }]]);
  for (const { param, options = {} } of trace.iterations[0].update) {
    const key = JSON.stringify(options);
    groups.set(key, { options, params: [...(groups.get(key)?.params ?? []), param] });
  }
  return Array.from(groups.values());
}

/** As many names as there is room for in one line. */
const NAMED = 2;

const layerOf = (param: string): string => param.slice(0, Math.max(0, param.lastIndexOf('.')));

/** Of a group, all that is in it: a layer by its name where nothing else of it is updated otherwise. */
export function groupParts({ params }: ParameterGroup, trace: Trace): string[] {
  const mine = new Set(params);
  const elsewhere = new Set(
    trace.iterations[0].update.filter(({ param }) => !mine.has(param)).map(({ param }) => layerOf(param))
  );
  return Array.from(new Set(params.map(param => (elsewhere.has(layerOf(param)) ? param : layerOf(param)))));
}

/** What a group is called: `linear2`, or `linear1.bias, linear2.bias, …`. */
export function groupName(group: ParameterGroup, trace: Trace): string {
  const parts = groupParts(group, trace);
  return parts.slice(0, NAMED).join(', ') + (parts.length > NAMED ? ', …' : '');
}
