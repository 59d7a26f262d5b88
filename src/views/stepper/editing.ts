import { messageOf } from '../../engine/message';
import { h } from '../page/dom';
import type { Translate } from '../page/translate';
import { editName } from '../state/edits';
import type { StepperModel } from '../state/stepperModel';
import { draggable } from './dragging';
import { Editable, editableOf, parseNumber, round, stepOf } from './editable';
import { zoomOf } from '../page/zoom';

/**
 * Lets numbers marked `data-editable` be edited in place. Double-click or F2 opens an input: Enter commits,
 * Escape cancels, ↑ and ↓ change the number by a step (with Shift, by ten). Dragging a number sideways changes
 * it too.
 */
export function editable(root: HTMLElement, model: StepperModel, translate: Translate): void {
  const openAt = (event: Event): void => {
    const found = editableOf(numberAt(event.target as Element));
    if (found) {
      event.preventDefault();
      openInput(root, model, found, translate);
    }
  };
  root.addEventListener('dblclick', openAt);
  root.addEventListener('keydown', event => {
    if (event.key === 'F2') {
      openAt(event);
    }
  });
  draggable(root, model);
}

/** The editable number at an element, or the one of its graph node or table row. */
const numberAt = (target: Element): Element | null =>
  target.closest('[data-editable]') ??
  target.closest('.sg-node, tr')?.querySelector('[data-editable]') ??
  null;

/** The input's size, in px. */
const INPUT = { width: 120, height: 30 };

/** Delay after a key before the trace is recomputed, in ms. */
const TYPED = 10;

/** Puts an input over a number. */
function openInput(
  root: HTMLElement,
  model: StepperModel,
  { key, value, element }: Editable,
  translate: Translate
): void {
  const input = h('input', {
    class: 'sg-edit',
    type: 'text',
    inputmode: 'decimal',
    value: String(value),
    'aria-label': translate('new value of %1', editName(key, model.original))
  });
  const box = element.getBoundingClientRect();
  const frame = root.getBoundingClientRect();
  const zoom = zoomOf(root);
  const middle = (box.left + box.width / 2 - frame.left) / zoom;
  const left = Math.min(middle - INPUT.width / 2, frame.width / zoom - INPUT.width - 4);
  input.style.left = `${Math.max(2, left)}px`;
  input.style.top = `${(box.top + box.height / 2 - frame.top) / zoom - INPUT.height / 2}px`;
  const focused = document.activeElement as HTMLElement | null;
  let open = true;
  /** The number that the arrows last asked for. */
  let stepped: number | null = null;
  /** Whether the arrows made an undo step: later edits merge into it, Escape cancels it. */
  let edited = false;
  const close = (commit: boolean): void => {
    if (!open) {
      return;
    }
    open = false;
    const since = performance.now();
    const typed = parseNumber(input.value);
    // Before the input is removed, or the focus would go to the notebook. A redrawn element has been replaced.
    (focused?.isConnected ? focused : root).focus({ preventScroll: true });
    input.remove();
    if (!commit) {
      if (edited) {
        model.cancelEdit();
      }
    } else if (typed === null) {
      model.refuse(messageOf('“%1” is not a number.', input.value.slice(0, 40)));
    } else if (typed !== (stepped ?? value)) {
      model.edit(key, typed, edited, since);
    }
  };
  input.addEventListener('keydown', event => {
    const { key: pressed, shiftKey } = event;
    if (pressed === 'Enter' || pressed === 'Escape') {
      close(pressed === 'Enter');
    } else if (pressed === 'ArrowUp' || pressed === 'ArrowDown') {
      const by = stepOf(value) * (shiftKey ? 10 : 1) * (pressed === 'ArrowUp' ? 1 : -1);
      stepped = round((parseNumber(input.value) ?? value) + by);
      edited = model.edit(key, stepped, edited) || edited;
      input.value = String(stepped);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener('input', () => {
    const typed = parseNumber(input.value);
    if (typed !== null) {
      // In a task of its own, after the frame that shows the key.
      setTimeout(() => open && model.typing(key, typed), TYPED);
    }
  });
  input.addEventListener('blur', () => close(true));
  root.append(input);
  input.focus({ preventScroll: true });
  input.select();
}
