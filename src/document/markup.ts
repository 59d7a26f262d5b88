/** Attributes; undefined leaves one out. */
type Attributes = Record<string, string | number | undefined>;

/** Markup that is made already, unlike text. */
export class Markup {
  constructor(readonly text: string) {}
}

/** No XML may hold these, escaped or not: control characters, half a surrogate pair. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udfff]/gu;
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
};

/** Text without what can't be written. */
export const readable = (text: string): string => text.replace(FORBIDDEN, '\ufffd');

/** Text that no reader of HTML or XML takes for markup. */
export const escape = (text: string): string =>
  readable(text).replace(/[&<>"']/g, letter => entities[letter]);

/** An element of HTML or SVG: its attributes and text are escaped, so that whatever a trace holds stays text. */
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

/** Every digit of a number, and the sign of −0. */
const exact = (value: string | number): string => (Object.is(value, -0) ? '-0' : String(value));

/** Long text cut, so that a name does not run over what is beside it. */
export const shorten = (text: string, length = 12): string => {
  const letters = Array.from(text);
  return letters.length > length ? `${letters.slice(0, length - 1).join('')}…` : text;
};
