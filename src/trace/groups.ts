import { failure } from '../engine/message';
import { Options } from '../engine/registry';
import type { Edits } from './rerun';
import type { Trace } from './types';

/** Parameters that the optimiser treats alike, and what it does with them otherwise than its options say. */
export interface Group {
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
export function groupsOf(trace: Trace): Group[] {
  const groups = new Map<string, Group>([['{}', { params: [], options: {} }]]);
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
export function editedGroups(trace: Trace, edits: Edits): Group[] {
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
