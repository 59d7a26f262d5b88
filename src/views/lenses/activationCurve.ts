import { ticks } from 'd3';
import type { Activation } from '../../engine';
import { extentOf } from '../plots/extent';

/** Of z: those of the samples and at least from −4 to 4, with a little room. */
export function rangeOf(zs: Iterable<number>): [number, number] {
  const [least, most] = extentOf(zs) ?? [0, 0];
  const [from, to] = [Math.min(-4, least), Math.max(4, most)];
  const room = (to - from) * 0.04;
  return [from - room, to + room];
}

/** Points of the curve, 0 among them: there ReLU and its kin have their corner. */
export function curveOf(f: Activation, [from, to]: [number, number], count = 160): [number, number][] {
  const places = [from, ...ticks(from, to, count), 0, to];
  return places.sort((a, b) => a - b).map(z => [z, f.value(z)]);
}

/** The slope of an activation at z. */
export const slopeAt = (f: Activation, z: number): number => f.slope(z, f.value(z));

/**
 * A piece of the tangent, as long on the screen wherever it touches.
 * @param unit px a unit of z, and of a
 * @param length in px, from the point to either end
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

/** A unit is saturated where its slope is under this part of the largest that its function has. */
export const SATURATED = 0.05;

/** What of a gradient comes through a unit: some, almost none, none for this sample, none for any sample. */
export type UnitState = 'open' | 'saturated' | 'off' | 'dead';

/**
 * Saturated: the slope is under 5 % of the largest, and goes on towards 0 on that side of 0 (it does not where
 * GELU turns, nor on LeakyReLU's gentler side). Off: it is exactly 0. Dead: exactly 0 for every sample.
 */
export function stateOf(f: Activation, z: number, zs: Iterable<number>): UnitState {
  if (slopeAt(f, z) === 0) {
    for (const each of zs) {
      if (slopeAt(f, each) !== 0) {
        // A sigmoid that has rounded to 1 is saturated, however exactly; a ReLU is off.
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

/** Whether the slope does not jump at 0. */
export const isSmooth = (f: Activation): boolean =>
  Math.abs(slopeAt(f, 1e-9) - slopeAt(f, -1e-9)) < 1e-3 * Math.max(1e-300, largestSlope(f));
