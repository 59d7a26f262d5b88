import { rgb } from 'd3';
import { themeColour } from '../page/themeColour';
import type { Shades } from './surfaceGrid';

/** A colour of the style sheet, as three numbers up to 255. */
export type RGB = [number, number, number];

/** The strongest that a surface is painted: the lines and points over it must stand out. */
export const OPACITY = 0.8;

/** Reads colours that the theme gives. */
export function coloursOf(element: Element, names: string[]): RGB[] {
  return names.map(name => {
    const { r, g, b } = rgb(themeColour(element, name));
    return [r, g, b];
  });
}

/** Blue above the middle, orange below, and the page's own background in between. */
export function paint(
  canvas: HTMLCanvasElement,
  values: Float64Array,
  { middle, reach }: Shades,
  [above, below]: RGB[]
): void {
  fill(canvas, values.length, cell => {
    const t = Math.max(-1, Math.min(1, (values[cell] - middle) / reach));
    return Number.isNaN(t)
      ? [0, 0, 0, 0]
      : [...(t > 0 ? above : below), Math.round(Math.abs(t) * OPACITY * 255)];
  });
}

/** Each cell in the colour of its class. */
export function paintClasses(canvas: HTMLCanvasElement, winner: Uint16Array, colours: RGB[]): void {
  fill(canvas, winner.length, cell => [...colours[winner[cell] % colours.length], 110]);
}

function fill(canvas: HTMLCanvasElement, cells: number, colour: (cell: number) => number[]): void {
  const n = Math.round(Math.sqrt(cells));
  canvas.width = n;
  canvas.height = n;
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(n, n);
  for (let cell = 0; cell < cells; cell++) {
    image.data.set(colour(cell), 4 * cell);
  }
  context.putImageData(image, 0, 0);
}
