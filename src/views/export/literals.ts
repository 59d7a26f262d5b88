/** Texts and names of a trace as TypeScript: a notebook is not trusted, and its texts may hold any character. */

/** Characters that end a line, can't be seen, or change the order in which others are shown. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu;

const escaped = (letter: string): string =>
  Array.from(
    { length: letter.length },
    (_, i) => `\\u${letter.charCodeAt(i).toString(16).padStart(4, '0')}`
  ).join('');

/** A text as a string literal in single quotation marks, in visible characters alone. */
export const stringLiteral = (text: string): string =>
  `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(UNSEEN, escaped)}'`;

/** A name as a key of an object literal. As a plain key, `__proto__` would set the prototype. */
export const keyLiteral = (name: string): string =>
  name === '__proto__' ? "['__proto__']" : /^[a-z_]\w*$/i.test(name) ? name : stringLiteral(name);

/** A number that TypeScript reads as the same 64 bits. */
export const numberLiteral = (x: number): string => (Object.is(x, -0) ? '-0' : String(x));

/** A plain value, as an option of a layer or of `show` is one. */
export function valueLiteral(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(valueLiteral).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, inside]) => `${keyLiteral(key)}: ${valueLiteral(inside)}`
    );
    return `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'string'
    ? stringLiteral(value)
    : typeof value === 'number'
      ? numberLiteral(value)
      : String(value);
}

/** A text as a comment to the end of its line. */
export const commentOf = (text: string): string =>
  `// ${text.replace(/\s+/g, ' ').replace(UNSEEN, '\ufffd')}`;
