/** Digits of a float64: more say nothing. */
const MOST = 17;
/** Digits of two numbers that differ early. */
const FEWEST = 4;

/** How many significant digits two numbers need to look different, with one more that says by how much. */
export function digitsApart(a: number, b: number, fewest = FEWEST): number {
  for (let digits = fewest; digits < MOST; digits++) {
    if (a.toPrecision(digits) !== b.toPrecision(digits)) {
      return digits === fewest ? digits : digits + 1;
    }
  }
  return a === b || Number.isNaN(a) ? fewest : MOST;
}

/** Two numbers with as many digits as differ. */
export function apart(a: number, b: number): [string, string] {
  const digits = digitsApart(a, b);
  return [a, b].map(x => String(Number(x.toPrecision(digits)))) as [string, string];
}
