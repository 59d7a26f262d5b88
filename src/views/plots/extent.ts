/** The least and the greatest of the finite values; null if there is none. */
export function extentOf(values: Iterable<number>): [number, number] | null {
  let [least, most] = [Infinity, -Infinity];
  for (const x of values) {
    if (Number.isFinite(x)) {
      [least, most] = [Math.min(least, x), Math.max(most, x)];
    }
  }
  return least <= most ? [least, most] : null;
}
