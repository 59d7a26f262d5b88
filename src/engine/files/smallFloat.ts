/**
 * Numbers of 16 bits: a sign, an exponent, and the digits (mantissa) after the leading 1. What is read from
 * them is exact; what is written is rounded once, to the nearest, and between two to the even one.
 * Source: IEEE 754-2019, sections 3.4 and 4.3.1.
 */
export class SmallFloat {
  /** The exponent of the smallest number that still has its leading 1. */
  private readonly smallest: number;
  /** The bits of ∞: an exponent of ones, and no digits. */
  private readonly infinity: number;

  /** @param digits the number of binary digits after the leading 1; 15 − digits are the exponent's */
  constructor(private readonly digits: number) {
    this.smallest = 2 - 2 ** (14 - digits);
    this.infinity = 0x7fff & -(1 << digits);
  }

  /** The 16 bits of the number nearest to x; ∞ for what is too large. */
  toBits(x: number): number {
    const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
    if (Number.isNaN(x)) {
      return this.infinity | (1 << (this.digits - 1));
    }
    if (!Number.isFinite(x)) {
      return sign | this.infinity;
    }
    const exponent = Math.max(exponentOf(x), this.smallest);
    // How many steps of the last digit x is; adding 2⁵² leaves no room for a fraction, so that it is rounded.
    const steps = Math.abs(x) / 2 ** (exponent - this.digits) + 2 ** 52 - 2 ** 52;
    // A carry out of the digits raises the exponent, as it should: the exponent's bits are next to them.
    const bits = (exponent - this.smallest) * 2 ** this.digits + steps;
    return sign | Math.min(bits, this.infinity);
  }

  /** The number that 16 bits stand for. */
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

/** Half precision, F16: 5 bits of exponent, 10 digits; up to 65 504. */
export const float16 = new SmallFloat(10);

/** BF16: the range of a float32, 8 bits of exponent, with 7 digits. */
export const bfloat16 = new SmallFloat(7);

const view = new DataView(new ArrayBuffer(8));

/** e for |x| = 1.… · 2ᵉ: it stands in a float64's bits 52 to 62. */
function exponentOf(x: number): number {
  view.setFloat64(0, x);
  return ((view.getUint32(0) >>> 20) & 0x7ff) - 1023;
}
