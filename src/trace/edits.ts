import { failure } from '../engine/message';
import type { Options } from '../engine/registry';
import { ParameterGroup, groupsOf } from './parameterGroups';
import type { Trace } from './trace';

/**
 * What was changed, by address without iteration: `input[0,1]`, `target[0,0]`, `linear1.weight[2,1]` (before
 * the first iteration), and `optimizer.lr` or `optimizer.betas[0]` for an option of the optimiser; one that is
 * on or off is 1 or 0. `optimizer.lr@linear2.weight` is that of a parameter which has its own, and of all that
 * are in its group: parameters that have the same options of their own are changed together, as in PyTorch's
 * `optimizer.param_groups[1]['lr'] = 0.05`.
 */
export type Edits = ReadonlyMap<string, number>;

/** `optimizer.betas[0]@linear2.weight`: of which parameter's group, or of all that have no other. */
const OPTION = /^optimizer\.(\w+)(?:\[(\d+)\])?(?:@(.+))?$/;

/** Whether what is edited is an option of the optimiser. */
export const isOption = (key: string): boolean => OPTION.test(key);

/** The address of an option, or of one number of a list; of a group's, with the name of its first parameter. */
export const optionKey = (name: string, param?: string, at?: number): string =>
  `optimizer.${name}${at === undefined ? '' : `[${at}]`}${param === undefined ? '' : `@${param}`}`;

/** An address of an option taken apart; null for another. */
export function parseOption(key: string): { name: string; at?: number; param?: string } | null {
  const [, name, at, param] = OPTION.exec(key) ?? [];
  return name === undefined ? null : { name, at: at === undefined ? undefined : Number(at), param };
}

/** An optimiser's options, with what was changed of them. */
export function editedOptions(recorded: Options, edits: Edits): Options {
  const options = { ...recorded };
  for (const [key, value] of edits) {
    const edited = parseOption(key);
    if (edited?.param === undefined) {
      edit(options, edited, value);
    }
  }
  return options;
}

/**
 * Its groups, with what was changed of them.
 * @throws RangeError for a change of an option that the parameter's group has not got of its own
 */
export function editedGroups(trace: Trace, edits: Edits): ParameterGroup[] {
  const groups = groupsOf(trace).map(group => ({ ...group, options: { ...group.options } }));
  for (const [key, value] of edits) {
    const edited = parseOption(key);
    if (edited?.param !== undefined) {
      const group = groups.find(({ params }) => params.includes(edited.param!));
      if (!group || !edit(group.options, edited, value)) {
        throw failure(RangeError, 'There is no %1 to change.', key);
      }
    }
  }
  return groups;
}

/** @returns whether there is such an option */
function edit(options: Options, edited: ReturnType<typeof parseOption>, value: number): boolean {
  const { name = '', at } = edited ?? {};
  const now = Object.hasOwn(options, name) ? options[name] : undefined;
  if (Array.isArray(now)) {
    options[name] = now.map((each, i) => (i === at ? value : each));
  } else if (now !== undefined) {
    options[name] = typeof now === 'boolean' ? value !== 0 : value;
  }
  return now !== undefined;
}
