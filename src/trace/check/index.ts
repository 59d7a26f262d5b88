/** The checks that a schema can't express: that the tensors of a payload fit its model and one another. */
export { checkHistory } from './checkHistory';
export { checkModel } from './checkModel';
export { TooLargeError, TraceError } from './problem';
export { checkSizes } from './checkSizes';
export { checkTrace } from './checkTrace';
