/** The largest payload that a page draws. Checked before anything is decoded, and observed by `record`. */
export const limits = {
  layers: 100,
  features: 65536,
  samples: 4096,
  iterations: 1000,
  /** Numbers in all tensors together: about 16 MB, 21 MB as text. A lesson's output should stay under 1 MB. */
  numbers: 2_000_000
};

/** Counts the numbers in all tensors of a payload, by their shapes. */
export function numbersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  const { shape } = value as { shape?: unknown };
  return Array.isArray(shape)
    ? shape.reduce((product: number, n: number) => product * n, 1)
    : Object.entries(value).reduce(
        // An option called `shape` is no tensor.
        (sum: number, [key, inside]) => (key === 'options' ? sum : sum + numbersIn(inside)),
        0
      );
}
