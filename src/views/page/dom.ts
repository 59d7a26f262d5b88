/** Attributes of an element: false and undefined omit one, true sets it to ''. */
export type Attributes = Record<string, string | number | boolean | undefined>;

/** An HTML element with attributes and children. Strings become text nodes, never markup: a trace can't inject any. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** An SVG element with attributes and children. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  setAttributes(element, attributes);
  // Numbers so large that a scale overflows have no place in a picture.
  if (Object.entries(attributes).some(([name, value]) => GEOMETRY.has(name) && Number.isNaN(value))) {
    element.setAttribute('display', 'none');
  }
  element.append(...children);
  return element;
}

/** Sets attributes; removes those that are false or undefined. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const text = textOf(name, value);
    if (text === null) {
      element.removeAttribute(name);
    } else {
      element.setAttribute(name, text);
    }
  }
}

/** Sets attributes, but only those that change: every write costs a style and layout pass. */
export function update(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const now = textOf(name, value);
    if (element.getAttribute(name) !== now) {
      if (now === null) {
        element.removeAttribute(name);
      } else {
        element.setAttribute(name, now);
      }
    }
  }
}

/** The values that each element was last drawn from. */
const drawnFrom = new WeakMap<Element, unknown[]>();

/**
 * A dirty check: whether an element has to be redrawn, because it depends on other values than the last time.
 * @param from all values that the element's content depends on
 */
export function isNew(element: Element, ...from: unknown[]): boolean {
  const before = drawnFrom.get(element);
  if (before && before.length === from.length && from.every((each, i) => Object.is(each, before[i]))) {
    return false;
  }
  drawnFrom.set(element, from);
  return true;
}

/** Replaces the children of an element, unless the new ones are equal. */
export function replaceChildren(parent: Element, ...children: (Node | string)[]): void {
  const fresh = children.map(child => (typeof child === 'string' ? document.createTextNode(child) : child));
  const { childNodes } = parent;
  if (childNodes.length !== fresh.length || fresh.some((child, i) => !child.isEqualNode(childNodes[i]))) {
    parent.replaceChildren(...fresh);
  }
}

/** Replaces an element's content by text, unless it has that text already, possibly with what a search has marked. */
export function writeText(element: Element, text: string): void {
  const { firstChild, childNodes } = element;
  if (firstChild instanceof Text && childNodes.length === 1) {
    if (firstChild.data !== text) {
      firstChild.data = text;
    }
  } else if (element.textContent !== text || !Array.from(childNodes).every(isTextOrMark)) {
    element.textContent = text;
  }
}

const isTextOrMark = (node: Node): boolean => node instanceof Text || node.nodeName === 'MARK';

/** Attributes of an SVG element that are lengths, in px. */
const GEOMETRY = new Set(['x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'dx', 'width', 'height']);
/** The longest length that is written, in px: a browser refuses infinite ones. */
const FAR = 1e6;

/** An attribute's value as text; null for an omitted one. */
function textOf(name: string, value: Attributes[string]): string | null {
  if (typeof value === 'number') {
    const length = GEOMETRY.has(name);
    return length && Number.isNaN(value) ? null : exact(length ? clamp(value) : value);
  }
  return value === undefined || value === false ? null : value === true ? '' : value;
}

const clamp = (length: number): number => Math.max(-FAR, Math.min(FAR, length));

/** A number with all its digits and the sign of −0, which `String` drops. */
export const exact = (x: number): string => (Object.is(x, -0) ? '-0' : String(x));

/** Lets Enter on an element do what a click on it does. */
export function onEnter(event: KeyboardEvent, act: () => void): void {
  if (event.key === 'Enter') {
    event.preventDefault();
    act();
  }
}
