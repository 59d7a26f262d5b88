import { s } from '../page/dom';

/** The room of a plot, in px: its size, and the margins that its axes' texts take. */
export interface Box {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A box with the margins of a plot that has a bottom and a left axis. */
export const boxOf = (width: number, height: number, left = 42): Box => ({
  width,
  height,
  left,
  right: 10,
  top: 12,
  bottom: 30
});

/** The range of an x scale: from left to right. */
export const across = ({ left, right, width }: Box): [number, number] => [left, width - right];

/** The range of a y scale: from bottom to top. */
export const upwards = ({ top, bottom, height }: Box): [number, number] => [height - bottom, top];

/** Elements clipped to the area inside the margins. */
export function clipped(
  { left, right, top, bottom, width, height }: Box,
  ...parts: SVGElement[]
): SVGElement {
  const size = { x: left, y: top, width: width - left - right, height: height - top - bottom };
  return s('svg', { ...size, viewBox: `${left} ${top} ${size.width} ${size.height}` }, ...parts);
}
