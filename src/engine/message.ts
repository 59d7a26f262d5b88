/** A sentence, or a part of one, with blanks: `%1` is the first argument. English is the key to its translations. */
export interface Message {
  message: string;
  args: (string | number | Message)[];
}

/** A message, from its English text and what fills its blanks. */
export const messageOf = (message: string, ...args: Message['args']): Message => ({ message, args });

/** A message in English, its blanks filled. */
export const inEnglish = ({ message, args }: Message): string =>
  message.replace(/%(\d)/g, (blank, i: string) => {
    const argument = args[Number(i) - 1] ?? blank;
    return typeof argument === 'object' ? inEnglish(argument) : String(argument);
  });

/** An error that can be said in the reader's language too: `sentence` is what its message says. */
export function failure<E extends Error>(
  Type: new (message: string) => E,
  message: string,
  ...args: Message['args']
): E {
  const sentence = { message, args };
  return Object.assign(new Type(inEnglish(sentence)), { sentence });
}

/** What an error says, as a sentence to be translated where it can be. */
export const sentenceOf = (error: unknown): Message =>
  (error as { sentence?: Message }).sentence ?? { message: '%1', args: [(error as Error).message] };
