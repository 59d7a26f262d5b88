import type { Picture } from './document';
import { Markup, tag } from './markup';
import { FONT, palette } from './palette';

const PAD = 16;
/** The room that the title takes. */
export const TITLE = 56;

export interface Titles {
  heading: string;
  about: string;
  description: string;
}

/**
 * A picture on a white ground, with a text for screen readers, in two forms: with its title, and without.
 * @param height with the title
 */
export function frame(width: number, height: number, titles: Titles, ...parts: Markup[]): Picture {
  const { heading, about, description } = titles;
  const title = [
    tag('text', { x: PAD, y: 25, 'font-weight': 700, 'font-size': 15 }, heading),
    tag('text', { x: PAD, y: 44, fill: palette.quiet }, about)
  ];
  const from = (top: number, ...inside: Markup[]): string =>
    tag(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        viewBox: `0 ${top} ${width} ${height - top}`,
        width,
        height: height - top,
        role: 'img',
        'font-family': FONT,
        'font-size': 13,
        fill: palette.text
      },
      tag('title', {}, [heading, about].filter(Boolean).join(' · ')),
      tag('desc', {}, description),
      tag('rect', {
        x: 0.5,
        y: top + 0.5,
        width: width - 1,
        height: height - top - 1,
        fill: palette.back,
        stroke: palette.line
      }),
      ...inside
    ).text;
  return { svg: from(0, ...title, ...parts), untitled: from(TITLE - 6, ...parts), description };
}

/** A group that is moved. */
export const moved = (x: number, y: number, ...parts: Markup[]): Markup =>
  tag('g', { transform: `translate(${x},${y})` }, ...parts);
