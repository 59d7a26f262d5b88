import { Translate, formatNumber } from '../derivation';
import { EDGE_WIDTHS } from '../derivation/graphLayout';
import { Markup, tag } from './markup';
import { palette } from './palette';

const WEIGHT = '|w|';
/** The mean width of a letter, in px, since a kernel can't measure text. A Chinese letter is twice as wide. */
const LETTER = 6.6;

/** The width of an edge, in px, for its |w|: the stepper's scale, written without D3, which the kernel does not load. */
export function edgeWidth(size: number, largest: number): number {
  const [least, most] = EDGE_WIDTHS;
  return least + (most - least) * Math.min(1, largest > 0 ? size / largest : 0);
}

/** The smallest normal float64. Below it numbers have few digits, and powers of ten may round to 0. */
const SMALLEST = 2 ** -1022;

/**
 * Three round numbers up to the largest, about evenly spaced: 1, 2 or 5 times a power of ten. None for a largest
 * number that is 0, infinite or too small to be divided.
 */
export function ticks(largest: number): number[] {
  if (!(largest >= SMALLEST && largest < Infinity)) {
    return [];
  }
  const power = 10 ** Math.floor(Math.log10(largest / 3));
  const step =
    [1, 2, 5, 10]
      .map(n => n * power)
      .reverse()
      .find(n => n * 2 <= largest) ?? power;
  const count = Math.floor(largest / step);
  return Array.from({ length: count }, (_, i) => Number(((i + 1) * step).toPrecision(3))).slice(-3);
}

const lengthOf = (text: string): number =>
  Array.from(text).reduce((sum, letter) => sum + (letter > '\u2e80' ? 2 : 1) * LETTER, 0);

/** The legend: what an edge's width and colour mean, and what δ is. */
export function legend(largest: number, translate: Translate, gradients: boolean, digits: number): Markup[] {
  const entries: { stroke?: [number, string]; text: string }[] = [
    { text: translate('edge width: %1', WEIGHT) },
    ...ticks(largest).map(tick => ({
      stroke: [edgeWidth(tick, largest), palette.quiet] as [number, string],
      text: formatNumber(tick, digits)
    })),
    { stroke: [4, palette.positive], text: translate('positive') },
    { stroke: [4, palette.negative], text: translate('negative') },
    ...(gradients ? [{ text: 'δ = ∂L/∂z' }] : [])
  ];
  let x = 0;
  const parts = entries.flatMap(({ stroke, text }) => {
    const line = stroke
      ? [tag('path', { d: `M${x},-4h26`, stroke: stroke[1], 'stroke-width': Number(stroke[0].toFixed(2)) })]
      : [];
    const at = stroke ? x + 32 : x;
    x = at + lengthOf(text) + 16;
    return [...line, tag('text', { x: at, y: 0 }, text)];
  });
  return [tag('g', { fill: palette.quiet, 'font-size': 12 }, ...parts)];
}
