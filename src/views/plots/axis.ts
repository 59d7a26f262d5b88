import type { ScaleContinuousNumeric } from 'd3';
import { formatNumber } from '../../derivation';
import { s } from '../page/dom';
import type { Box } from './box';
import { tickTexts } from './tickTexts';

/** A scale from values to px. */
export type PlotScale = ScaleContinuousNumeric<number, number>;

/** A tick: its value and its text. */
export type Tick = [value: number, text: string];

/** One axis: its ticks, and where their texts and grid lines are. */
export interface AxisOptions {
  ticks: Tick[];
  /** The edge of the plot beside which the texts stand, in px: y of a bottom axis, x of a left axis. */
  edge: number;
  /** From the edge to the texts, in px: to the baseline below a bottom axis, to the end left of a left axis. */
  gap?: number;
  /** Where grid lines start and end, in px; without it there are none. */
  grid?: [number, number];
  /** Whether the grid line at 0 is drawn as an axis. */
  zero?: boolean;
}

/** The default gaps, in px. */
const BELOW = 15;
const BESIDE = 6;

/** Ticks whose texts can be told apart, all with the same decimals on an even scale. */
export const evenTicks = (values: number[]): Tick[] => {
  const texts = tickTexts(values);
  return values.map((value, i) => [value, texts[i]]);
};

/** Ticks at round values, each as short as its number, with at most `digits` significant digits. */
export const roundTicks = (scale: PlotScale, count: number, digits: number): Tick[] =>
  scale.ticks(count).map(value => [value, formatNumber(Number(value.toPrecision(12)), digits)]);

/** Ticks at whole numbers. */
export const wholeTicks = (scale: PlotScale, count: number): Tick[] =>
  scale
    .ticks(count)
    .filter(Number.isInteger)
    .map(value => [value, formatNumber(value, 6)]);

/** A bottom axis: vertical grid lines, texts below the edge. */
export function bottomAxis(x: PlotScale, { edge, gap = BELOW, ...rest }: AxisOptions): SVGElement[] {
  return axis(
    rest,
    (value, [from, to]) => `M${x(value)},${from}V${to}`,
    value => ({ x: x(value), y: edge + gap, 'text-anchor': 'middle' })
  );
}

/** A left axis: horizontal grid lines, texts left of the edge. */
export function leftAxis(y: PlotScale, { edge, gap = BESIDE, ...rest }: AxisOptions): SVGElement[] {
  return axis(
    rest,
    (value, [from, to]) => `M${from},${y(value)}H${to}`,
    value => ({ x: edge - gap, y: y(value), dy: '0.32em', 'text-anchor': 'end' })
  );
}

function axis(
  { ticks, grid, zero }: Pick<AxisOptions, 'ticks' | 'grid' | 'zero'>,
  lineAt: (value: number, ends: [number, number]) => string,
  textAt: (value: number) => Record<string, string | number>
): SVGElement[] {
  const lines = grid
    ? ticks.map(([value]) =>
        s('path', { class: zero && value === 0 ? 'sg-zero' : 'sg-grid', d: lineAt(value, grid) })
      )
    : [];
  return [...lines, ...ticks.map(([value, text]) => s('text', { class: 'sg-tick', ...textAt(value) }, text))];
}

/** The name of what an axis measures. */
export const axisName = (text: string, x: number, y: number, anchor: 'start' | 'end' = 'end'): SVGElement =>
  s('text', { class: 'sg-axis-name', x, y, 'text-anchor': anchor }, text);

/** What the two axes of a plot show: round ticks with at most `digits` significant digits, or the given ticks. */
export type AxesOptions = AxesNames & ({ digits: number } | { xTicks: Tick[]; yTicks: Tick[] });

interface AxesNames {
  /** Names; '' for none. */
  x: string;
  y: string;
  /** Whether there are grid lines; true when left out. */
  grid?: boolean;
}

/** The bottom and the left axis of a plot: grid lines, axis lines, ticks and names. */
export function axes(x: PlotScale, y: PlotScale, box: Box, options: AxesOptions): SVGElement[] {
  const { left, right, top, bottom, width, height } = box;
  const { grid = true } = options;
  const [xTicks, yTicks] =
    'digits' in options
      ? [roundTicks(x, (width - left - right) / 70, options.digits), roundTicks(y, 4, options.digits)]
      : [options.xTicks, options.yTicks];
  const [base, end] = [height - bottom, width - right];
  return [
    ...bottomAxis(x, { ticks: xTicks, edge: base, gap: 13, ...(grid ? { grid: [top, base] } : {}) }),
    ...leftAxis(y, { ticks: yTicks, edge: left, gap: 5, ...(grid ? { grid: [left, end] } : {}) }),
    s('path', { class: 'sg-axis', d: `M${left},${top}V${base}H${end}` }),
    axisName(options.x, end, height - 4),
    axisName(options.y, left + 4, top + 2, 'start')
  ];
}
