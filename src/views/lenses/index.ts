import { activation } from './activation';
import { check } from './check';
import type { LensKind } from './lens';
import { matrices } from './matrices';
import { optimisers } from './optimisers';
import { shares } from './shares';
import { surface } from './surface';

/** Every lens, in the order of its tabs. */
export const lenses: LensKind[] = [matrices, shares, activation, check, optimisers, surface];

export type { Lens, LensKind } from './lens';
