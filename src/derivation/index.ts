/** Derivations: every step of a trace, from symbols over numbers to the result. */
export { derive, deriveOperations, resultOf } from './derive';
export type { Expression } from '../engine/expression';
export type { Argument, Block, Derivation, Heading, Line, Sentence } from './derivation';
export { say } from './derivation';
export { architecture, lastLayer, networkOf, readNetwork, steppedBack, undrawable } from './network';
export type { Network, Stage } from './network';
export { DIGITS, columnFormat, formatNumber } from './numbers';
export { MAX_PATHS, pathsOf } from './paths';
export type { Path, Paths } from './paths';
export { operationQuestion, unitSymbol } from './sentence';
export { Program, layerOf } from './program';
export type { Granularity, Operation, Phase, Step } from './steps';
export { Terms, symbol, valueOf } from './terms';
export { blockToTeX, symbolToTeX, TeXPrinter } from './tex';
export type { TeX, Term } from './tex';
export { lineToText, symbolToText, toText } from './text';
