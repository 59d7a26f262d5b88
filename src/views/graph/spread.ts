import { bin, extent, scaleLinear } from 'd3';
import { formatNumber } from '../../derivation';
import type { Tensor } from '../../engine';
import { s } from '../page/dom';
import type { Translate } from '../page/translate';

/** How a unit's numbers lie, one a sample, on the scale of its column. */
export interface Spread {
  values: number[];
  low: number;
  high: number;
}

/** More ticks than this run together: they are counted in bins instead. */
const TICKS = 40;
const BINS = 15;
const HEIGHT = 9;

/** The spreads of a column's units; the scale is one, so that units can be compared. */
export function spreadsOf({ data, shape: [samples, width] }: Tensor): (unit: number) => Spread {
  const [low = 0, high = 0] = extent(Array.from(data).filter(Number.isFinite));
  return unit => ({
    values: Array.from({ length: samples }, (_, i) => data[i * width + unit]),
    low,
    high
  });
}

export const meanOf = (values: number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** A tick a sample on a line, or of many a histogram: inside a node, under its number. */
export function spreadStrip({ values, low, high }: Spread, radius: number, translate: Translate): SVGElement {
  const half = radius * 0.64;
  const x = scaleLinear([low, low === high ? low + 1 : high], [-half, half]);
  const finite = values.filter(Number.isFinite);
  const path =
    finite.length <= TICKS
      ? finite.map(value => `M${x(value).toFixed(1)},${-HEIGHT}V0`).join('')
      : histogram(finite, x);
  const text = translate(
    '%1 samples, from %2 to %3; mean %4',
    values.length,
    formatNumber(Math.min(...finite)),
    formatNumber(Math.max(...finite)),
    formatNumber(meanOf(values))
  );
  return s(
    'g',
    { class: 'sg-spread', transform: `translate(0,${radius * 0.62})` },
    s('title', {}, text),
    s('path', { class: 'sg-spread-line', d: `M${-half},0H${half}` }),
    s('path', { class: finite.length <= TICKS ? 'sg-spread-ticks' : 'sg-spread-bars', d: path })
  );
}

function histogram(values: number[], x: (value: number) => number): string {
  const scale = x as ReturnType<typeof scaleLinear<number, number>>;
  const [low, high] = scale.domain();
  const bins = bin()
    .domain([low, high])
    .thresholds(Array.from({ length: BINS - 1 }, (_, i) => low + ((high - low) * (i + 1)) / BINS))(values);
  const most = Math.max(...bins.map(({ length }) => length));
  return bins
    .map(({ length, x0, x1 }) => {
      const height = (HEIGHT * length) / most;
      return length > 0 ? `M${scale(x0!)},0v${-height}H${scale(x1!)}v${height}Z` : '';
    })
    .join('');
}
