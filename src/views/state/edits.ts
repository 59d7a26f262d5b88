import { formatNumber } from '../../derivation';
import { Edits, Trace, groupName, groupsOf, optionKey, parseOption } from '../../trace';

/** The key of an editable number: its address without the iteration. */
export const editKey = (ref: string): string => ref.replace(/^#\d+\//, '');

/** The name of an edited number: `linear1.weight[0,1]`, `betas[0]`, or `linear2: lr` for a parameter group's option. */
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

/** Significant digits that tell any two float64 numbers apart: a typed number is shown as it was typed. */
const ALL_DIGITS = 17;

/**
 * Each edit as text: `linear1.weight[0,1] = 0.5`, `nesterov = true`, `linear2: lr = 0.05`.
 * @param trace as it was recorded
 */
export const editTexts = (edits: Edits, trace: Trace): string[] =>
  Array.from(edits, ([key, value]) => {
    const text = isFlag(key, trace) ? String(value !== 0) : formatNumber(value, ALL_DIGITS);
    return `${editName(key, trace)} = ${text}`;
  });

/** Whether a key is an option that is on or off, such as `nesterov`. */
function isFlag(key: string, trace: Trace): boolean {
  const { name = '', param } = parseOption(key) ?? {};
  const group = groupsOf(trace).find(({ params }) => param !== undefined && params.includes(param));
  return typeof (group?.options ?? trace.optimizer)?.[name] === 'boolean';
}
