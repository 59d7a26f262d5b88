import type { Translate } from '../page/translate';
import type { TrainingModel } from './trainingModel';

/** A view of a run at the chosen moment, beside the curves. */
export interface TrainingPanel {
  readonly element: HTMLElement;
  /** Draws the model's current state. Called only while the panel's tab is open. */
  draw(): void;
  /** Takes the available width, in px, before the next `draw`. */
  resize(width: number): void;
}

/** A kind of panel. */
export interface TrainingPanelKind {
  id: string;
  /** Its tab's text, translated. */
  title(translate: Translate): string;
  /** Whether it has something to show for this run. */
  fits(model: TrainingModel): boolean;
  make(model: TrainingModel, translate: Translate): TrainingPanel;
}

/** Height of a panel's drawing, in px. */
export const PANEL_HEIGHT = 250;
