/** What a schema cannot say: that the tensors of a payload fit its model and one another. */
export { checkHistory } from './history';
export { checkModel } from './model';
export { TooLargeError, TraceError } from './problem';
export { checkSizes } from './sizes';
export { checkTrace } from './trace';
