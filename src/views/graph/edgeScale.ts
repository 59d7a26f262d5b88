import { ScaleLinear, scaleLinear } from 'd3';
import { EDGE_WIDTHS } from '../../derivation/graphLayout';
import type { Scene } from './scene';

/** Scales the absolute value of an edge's number to its width, in px; a bias larger than every weight has the largest. */
export const edgeScale = ({ largest }: Scene): ScaleLinear<number, number> =>
  scaleLinear([0, largest || 1], EDGE_WIDTHS).clamp(true);

/** A round number that an edge may show, and its width, in px to one decimal. */
export type EdgeTick = [shown: number, width: number];

/** The largest ticks of the scale, at most three, none for 0: what the legend shows. */
export function edgeTicks(scene: Scene): EdgeTick[] {
  const width = edgeScale(scene);
  const ticks = width.ticks(3).filter(tick => tick > 0 && tick <= scene.largest);
  return ticks.slice(-3).map((tick): EdgeTick => [tick, Math.round(width(tick) * 10) / 10]);
}
