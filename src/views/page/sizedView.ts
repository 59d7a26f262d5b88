import type { Translate } from './translate';

/** A view of a model that is drawn to a given width. */
export abstract class SizedView<Model> {
  /** In px. */
  protected width = 420;

  constructor(
    protected readonly model: Model,
    protected readonly translate: Translate
  ) {}

  /** Takes the available width, in px, before the next `draw`. */
  resize(width: number): void {
    this.width = width;
  }
}
