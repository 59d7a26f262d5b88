/**
 * A 16-bit float format: sign, exponent, and the digits (mantissa) after the leading 1. Reading is exact;
 * writing rounds once, to the nearest, ties to even.
 * Source: IEEE 754-2019, sections 3.4 and 4.3.1.
 */
export class SmallFloat {
  /** The exponent of the smallest normal number. */
  private readonly smallest: number;
  /** The bits of ∞: exponent all ones, digits all zeros. */
  private readonly infinity: number;

  /** @param digits the number of binary digits after the leading 1; the exponent has 15 − digits bits */
  constructor(private readonly digits: number) {
    this.smallest = 2 - 2 ** (14 - digits);
    this.infinity = 0x7fff & -(1 << digits);
  }

  /** The 16 bits of the number nearest to x; those of ∞ if |x| is too large. */
  toBits(x: number): number {
    const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
    if (Number.isNaN(x)) {
      return this.infinity | (1 << (this.digits - 1));
    }
    if (!Number.isFinite(x)) {
      return sign | this.infinity;
    }
    const exponent = Math.max(exponentOf(x), this.smallest);
    // |x| in units of the last digit. Adding 2⁵² rounds: a float64 of that size has no fraction.
    const steps = Math.abs(x) / 2 ** (exponent - this.digits) + 2 ** 52 - 2 ** 52;
    // A carry out of the digits raises the exponent, as it should: its bits come directly before the digits.
    const bits = (exponent - this.smallest) * 2 ** this.digits + steps;
    return sign | Math.min(bits, this.infinity);
  }

  /** The number that these 16 bits represent. */
  fromBits(bits: number): number {
    const size = bits & 0x7fff;
    const sign = bits & 0x8000 ? -1 : 1;
    if (size >= this.infinity) {
      return size === this.infinity ? sign * Infinity : NaN;
    }
    const exponent = size >> this.digits;
    const digits = size & ((1 << this.digits) - 1);
    const steps = exponent === 0 ? digits : digits + 2 ** this.digits;
    return sign * steps * 2 ** (Math.max(exponent, 1) - 1 + this.smallest - this.digits);
  }
}

/** Half precision, F16: 5 exponent bits, 10 digits; up to 65 504. */
export const float16 = new SmallFloat(10);

/** BF16: 8 exponent bits, the range of float32, and 7 digits. */
export const bfloat16 = new SmallFloat(7);

const view = new DataView(new ArrayBuffer(8));

/** e for |x| = 1.… · 2ᵉ, read from bits 52 to 62 of the float64. */
function exponentOf(x: number): number {
  view.setFloat64(0, x);
  return ((view.getUint32(0) >>> 20) & 0x7ff) - 1023;
}
