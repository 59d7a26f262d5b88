import { line, scaleLinear, scaleLog } from 'd3';
import { formatNumber } from '../../derivation';
import { s } from '../page/dom';
import type { Translate } from '../page/translate';
import { EPSILONS } from './lossAlong';
import { axes } from '../plots/axis';
import { across, boxOf, clipped, upwards } from '../plots/box';
import { extentOf } from '../plots/extent';
import { powerOfTen } from '../plots/tickTexts';

/** The loss around a number w: L(w + by) for several `by`. */
export interface LossSection {
  symbol: string;
  epsilon: number;
  middle: number;
  points: [number, number][];
  analytic: number;
  numeric: number;
}

/** Reach of the curve to either side, in ε. */
export const REACH = 2.5;

/** The loss as a curve, the secant over ±ε, and the tangent with the slope computed by backward. */
export function lossPlot(curve: LossSection, width: number, height: number): SVGElement {
  const { symbol, epsilon, middle, points, analytic, numeric } = curve;
  const box = boxOf(width, height, 54);
  const x = scaleLinear([-REACH * epsilon, REACH * epsilon], across(box));
  const changes = points.map(([by, loss]): [number, number] => [by, loss - middle]);
  const [low, high] = extentOf([...changes.map(([, change]) => change), 0]) ?? [0, 0];
  const room = (high - low) * 0.12 || Number.EPSILON;
  const y = scaleLinear([low - room, high + room], upwards(box));
  const path = line<[number, number]>(
    p => x(p[0]),
    p => y(p[1])
  ).defined(p => Number.isFinite(p[1]));
  const ends = [-epsilon, epsilon].map(by => points.find(point => point[0] === by));
  const straight = (name: string, slope: number, through: number): SVGElement =>
    s('line', {
      class: name,
      'data-value': slope,
      x1: x.range()[0],
      y1: y(through - slope * REACH * epsilon),
      x2: x.range()[1],
      y2: y(through + slope * REACH * epsilon)
    });
  const svg = s(
    'svg',
    { width, height, class: 'sg-loss-plot', role: 'img', 'aria-label': `L(${symbol})` },
    ...axes(x, y, box, {
      x: '',
      y: 'ΔL',
      xTicks: [
        [-epsilon, '−ε'],
        [0, width > 200 ? symbol : ''],
        [epsilon, '+ε']
      ],
      yTicks: y.ticks(4).map(at => [at, short(at)])
    }),
    s('path', { class: 'sg-loss-curve', d: path(changes) ?? '' })
  );
  const parts: SVGElement[] = [];
  if (Number.isFinite(analytic)) {
    parts.push(straight('sg-tangent', analytic, 0));
  }
  const [left, right] = ends;
  if (left && right && Number.isFinite(left[1]) && Number.isFinite(right[1])) {
    parts.push(
      straight('sg-secant', numeric, (left[1] + right[1]) / 2 - middle),
      ...[left, right].map(([by, loss]) =>
        s('circle', { class: 'sg-end', cx: x(by), cy: y(loss - middle), r: 4 })
      )
    );
  }
  parts.push(s('circle', { class: 'sg-here sg-of-loss', cx: x(0), cy: y(0), r: 4.5 }));
  svg.append(clipped(box, ...parts));
  return svg;
}

/** A tick's text, short enough for the margin: 4×10⁻⁶ rather than 0.000004. */
function short(at: number): string {
  const text = formatNumber(Number(at.toPrecision(3)), 2);
  const [mantissa, exponent] = Number(at.toPrecision(2)).toExponential().split('e');
  return text.length <= 7 ? text : `${mantissa.replace('-', '−')}×${powerOfTen(Number(exponent))}`;
}

/** Errors below this are drawn at it: an error of 0 has no logarithm. */
const FLOOR = 1e-17;

/**
 * The error of the central difference over ε, both on logarithmic scales.
 * @param errors one per entry of EPSILONS; undefined until it is computed
 * @param at the entry of EPSILONS that is marked
 * @param loss L, which the round-off error is proportional to
 */
export function errorPlot(
  errors: (number | undefined)[],
  at: number,
  loss: number,
  width: number,
  height: number,
  translate: Translate
): SVGElement {
  const box = boxOf(width, height, 46);
  const wide = width > 240;
  const known = errors.flatMap((error, i): [number, number][] =>
    error === undefined || !Number.isFinite(error) ? [] : [[EPSILONS[i], Math.max(error, FLOOR)]]
  );
  const [low, high] = extentOf(known.map(([, error]) => error)) ?? [1e-12, 1];
  const x = scaleLog([EPSILONS[0], EPSILONS[EPSILONS.length - 1]], across(box));
  // Below the least error there is room for the names of the guides.
  const y = scaleLog([low / 100, Math.max(high * 10, low * 1e4)], upwards(box));
  const decades = Math.ceil(Math.log10(y.domain()[1] / y.domain()[0]) / 4);
  const path = line<[number, number]>(
    p => x(p[0]),
    p => y(p[1])
  );
  const xs = (wide ? [-12, -9, -6, -3] : [-12, -6]).map((e): [number, string] => [
    Number(`1e${e}`),
    powerOfTen(e)
  ]);
  const first = Math.ceil(Math.log10(y.domain()[0]));
  const ys = Array.from({ length: 20 }, (_, i) => first + i * decades)
    .filter(e => Number(`1e${e}`) <= y.domain()[1])
    .map((e): [number, string] => [Number(`1e${e}`), powerOfTen(e)]);
  const svg = s(
    'svg',
    {
      width,
      height,
      class: 'sg-error-plot',
      role: 'img',
      'aria-label': translate('error of the central difference over ε')
    },
    ...axes(x, y, box, { x: 'ε', y: translate('error'), xTicks: xs, yTicks: ys })
  );
  const parts: SVGElement[] = [];
  const [from, to] = x.domain();
  const guide = (law: (epsilon: number) => number): SVGElement =>
    s('line', { class: 'sg-guide', x1: x(from), y1: y(law(from)), x2: x(to), y2: y(law(to)) });
  // The round-off error: half a unit in the last place of L, in each of two losses, over 2ε.
  const roundOff = (Number.EPSILON / 2) * Math.abs(loss);
  if (roundOff > 0 && known.length > 0) {
    parts.push(guide(epsilon => roundOff / epsilon));
    parts.push(
      s(
        'text',
        { class: 'sg-tick', x: box.left + 6, y: y.range()[0] - 6 },
        wide ? translate('round-off ∝ 1/ε') : '∝ 1/ε'
      )
    );
  }
  const last = errors[EPSILONS.length - 1];
  if (last !== undefined && last > roundOff / to) {
    parts.push(guide(epsilon => last * (epsilon / to) ** 2));
    // Two lines of text, so that they don't cover the point the slider starts at.
    ['∝ ε²', ...(wide ? [translate('truncation')] : [])].forEach((text, i) =>
      parts.push(
        s(
          'text',
          { class: 'sg-tick', x: x.range()[1] - 4, y: y.range()[0] - 6 - 13 * i, 'text-anchor': 'end' },
          text
        )
      )
    );
  }
  parts.push(s('path', { class: 'sg-error-line', d: path(known) ?? '' }));
  known.forEach(([epsilon, error]) => {
    const here = epsilon === EPSILONS[at];
    parts.push(
      s('circle', {
        class: here ? 'sg-here' : 'sg-error-point',
        cx: x(epsilon),
        cy: y(error),
        r: here ? 5.5 : 2.5
      })
    );
  });
  svg.append(clipped(box, ...parts));
  return svg;
}
