/** What src/engine/index.ts would export of the new types. */
export { Signum } from './signum';
export type { SignumOptions } from './signum';
export { SquaredHinge } from './squaredHinge';
export { Tanhshrink } from './tanhshrink';
