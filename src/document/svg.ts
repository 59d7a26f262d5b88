import type { Picture } from './document';
import { Markup, tag } from './markup';
import { FONT, palette } from './palette';

/** An SVG picture on a white background, so that it reads on a dark page too, with a title and a description for screen readers. */
export function frame(
  width: number,
  height: number,
  title: string,
  description: string,
  ...parts: Markup[]
): Picture {
  const { text } = tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'font-family': FONT,
      'font-size': 13,
      fill: palette.text
    },
    tag('title', {}, title),
    tag('desc', {}, description),
    tag('rect', {
      x: 0.5,
      y: 0.5,
      width: width - 1,
      height: height - 1,
      fill: palette.back,
      stroke: palette.line
    }),
    ...parts
  );
  return { svg: text, description };
}

/** Parts, translated by (x, y) in px. */
export const moved = (x: number, y: number, ...parts: Markup[]): Markup =>
  tag('g', { transform: `translate(${x},${y})` }, ...parts);
