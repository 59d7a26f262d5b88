/** A number marked `data-editable` on the page. */
export interface Editable {
  key: string;
  value: number;
  element: Element;
}

/** The editable number of an element; null if the element is not marked. */
export function editableOf(element: Element | null): Editable | null {
  const key = element?.getAttribute('data-editable');
  return element && key ? { key, value: Number(element.getAttribute('data-value')), element } : null;
}

/** How far one press of an arrow goes: a power of ten, a tenth to a hundredth of the value, at least 0.01. */
export const stepOf = (value: number): number =>
  10 ** Math.floor(Math.log10(Math.max(Math.abs(value), 0.1)) - 1);

/** Rounds to 12 significant digits: 0.1 + 0.2 is shown as 0.3. */
export const round = (x: number): number => Number(x.toPrecision(12));

/** A number as people type it, with a minus sign or a decimal comma; null if the text is not a number. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replace(/−/g, '-').replace(',', '.');
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : null;
}
