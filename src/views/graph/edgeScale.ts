import { ScaleLinear, scaleLinear } from 'd3';
import type { Scene } from './scene';

/** The widths of edges that show 0 and the largest number of the network, in px. */
const WIDTHS = [0.8, 9];

/** The width of an edge, in px, for the absolute value of its number. */
export const edgeWidth = ({ largest }: Scene): ScaleLinear<number, number> =>
  scaleLinear([0, largest || 1], WIDTHS).clamp(true);

/** A round number that an edge may show, and its width, in px to one decimal. */
export type EdgeTick = [shown: number, width: number];

/** The largest ticks of the scale, at most three, none for 0: what the legend shows. */
export function edgeTicks(scene: Scene): EdgeTick[] {
  const width = edgeWidth(scene);
  const ticks = width.ticks(3).filter(tick => tick > 0 && tick <= scene.largest);
  return ticks.slice(-3).map((tick): EdgeTick => [tick, Math.round(width(tick) * 10) / 10]);
}
