import type { LensKind } from './lens';
import { matrices } from './matrices';
import { shares } from './shares';

/** Every lens, in the order of its tabs. */
export const lenses: LensKind[] = [matrices, shares];

export type { Lens, LensKind } from './lens';
