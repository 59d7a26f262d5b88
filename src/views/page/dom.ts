/** Attributes of an element; false and undefined leave one out, true sets it empty. */
export type Attributes = Record<string, string | number | boolean | undefined>;

/**
 * An element with attributes and children. Text becomes text nodes, never markup: whatever a trace holds
 * stays text.
 */
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

/** The same for SVG. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** Sets those attributes, and removes those that are false or undefined. */
export function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const text = textOf(value);
    if (text === null) {
      element.removeAttribute(name);
    } else {
      element.setAttribute(name, text);
    }
  }
}

/** The same, but nothing is written that is there already: to write is to have the page styled and laid out again. */
export function update(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    const now = textOf(value);
    if (element.getAttribute(name) !== now) {
      if (now === null) {
        element.removeAttribute(name);
      } else {
        element.setAttribute(name, now);
      }
    }
  }
}

/** What elements were drawn from last. */
const drawnFrom = new WeakMap<Element, unknown[]>();

/**
 * Whether an element is to be drawn from something else than last time: most stay as they are at a step.
 * @param from all that what is drawn depends on
 */
export function isNew(element: Element, ...from: unknown[]): boolean {
  const before = drawnFrom.get(element);
  if (before && before.length === from.length && from.every((each, i) => Object.is(each, before[i]))) {
    return false;
  }
  drawnFrom.set(element, from);
  return true;
}

/** Puts children in the place of those that are there, unless they are the same. */
export function replaceChildren(parent: Element, ...children: (Node | string)[]): void {
  const fresh = children.map(child => (typeof child === 'string' ? document.createTextNode(child) : child));
  const { childNodes } = parent;
  if (childNodes.length !== fresh.length || fresh.some((child, i) => !child.isEqualNode(childNodes[i]))) {
    parent.replaceChildren(...fresh);
  }
}

/** Text in the place of all that an element holds, unless it is there. */
export function writeText(element: Element, text: string): void {
  const { firstChild, childNodes } = element;
  if (firstChild instanceof Text && childNodes.length === 1) {
    if (firstChild.data !== text) {
      firstChild.data = text;
    }
  } else {
    element.textContent = text;
  }
}

/** What an attribute is set to; null when it is left out. */
const textOf = (value: Attributes[string]): string | null =>
  value === undefined || value === false
    ? null
    : value === true
      ? ''
      : typeof value === 'number'
        ? exact(value)
        : value;

/** Every digit of a number, and the sign of −0, which `String` drops. */
export const exact = (x: number): string => (Object.is(x, -0) ? '-0' : String(x));

/** Lets Enter on an element do what a click on it does. */
export function onEnter(event: KeyboardEvent, act: () => void): void {
  if (event.key === 'Enter') {
    event.preventDefault();
    act();
  }
}
