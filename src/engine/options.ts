import { descriptionOf, describe, shortened } from './describe';
import { Message, failure, messageOf } from './message';
import { suggestionFor } from './suggest';

/** Checks of options, for constructors: each returns the value, or throws an error that names owner and option. */

/** The default of every option: its type is the option's. NaN for a number without one, null for any type. */
type Defaults<O> = { [K in keyof O]-?: O[K] | null | undefined };

/** Options of which those with a default are there. */
type Completed<O, D> = {
  [K in keyof O]-?: K extends keyof D ? (undefined extends D[K] ? O[K] : Exclude<O[K], undefined>) : O[K];
};

/**
 * The options given to a constructor, completed by the defaults. An undefined option counts as left out.
 * @param owner the class or function, for error messages
 * @param defaults every option's default: `{ p: 0.5 }`
 * @throws TypeError for anything else than an object of options, for an unknown option, and for a value of another
 * type than the default's
 */
export function readOptions<O extends object, const D extends Defaults<O>>(
  owner: string,
  given: O,
  defaults: D
): Completed<O, D> {
  checkOptions(owner, given, defaults);
  const entries = Object.entries(defaults).map(([name, usual]) => {
    const value: unknown = given[name as keyof O];
    return [name, value === undefined && !Number.isNaN(usual) ? usual : value];
  });
  return Object.fromEntries(entries) as Completed<O, D>;
}

/**
 * @param usual a usual value of every option, whose type a given one must have; null or undefined for any type
 * @param complete whether there are no other options
 * @throws TypeError as `readOptions`
 */
export function checkOptions(
  owner: string,
  given: unknown,
  usual: object,
  complete = true,
  unused: string[] = []
): void {
  checkKeys(owner, given, usual, complete ? unused : Object.keys(Object(given)));
  for (const [name, example] of Object.entries(usual)) {
    const value = (given as Record<string, unknown>)[name];
    if (value !== undefined && example !== undefined && example !== null) {
      checkType(owner, name, value, example);
    }
  }
}

const registered = new WeakSet<object>();

/** Notes a class whose options are all known; a notebook's own class may have others. */
export const register = (type: object): void => void registered.add(type);

/** Whether the class is the registry's, not a notebook's own that extends one. */
export const isRegistered = (type: object): boolean => registered.has(type);

/**
 * @param known the options that there are, each with an example of its value or with undefined
 * @param unused further names that may be there, and do nothing
 * @throws TypeError unless `given` is an object whose every name is known; the message has the name meant
 */
export function checkKeys(owner: string, given: unknown, known: object, unused: string[] = []): void {
  if (!isPlain(given)) {
    throw notOptions(owner, given, known);
  }
  const names = Object.keys(known);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(known, name) && !unused.includes(name) && given[name] !== undefined) {
      throw unknownOption(owner, name, names);
    }
  }
}

/** The error for a name that is no option: with the name that was probably meant, or with all. */
export function unknownOption(owner: string, name: string, known: readonly string[]): TypeError {
  const meant = suggestionFor(name, known);
  if (meant !== null) {
    return failure(TypeError, "%1: there is no option '%2'. Did you mean %3?", owner, shortened(name), meant);
  }
  return known.length > 0
    ? failure(TypeError, "%1: there is no option '%2', only %3.", owner, shortened(name), known.join(', '))
    : failure(TypeError, "%1 takes no options, got '%2': leave it out.", owner, shortened(name));
}

/** @throws TypeError if something was given to a constructor that takes nothing; an empty object is nothing */
export function checkNothing(owner: string, given: readonly unknown[]): void {
  const some = given.find(
    each => each !== undefined && !(isPlain(each) && Object.values(each).every(value => value === undefined))
  );
  if (some !== undefined) {
    throw failure(
      TypeError,
      '%1 takes no arguments, got %2: write %3.',
      owner,
      isPlain(some) ? written(some) : descriptionOf(some),
      `new ${owner}()`
    );
  }
}

/** Whether a value is an object of options: not an array, and not an instance of a class of its own. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const above = Object.getPrototypeOf(value) as { constructor?: { name?: string } } | null;
  // By its name: an object of another realm, such as a page's frame, has another Object.
  return above === null || above.constructor?.name === 'Object';
}

/** The error for a value where an object of options belongs, with the option that was probably meant. */
function notOptions(owner: string, given: unknown, known: object): TypeError {
  const meant = Object.keys(known).find(name => {
    const usual: unknown = known[name as keyof typeof known];
    return typeof usual === typeof given && Array.isArray(usual) === Array.isArray(given);
  });
  return meant !== undefined && given !== null
    ? failure(
        TypeError,
        '%1 expects its options as an object, got %2: write %3.',
        owner,
        descriptionOf(given),
        written({ [meant]: given })
      )
    : failure(
        TypeError,
        '%1 expects its options as an object, such as %2, got %3.',
        owner,
        `{ ${Object.keys(known)[0] ?? ''} }`,
        descriptionOf(given)
      );
}

/** @throws TypeError for a value of another type than the usual one */
function checkType(owner: string, name: string, value: unknown, usual: unknown): void {
  // A tensor does for a list.
  const fits = Array.isArray(usual)
    ? typeof value === 'object' && !isPlain(value)
    : typeof value === typeof usual;
  if (fits) {
    return;
  }
  throw failure(
    TypeError,
    '%1: %2 is %3, expected %4.%5',
    owner,
    name,
    descriptionOf(value),
    expectedFor(usual),
    hintFor(name, value, usual)
  );
}

function expectedFor(usual: unknown): Message {
  switch (typeof usual) {
    case 'number':
      return messageOf('a number');
    case 'boolean':
      return messageOf('true or false');
    case 'string':
      return messageOf('a text, such as %1', `'${usual}'`);
    default:
      return messageOf('a list, such as %1', valueText(usual));
  }
}

/** What to write instead, where that is plain: a number without its quotes, false for 0. */
function hintFor(name: string, value: unknown, usual: unknown): Message | string {
  const meant =
    typeof usual === 'number' && typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  if (Number.isFinite(meant)) {
    return messageOf(' Write %1, without quotes.', written({ [name]: meant }));
  }
  const truth: unknown = { 0: false, 1: true, true: true, false: false }[String(value)];
  return typeof usual === 'boolean' && truth !== undefined
    ? messageOf(' Write %1.', written({ [name]: truth }))
    : '';
}

/** Options as one writes them: `{ lr: 0.1 }`. */
function written(options: object): string {
  const entries = Object.entries(options).map(([name, value]) => `${name}: ${valueText(value)}`);
  return `{ ${entries.join(', ')} }`;
}

function valueText(value: unknown): string {
  if (typeof value === 'string') {
    return `'${shortened(value)}'`;
  }
  return typeof value === 'object' && value !== null
    ? shortened(JSON.stringify(value))
    : shortened(String(value));
}

/** @throws TypeError unless the option is a finite number */
export function checkFinite(owner: string, name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new TypeError(`${owner}: ${name} is ${describe(value)}, expected a number.`);
  }
  return value;
}

/** @throws RangeError unless the option is a finite number greater than 0 */
export function checkPositive(owner: string, name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
    throw new RangeError(`${owner}: ${name} is ${describe(value)}, expected a number greater than 0.`);
  }
  return value;
}

/** @throws RangeError unless the option is a number from 0 to 1 */
export function checkShare(owner: string, name: string, value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
    throw new RangeError(`${owner}: ${name} is ${describe(value)}, expected a number from 0 to 1.`);
  }
  return value;
}

/** @throws RangeError unless the option is a whole number of at least 1 */
export function checkSize(owner: string, name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw new RangeError(`${owner}: ${name} is ${describe(value)}, expected a whole number of at least 1.`);
  }
  return value;
}

/** @throws TypeError unless the option is one of the known values */
export function checkOneOf<T extends string>(owner: string, name: string, value: T, known: readonly T[]): T {
  if (!known.includes(value)) {
    const choices = known.map(choice => `'${choice}'`).join(', ');
    throw new TypeError(`${owner}: ${name} is ${describe(value)}, expected one of ${choices}.`);
  }
  return value;
}
