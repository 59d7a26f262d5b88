import { line, scaleLinear } from 'd3';
import { s, update } from '../page/dom';
import type { ActivationCurve } from './activationCurve';

/** Half the width and half the height of the curve, in px. */
const WIDTH = 15;
const HEIGHT = 13;

/** The curve of an activation through the middle of a neuron, with a point for its z and output; an arrow without a curve. */
export function unitCurve(curve: ActivationCurve | undefined): SVGElement {
  if (!curve) {
    return s('path', { class: 'sg-curve-line', d: 'M-9,0H9M4,-4L9,0L4,4' });
  }
  const place = placeIn(curve);
  const [x, y] = place([0, 0]);
  return s(
    'g',
    { class: 'sg-curve' },
    s('path', { class: 'sg-curve-axes', d: `M${-WIDTH},${y}H${WIDTH}M${x},${-HEIGHT}V${HEIGHT}` }),
    s('path', { class: 'sg-curve-line', d: line()(curve.points.map(place)) ?? '' }),
    s('path', { class: 'sg-curve-point' })
  );
}

/**
 * Moves the point on the curve of a neuron.
 * @param at z and the output; null where they are not known
 */
export function writeCurvePoint(
  node: Element,
  curve: ActivationCurve | undefined,
  at: [number, number] | null
): void {
  const point = node.querySelector('.sg-curve-point');
  if (!point || !curve) {
    return;
  }
  const isDrawn = at !== null && at.every(Number.isFinite);
  update(point, { d: isDrawn ? `M${placeIn(curve)(at).join()}h0` : undefined });
}

/** From z and a to px, rounded to tenths. */
function placeIn({ z, a }: ActivationCurve): (point: [number, number]) => [number, number] {
  const x = scaleLinear(z, [-WIDTH, WIDTH]);
  const y = scaleLinear(a[0] === a[1] ? [a[0] - 1, a[1] + 1] : a, [HEIGHT - 1, 1 - HEIGHT]);
  const tenths = (px: number): number => Math.round(px * 10) / 10;
  return ([at, value]) => [tenths(x(at)), tenths(y(value))];
}
