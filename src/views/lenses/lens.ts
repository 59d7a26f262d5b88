import type { StepperModel } from '../state/stepperModel';
import type { Translate } from '../page/translate';

/** A closer look at the current step: as matrices, as a curve, as shares, … */
export interface Lens {
  /** The element that `draw` fills. Focusable elements in it have `data-stop`: ↑ and ↓ move among them. */
  readonly element: HTMLElement;
  /** Draws the model's current state. Called only while the lens's tab is open. */
  draw(): void;
  /** Takes the available width, in px, before the next `draw`. */
  resize?(width: number): void;
}

/** A kind of lens. */
export interface LensKind {
  /** Its name in the remembered place and in `hide`. */
  id: string;
  /** Its tab's text in English, marked with `translatable`; the tab translates it. */
  title: string;
  /** Makes the lens; null for a trace in which it has nothing to show. */
  make(model: StepperModel, translate: Translate): Lens | null;
}
