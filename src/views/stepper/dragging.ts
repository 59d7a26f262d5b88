import type { StepperModel } from '../state/stepperModel';
import { editableOf, round, stepOf } from './editable';

/** Pixels to move before a press becomes a drag. */
const THRESHOLD = 4;
/** Pixels per step of the number. */
const PIXELS = 2;

/** Lets numbers marked `data-editable` be dragged sideways; one drag is one undo step. */
export function draggable(root: HTMLElement, model: StepperModel): void {
  root.addEventListener('pointerdown', event => {
    const target = event.target as Element;
    const found = event.button === 0 ? editableOf(target.closest('[data-editable]')) : null;
    if (!found) {
      return;
    }
    const { key, value } = found;
    let dragged = false;
    let edited = false;
    const move = (to: PointerEvent): void => {
      const distance = to.clientX - event.clientX;
      dragged ||= Math.abs(distance) > THRESHOLD;
      if (dragged) {
        const next = round(value + Math.round(distance / PIXELS) * stepOf(value));
        edited = model.edit(key, next, edited) || edited;
      }
    };
    const end = (): void => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      if (dragged) {
        // The click that ends a drag is not meant for the element under the pointer.
        root.addEventListener('click', stop, { capture: true, once: true });
        setTimeout(() => root.removeEventListener('click', stop, { capture: true }));
      }
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
  });
}

const stop = (event: Event): void => event.stopPropagation();
