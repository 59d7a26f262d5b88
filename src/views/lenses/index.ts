import { activation } from './activation';
import { check } from './check';
import type { LensKind } from './lens';
import { optimisers } from './optimisers';
import { surface } from './surface';

/** Every lens, in the order of its tabs. */
export const lenses: LensKind[] = [activation, check, optimisers, surface];

export type { Lens, LensKind } from './lens';
