/**
 * Converts uniform to normal random numbers, in float32 arithmetic and PyTorch's order of operations: the
 * results are bit-identical to those of PyTorch's AVX2 code, which every x86 computer of the last ten years runs.
 * Source: Box and Muller, Ann. Math. Stat. 29 (1958); the logarithm and the sine are those of Moshier's Cephes.
 */
const f = Math.fround;

/** Fused multiply-add: a · b + c, rounded once to float32; a · b is exact in float64. */
const fma = (a: number, b: number, c: number): number => f(a * b + c);

/** A polynomial in Horner's form, the highest power first. */
const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((y, c) => fma(y, x, c));

const TWO_PI = f(2 * Math.PI);

/**
 * Converts 16 uniform numbers in [0, 1) to 16 normal ones, in place. The first eight give the radius, the last
 * eight the angle; the cosines are stored in the first eight places, the sines in the last eight.
 */
export function normal16(data: Float64Array, start: number, mean: number, std: number): void {
  for (let i = start; i < start + 8; i++) {
    const radius = f(Math.sqrt(f(-2 * log(1 - data[i]))));
    const [sine, cosine] = sinCos(f(TWO_PI * data[i + 8]));
    data[i] = fma(f(radius * cosine), std, mean);
    data[i + 8] = fma(f(radius * sine), std, mean);
  }
}

const logarithm = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1
].map(f);

/** ln x for a float32 x in (0, 1]: with x = m · 2ᵉ and m between √½ and √2, ln x = e ln 2 + ln m. */
function log(x: number): number {
  let e = 0;
  while (x < f(Math.SQRT1_2)) {
    x *= 2;
    e--;
  }
  const y = x - 1;
  const z = f(y * y);
  // ln 2 in two parts; the larger has few enough digits for its product with e to be exact.
  const small = fma(f(f(polynomial(logarithm, y)) * y), z, f(e * f(-2.1219444e-4)));
  return fma(e, f(0.693359375), f(y + fma(-z, 0.5, small)));
}

const sine = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(f);
const cosine = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(f);

/** sin x and cos x for a float32 x from 0 to 2π: reduces x by the nearest multiple of π/2, then uses polynomials. */
function sinCos(x: number): [number, number] {
  const octant = (Math.trunc(f(x * f(4 / Math.PI))) + 1) & ~1;
  // π/4 in three parts, so that the remainder keeps its digits.
  let r = fma(octant, f(-0.78515625), x);
  r = fma(octant, f(-2.4187564849853515625e-4), r);
  r = fma(octant, f(-3.77489497744594108e-8), r);
  const z = f(r * r);
  const c = f(fma(f(polynomial(cosine, z) * z), z, -f(z * 0.5)) + 1);
  const s = fma(f(polynomial(sine, z) * z), r, r);
  switch (octant & 6) {
    case 0:
      return [s, c];
    case 2:
      return [c, -s];
    case 4:
      return [-s, -c];
    default:
      return [-c, s];
  }
}
