import type { StepperModel } from '../state/stepperModel';
import type { Translate } from '../page/translate';

/** One way to look closer at what a step is about: matrices, a curve, shares. */
export interface Lens {
  /** Drawn into by `draw`. Its focusable things have `data-stop`: ↑ and ↓ move among them. */
  readonly element: HTMLElement;
  /** Draws what the model looks at now. Called only while the lens is the one that is shown. */
  draw(): void;
  /** Takes the width that there is, in px, before the next `draw`. */
  resize?(width: number): void;
}

/** A kind of lens. */
export interface LensKind {
  /** What it is remembered by, and what `hide` names. */
  id: string;
  /** Its tab's text in English, marked with `translatable`; the tab translates it. */
  title: string;
  /** Makes one; null for a trace in which there is nothing to see through it. */
  make(model: StepperModel, translate: Translate): Lens | null;
}
