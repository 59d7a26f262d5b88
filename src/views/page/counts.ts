import { superscript } from '../../derivation';

/** Numbers with more digits than this are written with a power of ten. */
const DIGITS = 30;

/** An integer of any size in groups of three digits, exact; a very long one rounded down, with a power of ten. */
export function countText(n: bigint): string {
  const digits = n.toString();
  if (digits.length > DIGITS) {
    return `${digits[0]}.${digits.slice(1, 4)}×10${superscript(String(digits.length - 1))}`;
  }
  return digits.replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** A number of steps, epochs or weights in groups of three digits: `12,345`. */
export const groupedText = (n: number): string => n.toLocaleString('en');

/** The ratio a / b, rounded: with one decimal below 100. */
export function timesText(a: bigint, b: bigint): string {
  const tenths = (a * 10n + b / 2n) / b;
  return tenths < 1000n ? String(Number(tenths) / 10) : countText(tenths / 10n);
}
