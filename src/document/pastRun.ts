import type { Translate } from '../derivation';
import type { Progress } from '../trace';

/** What an output knows of a run whose last report was a progress report, once nobody feeds it any more. */
export const pastRun = (
  { epoch, epochs }: Progress,
  translate: Translate,
  format: (n: number) => string = String
): string =>
  translate(
    'This run was going on when it was saved: epoch %1 of %2; what came after is not here.',
    format(epoch),
    format(epochs)
  );
