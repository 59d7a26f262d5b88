/** A sentence with placeholders: `%1` is the first argument. The English text is the key to its translations. */
export interface Message {
  message: string;
  args: (string | number | Message)[];
}

/** A message from its English text and the arguments for its placeholders. */
export const messageOf = (message: string, ...args: Message['args']): Message => ({ message, args });

/** The English text of a message, with its arguments filled in. */
export const inEnglish = ({ message, args }: Message): string =>
  message.replace(/%(\d)/g, (blank, i: string) => {
    const argument = args[Number(i) - 1] ?? blank;
    return typeof argument === 'object' ? inEnglish(argument) : String(argument);
  });

/** A translatable error: its `sentence` is the message from which its English text is made. */
export function failure<E extends Error>(
  Type: new (message: string) => E,
  message: string,
  ...args: Message['args']
): E {
  const sentence = { message, args };
  return Object.assign(new Type(inEnglish(sentence)), { sentence });
}

/** An error's text as a message; translatable if `failure` made the error. */
export const sentenceOf = (error: unknown): Message =>
  (error as { sentence?: Message }).sentence ?? { message: '%1', args: [(error as Error).message] };
