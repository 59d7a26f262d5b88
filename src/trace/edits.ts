import { failure } from '../engine/message';
import type { Options } from '../engine/registry';
import { ParameterGroup, groupsOf } from './parameterGroups';
import type { Trace } from './trace';

/**
 * The edited numbers by address without iteration: `input[0,1]`, `target[0,0]`, `linear1.weight[2,1]` (before
 * the first iteration), and `optimizer.lr` or `optimizer.betas[0]` for an option of the optimiser; a flag is 1 or 0.
 * `optimizer.lr@linear2.weight` is the option of that parameter's group, for a group with its own value: editing it
 * changes all parameters of the group, as PyTorch's `optimizer.param_groups[1]['lr'] = 0.05`.
 */
export type Edits = ReadonlyMap<string, number>;

/** `optimizer.betas[0]@linear2.weight`: an option of that parameter's group; without `@`, of the optimiser itself. */
const OPTION = /^optimizer\.(\w+)(?:\[(\d+)\])?(?:@(.+))?$/;

/** Whether an address is of an option of the optimiser. */
export const isOption = (key: string): boolean => OPTION.test(key);

/**
 * The address of an option of the optimiser.
 * @param param the first parameter of the group whose option it is; the optimiser's own if left out
 * @param at the index in an option that is a list
 */
export const optionKey = (name: string, param?: string, at?: number): string =>
  `optimizer.${name}${at === undefined ? '' : `[${at}]`}${param === undefined ? '' : `@${param}`}`;

/** Parses the address of an option. Returns null for any other address. */
export function parseOption(key: string): { name: string; at?: number; param?: string } | null {
  const [, name, at, param] = OPTION.exec(key) ?? [];
  return name === undefined ? null : { name, at: at === undefined ? undefined : Number(at), param };
}

/** The recorded options of an optimiser with the edits applied. */
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
 * The parameter groups of a trace with the edits applied.
 * @throws RangeError for an edit of an option that the parameter's group does not override
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

/** Edits one option in place. @returns whether the option exists */
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
