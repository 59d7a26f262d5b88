import { line, scaleLinear } from 'd3';
import { Translate, formatNumber } from '../../derivation';
import { s } from '../page/dom';
import { axes } from '../plots/axis';
import { across, boxOf, upwards } from '../plots/box';

/**
 * A step as a bar from the middle, to the left if it is negative.
 * @param largest |step| at the end of the scale, so that several bars can share one
 */
export function stepBar(step: number, largest: number, width: number, digits: number): SVGElement {
  const x = scaleLinear([-largest || -1, largest || 1], [8, width - 8]);
  const to = Number.isFinite(step) ? x(step) : x(0);
  const tip = step < 0 ? 6 : -6;
  return s(
    'svg',
    {
      width,
      height: 18,
      class: `sg-step-bar ${step < 0 ? 'sg-negative' : 'sg-positive'}`,
      role: 'img',
      'aria-label': `Δw = ${formatNumber(step, digits)}`
    },
    s('path', { class: 'sg-axis', d: `M${x(0)},1V17` }),
    s('path', {
      class: 'sg-arrow',
      'data-value': step,
      d: `M${x(0)},9H${to}${Math.abs(to - x(0)) > 8 ? `m${tip},-5L${to},9l${tip},5` : ''}`
    })
  );
}

/**
 * |step| over the iterations, two optimisers on one chart: solid the recorded one, dashed the chosen one.
 * @param now the current iteration, from 0, marked by a line
 */
export function stepLines(
  both: number[][],
  now: number,
  width: number,
  digits: number,
  translate: Translate
): SVGElement {
  const box = { ...boxOf(width, 68, 62), bottom: 16, top: 14 };
  const sizes = both.map(steps => steps.map(Math.abs));
  const x = scaleLinear([0, both[0].length - 1], across(box));
  const y = scaleLinear([0, Math.max(...sizes.flat().filter(Number.isFinite)) || 1], upwards(box));
  const path = line<number>(
    (_, i) => x(i),
    size => y(size)
  ).defined(Number.isFinite);
  const ticks = x.ticks(Math.min(8, both[0].length - 1)).filter(Number.isInteger);
  return s(
    'svg',
    {
      width,
      height: box.height,
      role: 'img',
      'aria-label': translate('size of the step over the iterations')
    },
    ...axes(x, y, box, {
      x: '',
      y: '|Δw|',
      xTicks: ticks.map(at => [at, String(at + 1)]),
      yTicks: y.ticks(2).map(at => [at, formatNumber(Number(at.toPrecision(6)), digits)])
    }),
    s('path', { class: 'sg-grid sg-now', d: `M${x(now)},${y.range()[0]}V${y.range()[1]}` }),
    ...sizes.map((size, i) => s('path', { class: i ? 'sg-other-line' : 'sg-own-line', d: path(size) ?? '' }))
  );
}
