import { superscript } from '../../derivation';

/** Longer numbers are shown with a power of ten. */
const DIGITS = 30;

/** A whole number of any size, exactly, in groups of three digits; a very long one as a power of ten. */
export function countText(n: bigint): string {
  const digits = n.toString();
  if (digits.length > DIGITS) {
    return `${digits[0]}.${digits.slice(1, 4)}×10${superscript(String(digits.length - 1))}`;
  }
  return digits.replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** How many steps, epochs or weights: groups of three digits, as `12,345`. */
export const groupedText = (n: number): string => n.toLocaleString('en');

/** How many times one count is another: with a decimal while it is small. */
export function timesText(a: bigint, b: bigint): string {
  const tenths = (a * 10n + b / 2n) / b;
  return tenths < 1000n ? String(Number(tenths) / 10) : countText(tenths / 10n);
}
