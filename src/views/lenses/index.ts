import { activation } from './activationLens';
import { check } from './checkLens';
import type { LensKind } from './lens';
import { matrices } from './matricesLens';
import { optimisers } from './optimisersLens';
import { shares } from './sharesLens';
import { surface } from './surfaceLens';

/** Every lens, in the order of the tabs. */
export const lenses: LensKind[] = [matrices, shares, activation, check, optimisers, surface];

export type { Lens, LensKind } from './lens';
