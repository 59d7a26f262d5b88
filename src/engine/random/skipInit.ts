let skipping = false;

/** Whether new layers skip the initialisation of their weights (leave them at 0), since weights are loaded next. */
export const skipsInit = (): boolean => skipping;

/**
 * Makes layers without initialising their weights, which are loaded next. The random generator does not advance,
 * so showing a model does not change its training.
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
