/** A sentence, or a part of one, with blanks: `%1` is the first argument. English is the key to its translations. */
export interface Message {
  message: string;
  args: (string | number | Message)[];
}

export const say = (message: string, ...args: Message['args']): Message => ({ message, args });

/** A message in English, its blanks filled. */
export const inEnglish = ({ message, args }: Message): string =>
  message.replace(/%(\d)/g, (blank, i: string) => {
    const argument = args[Number(i) - 1] ?? blank;
    return typeof argument === 'object' ? inEnglish(argument) : String(argument);
  });
