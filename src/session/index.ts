/** The cells of a notebook, compiled by TypeScript's language service, for any host. */
export { CellSession, RESULT, placeAt } from './session';
export type { CompiledCell } from './session';
export type { Completions } from './completion';
export type { SessionFiles } from './files';
export type { Problem } from './problems';
export type { Place } from './sourceMap';
