import type { Activation, Tensor } from '../../engine';

/** The graph of an activation around 0. */
export interface ActivationCurve {
  /** z and f(z), from left to right; without points that are not finite. */
  points: [number, number][];
  /** The ranges that are drawn; both contain 0. */
  z: [number, number];
  a: [number, number];
}

/** The number of points of a curve. */
const POINTS = 41;
/** The curve is drawn at least from −3 to 3. */
const LEAST_REACH = 3;

const curves = new WeakMap<Activation, Map<string, ActivationCurve>>();
const reaches = new WeakMap<Tensor, number>();

/**
 * The curve of an activation for one unit, memoised.
 * @param sums z of all samples and units of the row: the curve reaches all of them
 */
export function activationCurve(activation: Activation, unit: number, sums: Tensor): ActivationCurve {
  const f = activation.forUnit(unit);
  const reach = reachOf(sums);
  const key = `${f === activation ? '' : unit} ${reach}`;
  const known = curves.get(activation) ?? new Map<string, ActivationCurve>();
  curves.set(activation, known);
  const curve = known.get(key) ?? draw(f, reach);
  known.set(key, curve);
  return curve;
}

function draw(f: Activation, reach: number): ActivationCurve {
  const points = Array.from({ length: POINTS }, (_, i) => (i / (POINTS - 1) - 0.5) * 2 * reach)
    .map((z): [number, number] => [z, f.value(z)])
    .filter(([, a]) => Number.isFinite(a));
  const values = points.map(([, a]) => a);
  return { points, z: [-reach, reach], a: [Math.min(0, ...values), Math.max(0, ...values)] };
}

/** The largest finite |z|, at least 3. */
function reachOf(sums: Tensor): number {
  const known = reaches.get(sums);
  if (known !== undefined) {
    return known;
  }
  let reach = LEAST_REACH;
  for (const z of sums.data) {
    reach = Number.isFinite(z) ? Math.max(reach, Math.abs(z)) : reach;
  }
  reaches.set(sums, reach);
  return reach;
}
