/** An attribute that is undefined is left out. */
type Attributes = Record<string, string | number | undefined>;

/** Finished markup, which `tag` does not escape. */
export class Markup {
  constructor(readonly text: string) {}
}

/** Characters that XML forbids even when escaped: control characters, lone surrogates. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udfff]/gu;
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
};

/** Replaces the characters that XML forbids. */
export const readable = (text: string): string => text.replace(FORBIDDEN, '\ufffd');

/** Text escaped for HTML and XML. */
export const escape = (text: string): string =>
  readable(text).replace(/[&<>"']/g, letter => entities[letter]);

/** An element of HTML or SVG. Attributes and text are escaped, so that a name from a trace stays text. */
export function tag(name: string, attributes: Attributes = {}, ...children: (Markup | string)[]): Markup {
  const inside = children.map(child => (child instanceof Markup ? child.text : escape(child))).join('');
  const list = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escape(exact(value!))}"`)
    .join('');
  return new Markup(
    inside === '' && EMPTY.has(name) ? `<${name}${list}/>` : `<${name}${list}>${inside}</${name}>`
  );
}

const EMPTY = new Set(['img', 'br', 'path', 'circle', 'rect', 'line', 'polyline']);

/** A number with its full precision and the sign of −0. */
const exact = (value: string | number): string => (Object.is(value, -0) ? '-0' : String(value));

/** Cuts a long name, so that it does not overlap its neighbour. */
export const shorten = (text: string, length = 12): string => {
  const letters = Array.from(text);
  return letters.length > length ? `${letters.slice(0, length - 1).join('')}…` : text;
};
