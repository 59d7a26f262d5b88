import type { LensKind } from './lens';
import { shares } from './shares';

/** Every lens, in the order of its tabs. */
export const lenses: LensKind[] = [shares];

export type { Lens, LensKind } from './lens';
