/** What a page can be asked to draw. Checked before anything is decoded or drawn, and kept to by `record`. */
export const limits = {
  layers: 100,
  features: 65536,
  samples: 4096,
  iterations: 1000,
  /** All the numbers of a payload together: about 16 MB, 21 MB as text. A lesson's output is best under 1 MB. */
  numbers: 2_000_000
};

/** How many numbers the tensors of a payload hold, by their shapes. */
export function numbersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  const { shape } = value as { shape?: unknown };
  return Array.isArray(shape)
    ? shape.reduce((product: number, n: number) => product * n, 1)
    : Object.values(value).reduce((sum: number, inside) => sum + numbersIn(inside), 0);
}
