export { accuracy } from './accuracy';
export { confusionMatrix } from './confusionMatrix';
export type { LabelOptions } from './labels';
export { logLoss } from './logLoss';
export { classScores, f1, precision, recall } from './precisionRecall';
export type { AverageOptions, ClassScores } from './precisionRecall';
export { rocAuc } from './rocAuc';
