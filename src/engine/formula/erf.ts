/**
 * The error function, erf(x) = 2/√π ∫₀ˣ e^(−t²) dt, to within 2.3e-16: three rational functions, one each for
 * small, middling and large |x|.
 * Source: W. J. Cody, "Rational Chebyshev Approximations for the Error Function", Math. Comp. 23 (1969).
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.46875) {
    return x * smallRatio(x * x);
  }
  const rest = size <= 4 ? gaussian(size) * middlingRatio(size) : tail(size);
  return x < 0 ? rest - 1 : 1 - rest;
}

/** 1 − erf(x), with full relative precision even where erf(x) is close to 1. */
export function erfc(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.46875) {
    return 1 - x * smallRatio(x * x);
  }
  const rest = size <= 4 ? gaussian(size) * middlingRatio(size) : tail(size);
  return x < 0 ? 2 - rest : rest;
}

/** 2²⁷ + 1: multiplying by it isolates the upper half of a float64's digits. */
const SPLIT = 134217729;

/** e^(−x²), with x² exact by Dekker's method: the exponential would magnify its rounding error. */
function gaussian(x: number): number {
  const square = x * x;
  const upper = x * SPLIT - (x * SPLIT - x);
  const lower = x - upper;
  const rest = upper * upper - square + 2 * upper * lower + lower * lower;
  return Math.exp(-square) * (1 - rest);
}

/** A polynomial over another: [coefficients above, coefficients below], the highest power first. */
export type Ratio = [number[], number[]];

/** erf(x) / x for |x| ≤ 0.46875, in x². */
export const small: Ratio = [
  [
    1.8577770618460315e-1, 3.1611237438705656, 1.1386415415105016e2, 3.7748523768530202e2,
    3.2093775891384695e3
  ],
  [1, 2.3601290952344121e1, 2.4402463793444417e2, 1.2826165260773723e3, 2.8442368334391706e3]
];

/** erfc(x) e^(x²) for 0.46875 < x ≤ 4, in x. */
export const middling: Ratio = [
  [
    2.1531153547440385e-8, 5.6418849698867009e-1, 8.8831497943883759, 6.611919063714163e1,
    2.9863513819740013e2, 8.8195222124176909e2, 1.7120476126340706e3, 2.0510783778260715e3,
    1.2303393547979972e3
  ],
  [
    1, 1.5744926110709835e1, 1.176939508913125e2, 5.3718110186200986e2, 1.6213895745666902e3,
    3.290799235733459e3, 4.3626190901432471e3, 3.4393676741437216e3, 1.2303393548037494e3
  ]
];

/** (1/√π − x e^(x²) erfc(x)) x² for x > 4, in 1/x². */
const large: Ratio = [
  [
    1.6315387137302098e-2, 3.0532663496123234e-1, 3.6034489994980444e-1, 1.2578172611122925e-1,
    1.6083785148742277e-2, 6.587491615298378e-4
  ],
  [
    1, 2.5685201922898224, 1.8729528499234673, 5.2790510295142841e-1, 6.0518341312441319e-2,
    2.3352049762686919e-3
  ]
];

// Written out: a loop over the coefficients takes four times as long.
const [[a0, a1, a2, a3, a4], [, b1, b2, b3, b4]] = small;
const [[c0, c1, c2, c3, c4, c5, c6, c7, c8], [, d1, d2, d3, d4, d5, d6, d7, d8]] = middling;

const smallRatio = (z: number): number =>
  ((((a0 * z + a1) * z + a2) * z + a3) * z + a4) / ((((z + b1) * z + b2) * z + b3) * z + b4);

const middlingRatio = (x: number): number =>
  ((((((((c0 * x + c1) * x + c2) * x + c3) * x + c4) * x + c5) * x + c6) * x + c7) * x + c8) /
  ((((((((x + d1) * x + d2) * x + d3) * x + d4) * x + d5) * x + d6) * x + d7) * x + d8);

/** erfc(x) for x > 4; past 27 it is smaller than the smallest float64. NaN stays NaN. */
function tail(x: number): number {
  if (x > 27) {
    return 0;
  }
  const z = 1 / (x * x);
  const [above, below] = large.map(coefficients => coefficients.reduce((y, c) => y * z + c, 0));
  return (gaussian(x) / x) * (1 / Math.sqrt(Math.PI) - (z * above) / below);
}
