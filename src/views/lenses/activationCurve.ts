import { ticks } from 'd3';
import type { Activation } from '../../engine';
import { extentOf } from '../plots/extent';

/** The range of z: it holds the samples and −4 to 4, with a margin of 4 %. */
export function rangeOf(zs: Iterable<number>): [number, number] {
  const [least, most] = extentOf(zs) ?? [0, 0];
  const [from, to] = [Math.min(-4, least), Math.max(4, most)];
  const room = (to - from) * 0.04;
  return [from - room, to + room];
}

/** Points of the curve. 0 is one of them, since ReLU and its kin have their corner there. */
export function curveOf(f: Activation, [from, to]: [number, number], count = 160): [number, number][] {
  const places = [from, ...ticks(from, to, count), 0, to];
  return places.sort((a, b) => a - b).map(z => [z, f.value(z)]);
}

/** The slope of an activation at z. */
export const slopeAt = (f: Activation, z: number): number => f.slope(z, f.value(z));

/**
 * The ends of a piece of the tangent that has the same length on the screen at every point of the curve.
 * @param unit px per unit of z and of a
 * @param length from the point to either end, in px
 */
export function tangentOf(
  [z, a]: [number, number],
  slope: number,
  unit: { x: number; y: number },
  length: number
): [[number, number], [number, number]] {
  const dz = length / Math.hypot(unit.x, slope * unit.y);
  return [
    [z - dz, a - slope * dz],
    [z + dz, a + slope * dz]
  ];
}

/** A unit is saturated if its slope is below this fraction of its function's largest slope. */
export const SATURATED = 0.05;

/** How much gradient passes a unit: some, almost none, none for this sample, none for any sample. */
export type UnitState = 'open' | 'saturated' | 'off' | 'dead';

/**
 * The state of a unit at z.
 * Saturated: the slope is below 5 % of the largest and falls to 0 further out (which excludes the minimum of GELU
 * and the gentle side of LeakyReLU). Off: the slope is exactly 0. Dead: it is exactly 0 for every sample.
 * @param zs z of every sample
 */
export function stateOf(f: Activation, z: number, zs: Iterable<number>): UnitState {
  if (slopeAt(f, z) === 0) {
    for (const each of zs) {
      if (slopeAt(f, each) !== 0) {
        // The slope of a sigmoid may round to 0: the unit is saturated, not off like a ReLU.
        return isSmooth(f) ? 'saturated' : 'off';
      }
    }
    return 'dead';
  }
  const most = SATURATED * largestSlope(f);
  const flat = [0, 1, 2, 4, 8].every(on => Math.abs(slopeAt(f, z + Math.sign(z) * on)) < most);
  const ends = Math.abs(slopeAt(f, Math.sign(z) * 100)) < 1e-6;
  return flat && ends ? 'saturated' : 'open';
}

/** The largest slope between −10 and 10. */
export const largestSlope = (f: Activation): number =>
  Math.max(...ticks(-10, 10, 400).map(z => Math.abs(slopeAt(f, z))));

/** Whether the slope has no jump at 0. */
export const isSmooth = (f: Activation): boolean =>
  Math.abs(slopeAt(f, 1e-9) - slopeAt(f, -1e-9)) < 1e-3 * Math.max(1e-300, largestSlope(f));
