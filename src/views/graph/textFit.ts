/** How text fits into the graph: its width is estimated before it is drawn. */

/** The size of the graph's text, in px. */
const SIZE = 12.5;
/** The estimated widths of letters at that size, in px: most, Chinese ones, and raised or lowered ones. */
const LETTER = 7.2;
const WIDE = 12.6;
const RAISED = 4.9;
/** Digits are this many times as wide as the average letter. */
const DIGIT = 1.07;

/** The estimated width of a text at the size of the graph's text, in px. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) {
    width += /[⁰-₟¹²³]/.test(letter) ? RAISED : letter >= '\u2e80' ? WIDE : LETTER;
  }
  return width;
}

/** The largest size, in px, at which a number fits into a room, in px. */
export const sizeIn = (room: number, text: string): number => (SIZE * room) / (DIGIT * textWidth(text));

/** Cuts a text to a room, in px; keeps at least one letter, before the ellipsis. */
export function fitText(text: string, room: number): string {
  if (textWidth(text) <= room) {
    return text;
  }
  const letters = Array.from(text);
  while (letters.length > 1 && textWidth(`${letters.join('')}…`) > room) {
    letters.pop();
  }
  return `${letters.join('').trimEnd()}…`;
}

/** A name on one line, or broken at a space into two, each cut to the room, in px. */
export function nameLines(name: string, room: number): string[] {
  const words = name.split(' ');
  if (textWidth(name) <= room || words.length === 1) {
    return [fitText(name, room)];
  }
  let first = 1;
  while (first < words.length - 1 && textWidth(words.slice(0, first + 1).join(' ')) <= room) {
    first++;
  }
  return [words.slice(0, first), words.slice(first)].map(line => fitText(line.join(' '), room));
}

/** The room for names beside a graph of a given width, in px; 0 without names. */
export function roomForNames(names: readonly string[] | undefined, width: number): number {
  const longest = Math.max(0, ...(names ?? []).map(textWidth));
  return longest === 0 ? 0 : Math.min(longest, Math.max(64, Math.min(140, width * 0.2)));
}
