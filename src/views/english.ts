/** A message in the reader's language, its blanks `%1`, `%2`, … filled. English is the key. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** English as it is. */
export const english: Translate = (message, ...args) =>
  message.replace(/%(\d)/g, (blank, i: string) => String(args[Number(i) - 1] ?? blank));
