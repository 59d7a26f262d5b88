import { formatNumber, superscript } from '../../derivation';

/**
 * The texts of an axis's ticks: with as many digits as are needed to tell them apart, at least 3, and on an even
 * scale all with the same number of decimals.
 */
export function tickTexts(ticks: number[]): string[] {
  // d3's ticks include values such as 0.30000000000000004.
  const rounded = ticks.map(tick => Number(tick.toPrecision(12)));
  for (let digits = 3; ; digits++) {
    const texts = rounded.map(tick => formatNumber(tick, digits));
    if (digits === 12 || new Set(texts).size === texts.length) {
      return isEven(rounded) ? sameDecimals(texts) : texts;
    }
  }
}

/** Whether the ticks are evenly spaced, unlike those of a logarithmic scale. */
function isEven(ticks: number[]): boolean {
  const steps = ticks.slice(1).map((tick, i) => tick - ticks[i]);
  return steps.length > 1 && steps.every(step => Math.abs(step / steps[0] - 1) < 1e-6);
}

/** Pads decimals: `0.55` beside `0.552` becomes `0.550`. 0 and powers of ten stay unchanged. */
function sameDecimals(texts: string[]): string[] {
  const decimals = (text: string): number => text.split('.')[1]?.length ?? 0;
  const most = Math.max(...texts.map(decimals));
  const pad = (text: string): string =>
    text === '0' || decimals(text) === most
      ? text
      : `${text}${decimals(text) === 0 ? '.' : ''}${'0'.repeat(most - decimals(text))}`;
  return texts.some(text => text.includes('×')) ? texts : texts.map(pad);
}

/** A power of ten as text: `10⁻⁵`. */
export const powerOfTen = (exponent: number): string => `10${superscript(String(exponent))}`;
