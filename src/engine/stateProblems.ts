import { shortened } from './describe';
import { Message, failure, messageOf } from './message';

/** Problems that a message lists. */
const LISTED = 6;

/** What does not fit between a state and a model: each as a sentence part. */
interface Misfit {
  /** Names of the state that the model does not have. */
  unexpected: string[];
  /** Names of the model that the state does not have. */
  missing: string[];
  /** The problems in words. */
  problems: Message[];
}

/** The error for a state that does not fit a model: with the prefix that explains it, if one does; bounded. */
export function stateError({ unexpected, missing, problems }: Misfit): RangeError {
  const some = problems.slice(0, LISTED).reduce((all, each) => messageOf('%1; %2', all, each));
  const more = problems.length - LISTED;
  return failure(
    RangeError,
    'The state does not fit the model: %1.%2',
    more > 0 ? messageOf('%1; … %2 more', some, more) : some,
    prefixHint(unexpected, missing) ?? messageOf(' Make the model as it was when the state was saved.')
  );
}

/** A prefix that all of the state's names have, or lack, and that explains every missing name; null if none does. */
export function prefixHint(unexpected: string[], missing: string[]): Message | null {
  const [name, other] = [unexpected[0], missing[0]];
  if (name === undefined || other === undefined) {
    return null;
  }
  const given = new Set(unexpected);
  const extra = unexpected.map(each => prefixOf(each, other)).find(each => each !== null) ?? '';
  if (extra !== '' && missing.every(each => given.has(extra + each))) {
    return messageOf(
      " Each name begins with '%1': take it off, Object.fromEntries(Object.entries(state).map(([name, tensor]) => [name.slice(%2), tensor])).",
      shortened(extra),
      extra.length
    );
  }
  const lacking = missing.map(each => prefixOf(each, name)).find(each => each !== null) ?? '';
  return lacking !== '' &&
    missing.every(each => each.startsWith(lacking) && given.has(each.slice(lacking.length)))
    ? messageOf(
        " Each name lacks '%1': put it before, Object.fromEntries(Object.entries(state).map(([name, tensor]) => ['%1' + name, tensor])).",
        shortened(lacking)
      )
    : null;
}

/** What is before `end` in a name, up to and including a dot; null if the name does not end so. */
const prefixOf = (name: string, end: string): string | null =>
  name.endsWith(`.${end}`) ? name.slice(0, name.length - end.length) : null;
