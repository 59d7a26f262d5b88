import { boundary } from './boundaryPanel';
import { confusion } from './confusionPanel';
import { network } from './networkPanel';
import type { TrainingPanelKind } from './trainingPanel';
import { sizes } from './sizesPanel';
import { histograms } from './histogramsPanel';

/** Every panel beside the curves, in the order of the tabs. */
export const panels: TrainingPanelKind[] = [boundary, network, confusion, sizes, histograms];
