let skipping = false;

/** Whether the layers that are made now have their weights loaded next: one that draws its own leaves them at 0. */
export const skipsInit = (): boolean => skipping;

/**
 * Makes layers whose weights are loaded next: none are drawn, and the random numbers go on as if no layer had been
 * made. To show a model does not change how it is trained.
 * Source: torch.nn.utils.skip_init.
 */
export function skipInit<T>(make: () => T): T {
  const before = skipping;
  skipping = true;
  try {
    return make();
  } finally {
    skipping = before;
  }
}
