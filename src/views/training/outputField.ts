import { contours, geoIdentity, geoPath } from 'd3';
import { Module, Tensor } from '../../engine';
import { s } from '../page/dom';
import type { PlotScale } from '../plots/axis';
import type { Outcome } from './outcome';

/** Cells along each side of the grid. */
export const GRID = 56;
/** Probabilities are kept at least this far from 0 and 1, so that their logits are finite. */
const TINY = 1e-15;

/** A model's outputs on a grid over two inputs, row by row from below: `outputs` numbers per cell. */
export interface OutputField {
  outputs: number;
  values: Float64Array;
}

/** One forward pass over the plane of two scales' domains. */
export function outputField(net: Module, x: PlotScale, y: PlotScale): OutputField {
  const [x0, x1] = x.domain();
  const [y0, y1] = y.domain();
  const input = new Tensor([GRID * GRID, 2]);
  for (let j = 0; j < GRID; j++) {
    for (let i = 0; i < GRID; i++) {
      input.data[(j * GRID + i) * 2] = x0 + ((i + 0.5) / GRID) * (x1 - x0);
      input.data[(j * GRID + i) * 2 + 1] = y0 + ((j + 0.5) / GRID) * (y1 - y0);
    }
  }
  const output = net.forward(input);
  return { outputs: output.shape[1], values: output.data };
}

/** The colour of a cell: which hue, and how strong, 0 to 1. */
export function cellColour(
  { outputs, values }: OutputField,
  at: number,
  outcome: Outcome,
  threshold: number,
  low: number,
  high: number
): [hue: number, share: number] {
  if (outcome === 'classes') {
    let most = 0;
    for (let k = 1; k < outputs; k++) {
      most = values[at * outputs + k] > values[at * outputs + most] ? k : most;
    }
    return [most, 0.55];
  }
  const value = values[at * outputs];
  if (outcome === 'binary') {
    const p = threshold === 0 ? 1 / (1 + Math.exp(-value)) : value;
    return [p >= 0.5 ? 0 : 1, 0.1 + 0.9 * Math.min(1, 2 * Math.abs(p - 0.5))];
  }
  const share = high > low ? (2 * (value - low)) / (high - low) - 1 : 0;
  return [share >= 0 ? 0 : 1, Math.abs(share)];
}

/** The decision boundary of a single output. */
export function boundaryLine(
  { values }: OutputField,
  threshold: number,
  x: PlotScale,
  y: PlotScale
): SVGElement {
  const [left, right] = x.range();
  const [bottom, top] = y.range();
  // A probability jumps between confident cells, its logit rises evenly: the line at 0 is smooth.
  const logit = (p: number): number => Math.log(Math.max(p, TINY) / Math.max(1 - p, TINY));
  const numbers = Array.from(values, v => (threshold === 0 ? v : logit(v)));
  const shape = contours().size([GRID, GRID]).contour(numbers, 0);
  return s('path', {
    class: 'sg-border-line',
    d: geoPath(geoIdentity())(openLines(shape)) ?? '',
    transform: `translate(${left},${bottom}) scale(${(right - left) / GRID},${(top - bottom) / GRID})`
  });
}

/** A contour's lines without the segments along the edge of the grid that close them. */
function openLines({ coordinates }: { coordinates: number[][][][] }): {
  type: 'MultiLineString';
  coordinates: number[][][];
} {
  const onEdge = ([x, y]: number[]): boolean => [x, y].some(v => v <= 0.5 || v >= GRID - 0.5);
  const lines: number[][][] = [];
  for (const ring of coordinates.flat()) {
    let line: number[][] = [];
    ring.forEach((point, i) => {
      // A segment between two points of the edge is no boundary.
      if (i > 0 && onEdge(point) && onEdge(ring[i - 1])) {
        lines.push(line);
        line = [];
      }
      line.push(point);
    });
    lines.push(line);
  }
  return { type: 'MultiLineString', coordinates: lines.filter(({ length }) => length > 1) };
}
