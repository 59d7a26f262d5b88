import { Trace, groupName, groupsOf, optionKey, parseOption } from '../../trace';

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
