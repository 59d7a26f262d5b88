import type { Picture } from './document';
import { Markup, tag } from './markup';
import { FONT, palette } from './palette';

/** A picture on a white ground, so that it reads on a dark page too, with texts for those who can't see it. */
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

/** A group that is moved. */
export const moved = (x: number, y: number, ...parts: Markup[]): Markup =>
  tag('g', { transform: `translate(${x},${y})` }, ...parts);
