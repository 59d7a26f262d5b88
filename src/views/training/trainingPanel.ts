import type { Translate } from '../page/translate';
import type { TrainingModel } from './trainingModel';

/** One way to look at a run at the moment that is chosen. */
export interface TrainingPanel {
  readonly element: HTMLElement;
  /** Draws what the model looks at now. Called only while the panel is the one that is shown. */
  draw(): void;
  /** Takes the width that there is, in px, before the next `draw`. */
  resize(width: number): void;
}

/** A kind of panel. */
export interface TrainingPanelKind {
  id: string;
  /** Its tab's text. */
  title(translate: Translate): string;
  /** Whether there is something to see of this run. */
  fits(model: TrainingModel): boolean;
  make(model: TrainingModel, translate: Translate): TrainingPanel;
}

/** The height of a panel's drawing, px. */
export const PANEL_HEIGHT = 250;
