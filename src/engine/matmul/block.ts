/**
 * 8 rows of C += an 8 × 8 block of A times 8 rows of B. The 64 numbers of A stay in local variables while one
 * loop runs along the rows, so each loaded number is used eight times. The function is unrolled because an
 * array in place of the variables would be loaded again for every product.
 * @param to index of C's first element; `cDown` is the distance between rows, `cAlong` between columns;
 * likewise for A, which starts at `at`, and B, which starts at `from`
 * @param columns the number of columns of B and C
 */
export function addBlock(
  c: Float64Array,
  to: number,
  cDown: number,
  cAlong: number,
  a: Float64Array,
  at: number,
  aDown: number,
  aAlong: number,
  b: Float64Array,
  from: number,
  bDown: number,
  bAlong: number,
  columns: number
): void {
  const a00 = a[at],
    a01 = a[at + aAlong],
    a02 = a[at + 2 * aAlong],
    a03 = a[at + 3 * aAlong],
    a04 = a[at + 4 * aAlong],
    a05 = a[at + 5 * aAlong],
    a06 = a[at + 6 * aAlong],
    a07 = a[at + 7 * aAlong];
  let r = at + aDown;
  const a10 = a[r],
    a11 = a[r + aAlong],
    a12 = a[r + 2 * aAlong],
    a13 = a[r + 3 * aAlong],
    a14 = a[r + 4 * aAlong],
    a15 = a[r + 5 * aAlong],
    a16 = a[r + 6 * aAlong],
    a17 = a[r + 7 * aAlong];
  r += aDown;
  const a20 = a[r],
    a21 = a[r + aAlong],
    a22 = a[r + 2 * aAlong],
    a23 = a[r + 3 * aAlong],
    a24 = a[r + 4 * aAlong],
    a25 = a[r + 5 * aAlong],
    a26 = a[r + 6 * aAlong],
    a27 = a[r + 7 * aAlong];
  r += aDown;
  const a30 = a[r],
    a31 = a[r + aAlong],
    a32 = a[r + 2 * aAlong],
    a33 = a[r + 3 * aAlong],
    a34 = a[r + 4 * aAlong],
    a35 = a[r + 5 * aAlong],
    a36 = a[r + 6 * aAlong],
    a37 = a[r + 7 * aAlong];
  r += aDown;
  const a40 = a[r],
    a41 = a[r + aAlong],
    a42 = a[r + 2 * aAlong],
    a43 = a[r + 3 * aAlong],
    a44 = a[r + 4 * aAlong],
    a45 = a[r + 5 * aAlong],
    a46 = a[r + 6 * aAlong],
    a47 = a[r + 7 * aAlong];
  r += aDown;
  const a50 = a[r],
    a51 = a[r + aAlong],
    a52 = a[r + 2 * aAlong],
    a53 = a[r + 3 * aAlong],
    a54 = a[r + 4 * aAlong],
    a55 = a[r + 5 * aAlong],
    a56 = a[r + 6 * aAlong],
    a57 = a[r + 7 * aAlong];
  r += aDown;
  const a60 = a[r],
    a61 = a[r + aAlong],
    a62 = a[r + 2 * aAlong],
    a63 = a[r + 3 * aAlong],
    a64 = a[r + 4 * aAlong],
    a65 = a[r + 5 * aAlong],
    a66 = a[r + 6 * aAlong],
    a67 = a[r + 7 * aAlong];
  r += aDown;
  const a70 = a[r],
    a71 = a[r + aAlong],
    a72 = a[r + 2 * aAlong],
    a73 = a[r + 3 * aAlong],
    a74 = a[r + 4 * aAlong],
    a75 = a[r + 5 * aAlong],
    a76 = a[r + 6 * aAlong],
    a77 = a[r + 7 * aAlong];
  const c1 = cDown,
    c2 = 2 * cDown,
    c3 = 3 * cDown,
    c4 = 4 * cDown,
    c5 = 5 * cDown,
    c6 = 6 * cDown,
    c7 = 7 * cDown;
  const f1 = bDown,
    f2 = 2 * bDown,
    f3 = 3 * bDown,
    f4 = 4 * bDown,
    f5 = 5 * bDown,
    f6 = 6 * bDown,
    f7 = 7 * bDown;
  for (let j = 0; j < columns; j++, to += cAlong, from += bAlong) {
    const b0 = b[from];
    const b1 = b[from + f1];
    const b2 = b[from + f2];
    const b3 = b[from + f3];
    const b4 = b[from + f4];
    const b5 = b[from + f5];
    const b6 = b[from + f6];
    const b7 = b[from + f7];
    c[to] = c[to] + a00 * b0 + a01 * b1 + a02 * b2 + a03 * b3 + a04 * b4 + a05 * b5 + a06 * b6 + a07 * b7;
    c[to + c1] =
      c[to + c1] + a10 * b0 + a11 * b1 + a12 * b2 + a13 * b3 + a14 * b4 + a15 * b5 + a16 * b6 + a17 * b7;
    c[to + c2] =
      c[to + c2] + a20 * b0 + a21 * b1 + a22 * b2 + a23 * b3 + a24 * b4 + a25 * b5 + a26 * b6 + a27 * b7;
    c[to + c3] =
      c[to + c3] + a30 * b0 + a31 * b1 + a32 * b2 + a33 * b3 + a34 * b4 + a35 * b5 + a36 * b6 + a37 * b7;
    c[to + c4] =
      c[to + c4] + a40 * b0 + a41 * b1 + a42 * b2 + a43 * b3 + a44 * b4 + a45 * b5 + a46 * b6 + a47 * b7;
    c[to + c5] =
      c[to + c5] + a50 * b0 + a51 * b1 + a52 * b2 + a53 * b3 + a54 * b4 + a55 * b5 + a56 * b6 + a57 * b7;
    c[to + c6] =
      c[to + c6] + a60 * b0 + a61 * b1 + a62 * b2 + a63 * b3 + a64 * b4 + a65 * b5 + a66 * b6 + a67 * b7;
    c[to + c7] =
      c[to + c7] + a70 * b0 + a71 * b1 + a72 * b2 + a73 * b3 + a74 * b4 + a75 * b5 + a76 * b6 + a77 * b7;
  }
}
