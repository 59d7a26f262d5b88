/** What src/engine/index.ts would export of the new types. */
export { Lion } from './lion';
export type { LionOptions } from './lion';
export { Mish } from './mish';
export { SquaredHinge } from './squaredHinge';
