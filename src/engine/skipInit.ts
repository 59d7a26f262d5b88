import { defaultGenerator } from './random';

let skipping = false;

/** Whether the layers that are made now have their weights loaded next: one that draws its own leaves them at 0. */
export const skipsInit = (): boolean => skipping;

/**
 * Makes layers whose weights are loaded next. None are drawn, and the random numbers that come after it are those
 * that would have come without it: to show a model does not change how it is trained.
 * Source: torch.nn.utils.skip_init.
 */
export function skipInit<T>(make: () => T): T {
  const before = skipping;
  const random = defaultGenerator.getState();
  skipping = true;
  try {
    return make();
  } finally {
    skipping = before;
    defaultGenerator.setState(random);
  }
}
