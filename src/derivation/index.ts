/** Derivations: every step of a trace, from symbols over numbers to the result. */
export { operationAnswer } from './answer';
export { derive, deriveOperations, deriveStep, resultOf } from './derive';
export type { Expression } from '../engine/formula/expression';
export type { Argument, Block, Derivation, Heading, Line, Phase, Sentence } from './derivation';
export { digitsOf, say } from './derivation';
export { isLit, isMatrix, matrixForm, matrixForms } from './matrix';
export type { Axis, Matrix, MatrixForm, Sign } from './matrix';
export { cellToText, matrixName, matrixToTeX, matrixToText, signToText } from './print/matrixTeX';
export { layoutNetwork, placeOf } from './graphLayout';
export type { Layout } from './graphLayout';
export {
  architecture,
  areJoined,
  joinsOf,
  lastLayer,
  networkOf,
  readNetwork,
  steppedBack,
  undrawable
} from './network';
export type { Joins, Network, Stage } from './network';
export {
  DIGITS,
  brief,
  withPower,
  columnFormat,
  formatNumber,
  numberToTeX,
  superscript
} from './print/numbers';
export { holds } from './exact/holds';
export { numberSymbol } from './numberSymbol';
export { LARGEST, MAX_PATHS, pathsOf } from './paths';
export type { Multiplications, Path, Paths } from './paths';
export { operationQuestion, question, unitSymbol } from './sentence';
export { elidedSums } from './print/elision';
export { Program, layerOf } from './program';
export type { Run } from './program';
export { numberToSpeech, sentenceToSpeech, stepToSpeech, symbolToSpeech } from './print/speech';
export { binned, cancellation, isPlainMean, sampleLoss, sharesOf } from './shares';
export type { Bin, Shares } from './shares';
export type { Granularity, Operation, Step } from './steps';
export { Terms, symbol, valueOf } from './terms';
export { blockToTeX, symbolToTeX, TeXPrinter } from './print/tex';
export type { TeX, Term } from './print/tex';
export { guessOf, lossProbabilities } from './guess';
export { glossary } from './print/glossary';
export { lineWidth } from './print/width';
export { lineToText, symbolToText, toText } from './print/text';
export { textToTeX } from './print/textToTeX';
export { lossRemarks } from './lossRemarks';
export { lossOf } from './replayedLayers';
export { cleanText } from './print/wordToTeX';
export { argumentText, english, messageText, sentenceText } from './translate';
export type { Translate } from './translate';
export { updateLines } from './update';
