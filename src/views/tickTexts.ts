import { formatNumber } from '../derivation';

/** The texts of an axis's numbers: with as many digits as it takes to tell them apart, 3 at least. */
export function tickTexts(ticks: number[]): string[] {
  // Ticks come as 0.30000000000000004 too.
  const rounded = ticks.map(tick => Number(tick.toPrecision(12)));
  for (let digits = 3; ; digits++) {
    const texts = rounded.map(tick => formatNumber(tick, digits));
    if (digits === 12 || new Set(texts).size === texts.length) {
      return texts;
    }
  }
}
