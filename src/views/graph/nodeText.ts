/** Text in and beside the nodes of the graph: what fits is known before it is drawn. */
import { s } from '../page/dom';

/** A letter is about so wide at 12.5 px, Chinese ones and raised ones apart. */
const LETTER = 7.2;
const WIDE = 12.6;
const RAISED = 4.9;

/** How large its digits are, in px, where there is less room, and where there is least. */
export const TIGHT = 11;
export const SMALLEST = 9;
/** Digits are wider than letters are on average. */
const DIGIT = 1.07;

/** How large a number's letters may be in a room, in px. */
export const sizeIn = (room: number, text: string): number => (12.5 * room) / (DIGIT * textWidth(text));

/** About how wide a text is in the graph's size of letters, in px. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) {
    width += /[⁰-₟¹²³]/.test(letter) ? RAISED : letter >= '\u2e80' ? WIDE : LETTER;
  }
  return width;
}

/** A text cut to the room that there is. */
export function shorten(text: string, room: number): string {
  if (textWidth(text) <= room) {
    return text;
  }
  const letters = Array.from(text);
  while (letters.length > 1 && textWidth(`${letters.join('')}…`) > room) {
    letters.pop();
  }
  return `${letters.join('').trimEnd()}…`;
}

/** A name on one line, or on two where it has a space to break at. */
export function nameLines(name: string, room: number): string[] {
  const words = name.split(' ');
  if (textWidth(name) <= room || words.length === 1) {
    return [shorten(name, room)];
  }
  let first = 1;
  while (first < words.length - 1 && textWidth(words.slice(0, first + 1).join(' ')) <= room) {
    first++;
  }
  return [words.slice(0, first), words.slice(first)].map(line => shorten(line.join(' '), room));
}

/** The room that the inputs' names take, in px, of all that the graph has; 0 without names. */
export function roomForNames(names: readonly string[] | undefined, width: number): number {
  const longest = Math.max(0, ...(names ?? []).map(textWidth));
  return longest === 0 ? 0 : Math.min(longest, Math.max(64, Math.min(140, width * 0.2)));
}

/** A number in a node: one too wide for it has its power of ten on a line below. */
export function numberLines(text: string, room: number): (string | SVGElement)[] {
  const at = text.indexOf('×');
  if (at < 0 || textWidth(text) <= room) {
    return [text];
  }
  return [
    s('tspan', { x: 0, dy: '-0.2em' }, text.slice(0, at)),
    s('tspan', { x: 0, dy: '1.05em', class: 'sg-power' }, text.slice(at))
  ];
}
