/** The views: each draws from a trace, and knows nothing of JupyterLab. */
export { checkView } from './checkView';
export { errorView } from './errorView';
export { takeToNotebook } from './header';
export type { ExportFormat, Host } from './host';
export { ModelView } from './modelView';
export { pngOf, standalone, svgText } from './picture';
export { Stepper } from './stepper';
export { StepperModel } from './stepperModel';
export type { Place } from './stepperModel';
export { ComparisonView } from './training/comparisonView';
export { TrainingModel } from './training/trainingModel';
export type { TrainingPlace } from './training/trainingModel';
export { TrainingView } from './training/trainingView';
export { english, messageText, sentenceText } from './translate';
export type { Translate } from './translate';
export { writtenOut } from './writtenOut';
