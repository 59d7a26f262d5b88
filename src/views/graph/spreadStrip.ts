import { ScaleLinear, bin, scaleLinear } from 'd3';
import { formatNumber } from '../../derivation';
import { s } from '../page/dom';
import type { Translate } from '../page/translate';
import { Spread, meanOf } from './spread';

/** More ticks than this would merge: a histogram takes their place. */
const MAX_TICKS = 40;
/** Bins of the histogram. */
const BINS = 15;
/** Height of a tick and of the tallest bar, in px. */
const HEIGHT = 9;

/** The spread of a unit, drawn in its node under the number: a tick for each sample, or a histogram. */
export function spreadStrip(
  { values, low, high }: Spread,
  radius: number,
  digits: number,
  translate: Translate
): SVGElement {
  const half = radius * 0.64;
  const x = scaleLinear([low, low === high ? low + 1 : high], [-half, half]);
  const finite = values.filter(Number.isFinite);
  const asTicks = finite.length <= MAX_TICKS;
  const path = asTicks
    ? finite.map(value => `M${x(value).toFixed(1)},${-HEIGHT}V0`).join('')
    : histogram(finite, x);
  const text = translate(
    '%1 samples, from %2 to %3; mean %4',
    values.length,
    formatNumber(Math.min(...finite), digits),
    formatNumber(Math.max(...finite), digits),
    formatNumber(meanOf(values), digits)
  );
  return s(
    'g',
    { class: 'sg-spread', transform: `translate(0,${radius * 0.62})` },
    s('title', {}, text),
    s('path', { class: 'sg-spread-line', d: `M${-half},0H${half}` }),
    s('path', { class: asTicks ? 'sg-spread-ticks' : 'sg-spread-bars', d: path })
  );
}

/** The path of a histogram over the domain of a scale. */
function histogram(values: number[], x: ScaleLinear<number, number>): string {
  const [low, high] = x.domain();
  const bins = bin()
    .domain([low, high])
    .thresholds(Array.from({ length: BINS - 1 }, (_, i) => low + ((high - low) * (i + 1)) / BINS))(values);
  const most = Math.max(...bins.map(({ length }) => length));
  return bins
    .map(({ length, x0, x1 }) => {
      const height = (HEIGHT * length) / most;
      return length > 0 ? `M${x(x0!)},0v${-height}H${x(x1!)}v${height}Z` : '';
    })
    .join('');
}
