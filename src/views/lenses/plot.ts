import type { ScaleContinuousNumeric } from 'd3';
import { formatNumber, superscript } from '../../derivation';
import { h, s } from '../page/dom';

export type PlotScale = ScaleContinuousNumeric<number, number>;

/** The room of a plot, in px: its size, and what its axes' labels take of it. */
export interface Box {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export const boxOf = (width: number, height: number, left = 42): Box => ({
  width,
  height,
  left,
  right: 10,
  top: 12,
  bottom: 30
});

/** From left to right, and from bottom to top: what scales map to. */
export const across = ({ left, right, width }: Box): [number, number] => [left, width - right];
export const upwards = ({ top, bottom, height }: Box): [number, number] => [height - bottom, top];

/** A tick: where, and what stands there. */
export type Tick = [number, string];

/** Round ticks of a scale. */
export const ticksOf = (scale: PlotScale, count: number): Tick[] =>
  scale.ticks(count).map(at => [at, formatNumber(Number(at.toPrecision(12)))]);

/** Both axes with grid lines, and the names of what they measure. */
export function axes(
  x: PlotScale,
  y: PlotScale,
  box: Box,
  labels: { x: string; y: string; xTicks?: Tick[]; yTicks?: Tick[] }
): SVGElement[] {
  const { left, right, top, bottom, width, height } = box;
  const { xTicks = ticksOf(x, (width - left - right) / 70), yTicks = ticksOf(y, 4) } = labels;
  const base = height - bottom;
  return [
    ...xTicks.map(([at]) => s('path', { class: 'sg-grid', d: `M${x(at)},${top}V${base}` })),
    ...yTicks.map(([at]) => s('path', { class: 'sg-grid', d: `M${left},${y(at)}H${width - right}` })),
    s('path', { class: 'sg-axis', d: `M${left},${top}V${base}H${width - right}` }),
    ...xTicks.map(([at, text]) =>
      s('text', { class: 'sg-tick', x: x(at), y: base + 13, 'text-anchor': 'middle' }, text)
    ),
    ...yTicks.map(([at, text]) =>
      s('text', { class: 'sg-tick', x: left - 5, y: y(at), dy: '0.32em', 'text-anchor': 'end' }, text)
    ),
    s('text', { class: 'sg-axis-name', x: width - right, y: height - 4, 'text-anchor': 'end' }, labels.x),
    s('text', { class: 'sg-axis-name', x: left + 4, y: top + 2 }, labels.y)
  ];
}

/** What is inside the axes, cut off where it leaves them. */
export function inside({ left, right, top, bottom, width, height }: Box, ...parts: SVGElement[]): SVGElement {
  const size = { x: left, y: top, width: width - left - right, height: height - top - bottom };
  return s('svg', { ...size, viewBox: `${left} ${top} ${size.width} ${size.height}` }, ...parts);
}

/** A power of ten as text: 10⁻⁵. */
export const powerOfTen = (exponent: number): string => `10${superscript(String(exponent))}`;

/** A number with its full precision beside it, in the colour of what it is. */
export const numberElement = (value: number, role = '', digits?: number): HTMLElement =>
  h(
    'span',
    { class: `sg-number ${role && `sg-${role}`}`.trim(), 'data-value': value },
    formatNumber(value, digits)
  );

/** The least and the most of some numbers, those that are not finite left out; null when none are. */
export function extentOf(values: Iterable<number>): [number, number] | null {
  let [least, most] = [Infinity, -Infinity];
  for (const x of values) {
    if (Number.isFinite(x)) {
      [least, most] = [Math.min(least, x), Math.max(most, x)];
    }
  }
  return least <= most ? [least, most] : null;
}
