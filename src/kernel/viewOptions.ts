import { unknownOption } from '../engine/options';
import { describe } from '../engine/tensor';
import type { ViewOptions } from '../trace';

const oneOf =
  (...values: unknown[]) =>
  (x: unknown): boolean =>
    values.includes(x);
const whole = (x: unknown): x is number => typeof x === 'number' && Number.isInteger(x);
const index = (x: unknown): boolean => whole(x) && x >= 0;

/** Every option: which values it allows, and their description. */
const options: Record<keyof ViewOptions, { allows(x: unknown): boolean; expected: string }> = {
  hide: {
    allows: x => Array.isArray(x) && x.length <= 50 && x.every(part => typeof part === 'string'),
    expected: "a list such as ['derivation', 'table']"
  },
  granularity: {
    allows: oneOf('operation', 'neuron', 'layer'),
    expected: "'operation', 'neuron' or 'layer'"
  },
  notation: { allows: oneOf('scalar', 'matrix'), expected: "'scalar' or 'matrix'" },
  precision: { allows: x => whole(x) && x >= 2 && x <= 17, expected: 'a whole number from 2 to 17' },
  language: { allows: oneOf('en', 'zh-CN'), expected: "'en' or 'zh-CN'" },
  pace: { allows: oneOf(400, 800, 1500, 3000), expected: '400, 800, 1500 or 3000' },
  step: { allows: index, expected: 'a whole number, 0 for the first' },
  sample: { allows: index, expected: 'a whole number, 0 for the first' }
};

/**
 * Checks the options of `show`, and returns those that are given.
 * @param isTrace whether a trace is shown: any other output only has the option `language`
 * @throws TypeError that names the option and the expected values
 */
export function checkViewOptions(view: unknown, isTrace: boolean): ViewOptions {
  if (typeof view !== 'object' || view === null || Array.isArray(view)) {
    throw new TypeError(`show: its options are ${describe(view)}, expected an object.`);
  }
  const given = Object.entries(view).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    if (!Object.hasOwn(options, name)) {
      throw unknownOption('show', name, Object.keys(options));
    }
    const { allows, expected } = options[name as keyof ViewOptions];
    if (!allows(value)) {
      throw new TypeError(`show: ${name} is ${describe(value)}, expected ${expected}.`);
    }
    if (!isTrace && name !== 'language') {
      throw new TypeError(`show: ${name} is for a trace, what record returns, and this is none.`);
    }
  }
  return Object.fromEntries(given);
}
