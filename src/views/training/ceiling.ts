/** How high a chart of losses reaches, so that a single step or a single run doesn't flatten all others. */
import { quantile } from 'd3';
import { formatNumber } from '../../derivation';
import { Translate } from '../page/translate';
import { Curve, CurvePoint } from './curves';

/** A curve's finite values; of steps that share a point, the greatest. */
const highsOf = ({ points, band }: Curve): CurvePoint[] =>
  (band ? band.map(([x, , high]): CurvePoint => [x, high]) : points).filter(([, y]) => Number.isFinite(y));

const greatest = (values: number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);

/** One point in 50 may be a spike; of fewer points none is. */
const POINTS = 50;

/** The greatest value of a curve; without its spikes, rare values over four times its start and all others, that it comes back from. */
function withoutSpikes(values: number[]): number {
  const top = greatest(values);
  if (values.length < POINTS || !(values[0] > 0)) {
    return top;
  }
  const usual = Math.max(values[0], quantile(values, 0.98)!);
  const returns = values[values.length - 1] <= 4 * usual;
  return returns && top > 4 * usual ? 2 * usual : top;
}

const finite = (curve: Curve): number[] => highsOf(curve).map(([, y]) => y);

/** The greatest value that the curves of one run need room for: single steps may leave the chart. */
export const runCeiling = (curves: Curve[]): number =>
  greatest(curves.map(curve => withoutSpikes(finite(curve))));

/** A run that exceeds the lowest start by this factor, and doesn't come down, explodes. */
const EXPLODED = 100;

function explodes(curve: Curve, lowestStart: number): boolean {
  const values = finite(curve);
  const ends = curve.points[curve.points.length - 1][1];
  return greatest(values) > EXPLODED * lowestStart && !(ends < values[0]);
}

/** The greatest value that several runs need room for: those that explode may leave the chart, if any other doesn't. */
export function ceilingOf(curves: Curve[]): number {
  const drawn = curves.filter(curve => finite(curve).length > 0);
  const starts = drawn.map(curve => finite(curve)[0]).filter(start => start > 0);
  const lowest = starts.reduce((a, b) => Math.min(a, b), Infinity);
  const calm = drawn.filter(curve => !explodes(curve, lowest));
  return runCeiling(calm.length > 0 ? calm : drawn);
}

/** Where a curve first leaves the chart, and how high it gets; null if it stays. */
export function leavesAt(curve: Curve, ceiling: number): { x: number; peak: number } | null {
  const highs = highsOf(curve);
  const first = highs.find(([, y]) => y > ceiling);
  return first ? { x: first[0], peak: greatest(highs.map(([, y]) => y)) } : null;
}

/** The curve, its name followed by how high it gets if it leaves the chart. */
export function withPeak(curve: Curve, ceiling: number, digits: number, translate: Translate): Curve {
  const leaves = leavesAt(curve, ceiling);
  return leaves
    ? { ...curve, name: translate('%1 ▲ up to %2', curve.name, formatNumber(leaves.peak, digits)) }
    : curve;
}
