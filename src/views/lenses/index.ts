import type { LensKind } from './lens';

/** Every lens, in the order of its tabs. */
export const lenses: LensKind[] = [];

export type { Lens, LensKind } from './lens';
