// A file of its own: who needs only this should not have every view come along.
export { english } from '../derivation/translate';
export type { Translate } from '../derivation/translate';
