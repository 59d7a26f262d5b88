/** A step for all samples at once, as matrices. */
export { matrixForm, matrixForms } from './forms';
export { isLit, isMatrix } from './matrix';
export type { Axis, Matrix, MatrixForm, Sign } from './matrix';
