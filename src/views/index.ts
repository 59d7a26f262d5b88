/** The views. Each draws from a trace and knows nothing of JupyterLab. */
export { checkView } from './model/checkView';
export { errorView } from './page/errorView';
export { undrawnText } from './page/drawSafely';
export { takeToNotebook } from './stepper/header';
export type { ExportFormat, Host } from './stepper/stepperOptions';
export { ModelView } from './model/modelView';
export { pngOf, standalone, svgText } from './page/standaloneSvg';
export { Stepper } from './stepper/stepper';
export { StepperModel } from './state/stepperModel';
export type { StepperPlace } from './state/stepperPlace';
export { ComparisonView } from './training/comparisonView';
export type { Feed } from './training/feed';
export { TrainingModel } from './training/trainingModel';
export type { TrainingPlace } from './training/trainingModel';
export { TrainingView } from './training/trainingView';
export { english, messageText, sentenceText } from './page/translate';
export type { Translate } from './page/translate';
export { exportSteps } from './export/stepDocument';
