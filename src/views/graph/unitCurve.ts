import { line, scaleLinear } from 'd3';
import { isNew, s, update } from '../page/dom';
import type { ActivationCurve } from './activationCurve';

/** Half the width and half the height of the curve, in px. */
const WIDTH = 15;
const HEIGHT = 13;

/** The place of the curve of an activation through the middle of a neuron; an arrow for a layer without a curve. */
export const unitCurve = (curve: ActivationCurve | undefined): SVGElement =>
  curve
    ? s(
        'g',
        { class: 'sg-curve' },
        ...['sg-curve-axes', 'sg-curve-line', 'sg-curve-point'].map(look => s('path', { class: look }))
      )
    : s('path', { class: 'sg-curve-line', d: 'M-9,0H9M4,-4L9,0L4,4' });

/**
 * Draws the curve of a neuron, if it is another one, and moves the point on it.
 * @param at z and the output; null where they are not known
 */
export function writeUnitCurve(
  node: Element,
  curve: ActivationCurve | undefined,
  at: [number, number] | null
): void {
  const group = node.querySelector('.sg-curve');
  if (!group || !curve) {
    return;
  }
  const [axes, path, point] = Array.from(group.children);
  const place = placeIn(curve);
  if (isNew(group, curve)) {
    const [x, y] = place([0, 0]);
    update(axes, { d: `M${-WIDTH},${y}H${WIDTH}M${x},${-HEIGHT}V${HEIGHT}` });
    update(path, { d: line()(curve.points.map(place)) ?? '' });
  }
  update(point, { d: at?.every(Number.isFinite) ? `M${place(at).join()}h0` : undefined });
}

/** From z and a to px, rounded to tenths. */
function placeIn({ z, a }: ActivationCurve): (point: [number, number]) => [number, number] {
  const x = scaleLinear(z, [-WIDTH, WIDTH]);
  const y = scaleLinear(a[0] === a[1] ? [a[0] - 1, a[1] + 1] : a, [HEIGHT - 1, 1 - HEIGHT]);
  const tenths = (px: number): number => Math.round(px * 10) / 10;
  return ([at, value]) => [tenths(x(at)), tenths(y(value))];
}
