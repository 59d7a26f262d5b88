import { Group, Trace, groupsOf, optionKey, parseOption } from '../trace';

/** As many names as there is room for in one line. */
const NAMED = 2;

const layerOf = (param: string): string => param.slice(0, Math.max(0, param.lastIndexOf('.')));

/** Of a group, all that is in it: a layer by its name where nothing else of it is updated otherwise. */
export function groupParts({ params }: Group, trace: Trace): string[] {
  const mine = new Set(params);
  const elsewhere = new Set(
    trace.iterations[0].update.filter(({ param }) => !mine.has(param)).map(({ param }) => layerOf(param))
  );
  return Array.from(new Set(params.map(param => (elsewhere.has(layerOf(param)) ? param : layerOf(param)))));
}

/** What a group is called: `linear2`, or `linear1.bias, linear2.bias, …`. */
export function groupName(group: Group, trace: Trace): string {
  const parts = groupParts(group, trace);
  return parts.slice(0, NAMED).join(', ') + (parts.length > NAMED ? ', …' : '');
}

/** What is edited, by name: `linear1.weight[0,1]`, `betas[0]`, and of a group `linear2: lr`. */
export function editName(key: string, trace: Trace): string {
  const option = parseOption(key);
  if (!option) {
    return key;
  }
  const { name, at, param } = option;
  const group = param === undefined ? undefined : groupsOf(trace).find(each => each.params.includes(param));
  const plain = optionKey(name, undefined, at).replace('optimizer.', '');
  return group ? `${groupName(group, trace)}: ${plain}` : plain;
}
