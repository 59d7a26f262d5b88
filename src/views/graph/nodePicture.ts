import { Network, lastLayer } from '../../derivation';
import { s } from '../page/dom';
import { SurfaceGrid, shadesOf, valuesOf } from '../plots/surfaceGrid';
import { RGB, paint } from '../plots/surfacePaint';

/**
 * Paints the output of a node over the two inputs.
 * @param canvas is painted over
 * @returns the picture as a data URL
 */
export function nodePicture(
  canvas: HTMLCanvasElement,
  grid: SurfaceGrid,
  { stages }: Network,
  [column, unit]: [number, number],
  colours: RGB[]
): string {
  if (column === 0) {
    const values = inputsOf(grid, unit);
    const most = Math.max(...grid.domain[unit].map(Math.abs));
    paint(canvas, values, { middle: 0, reach: most || 1 }, colours);
  } else {
    const layer = lastLayer(stages[column - 1]);
    const values = valuesOf(grid, layer, unit);
    paint(canvas, values, shadesOf(grid.layers[layer], values), colours);
  }
  return canvas.toDataURL();
}

/** The values of an input over the grid, row by row from the top; the first input goes right, the second up. */
export function inputsOf({ domain, n }: SurfaceGrid, unit: number): Float64Array {
  const [from, to] = domain[unit];
  return Float64Array.from({ length: n * n }, (_, cell) => {
    const at = unit === 0 ? cell % n : n - 1 - Math.floor(cell / n);
    return from + ((to - from) * (at + 0.5)) / n;
  });
}

/** The picture as an image in a node; none without a picture. */
export function pictureIn(radius: number, picture: string | undefined): SVGElement[] {
  const size = { x: 1 - radius, y: 1 - radius, width: 2 * radius - 2, height: 2 * radius - 2 };
  return picture ? [s('image', { class: 'sg-node-surface', href: picture, ...size })] : [];
}
