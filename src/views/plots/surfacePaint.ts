import { rgb } from 'd3';
import { themeColour } from '../page/themeColour';
import type { Shades } from './surfaceGrid';

/** A colour as three numbers from 0 to 255. */
export type RGB = [number, number, number];

/** The strongest opacity of a surface: lines and points over it must stand out. */
export const OPACITY = 0.8;

/** Reads custom properties of the theme as colours. */
export function coloursOf(element: Element, names: string[]): RGB[] {
  return names.map(name => {
    const { r, g, b } = rgb(themeColour(element, name));
    return [r, g, b];
  });
}

/** Paints values in one colour above the middle and in another below it, transparent at the middle. */
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

/** Paints each cell in the colour of its class. */
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
