import { formatNumber } from '../../derivation';
import { say } from '../../engine/message';
import { Edits, Trace, groupsOf, parseOption } from '../../trace';
import { h } from '../page/dom';
import { editName } from '../state/optionNames';
import { StepperModel } from '../state/stepperModel';
import { Translate } from '../page/translate';

/** The number under an editable element: what to change, and what it is now. */
interface Editable {
  key: string;
  value: number;
  element: Element;
}

/** After a key in an input, in ms: what was typed is on the page. */
const TYPED = 10;

/**
 * Lets the numbers marked `data-editable` be changed where they stand: double-click or F2 turns one into an
 * input, Enter commits, Escape does not; ↑ and ↓ in it go up and down (with Shift ten times as far), and
 * dragging a number sideways does the same.
 */
export function editable(root: HTMLElement, model: StepperModel, translate: Translate): void {
  root.addEventListener('dblclick', event => {
    const found = at(itemOf(event.target as Element));
    if (found) {
      event.preventDefault();
      open(root, model, found, translate);
    }
  });
  root.addEventListener('keydown', event => {
    const found = event.key === 'F2' ? at(itemOf(event.target as Element)) : null;
    if (found) {
      event.preventDefault();
      open(root, model, found, translate);
    }
  });
  dragging(root, model);
}

/** The number itself, or that of the node or the table row which was meant. */
const itemOf = (target: Element): Element | null =>
  target.closest('[data-editable]') ??
  target.closest('.sg-node, tr')?.querySelector('[data-editable]') ??
  null;

function at(element: Element | null): Editable | null {
  const key = element?.getAttribute('data-editable');
  return element && key ? { key, value: Number(element.getAttribute('data-value')), element } : null;
}

/** How far one press of an arrow goes: a hundredth of what is there, in a round number. */
const stepOf = (value: number): number => 10 ** Math.floor(Math.log10(Math.max(Math.abs(value), 0.1)) - 1);

function open(
  root: HTMLElement,
  model: StepperModel,
  { key, value, element }: Editable,
  translate: Translate
): void {
  const box = element.getBoundingClientRect();
  const frame = root.getBoundingClientRect();
  const name = editName(key, model.original);
  const input = h('input', {
    class: 'sg-edit',
    type: 'text',
    inputmode: 'decimal',
    value: String(value),
    'aria-label': translate('new value of %1', name)
  });
  const focused = document.activeElement as HTMLElement | null;
  input.style.left = `${Math.max(2, Math.min(box.left + box.width / 2 - 60, frame.right - 124) - frame.left)}px`;
  input.style.top = `${box.top + box.height / 2 - 15 - frame.top}px`;
  let open = true;
  let before: number | null = null;
  const close = (commit: boolean): void => {
    if (!open) {
      return;
    }
    open = false;
    const since = performance.now();
    const typed = parse(input.value);
    // Back to where it was: what was drawn anew has another element in its place. Before the input goes, or the
    // focus would go to the notebook first.
    (focused?.isConnected ? focused : root).focus({ preventScroll: true });
    input.remove();
    if (commit && typed === null) {
      model.refuse(say('“%1” is not a number.', input.value.slice(0, 40)));
    } else if (commit && typed !== (before ?? value)) {
      model.edit(key, typed!, before !== null, since);
    } else if (!commit && before !== null) {
      model.undo();
    }
  };
  input.addEventListener('keydown', event => {
    if (event.key === 'Enter' || event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close(event.key === 'Enter');
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      event.stopPropagation();
      const now = parse(input.value) ?? value;
      const by = stepOf(value) * (event.shiftKey ? 10 : 1) * (event.key === 'ArrowUp' ? 1 : -1);
      const next = round(now + by);
      model.edit(key, next, before !== null);
      before = next;
      input.value = String(next);
    }
  });
  let ahead: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(ahead);
    ahead = setTimeout(() => {
      const typed = parse(input.value);
      if (open && typed !== null) {
        model.prepare(key, typed);
      }
    }, TYPED);
  });
  input.addEventListener('blur', () => close(true));
  root.append(input);
  input.focus({ preventScroll: true });
  input.select();
}

/** A number as people type it; null for what is none. */
function parse(text: string): number | null {
  const plain = text.trim().replace(/−/g, '-').replace(',', '.');
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : null;
}

/** Sums of tenths are not exact: what the reader did not type, they should not see. */
const round = (x: number): number => Number(x.toPrecision(12));

/** Pixels to move before it is a drag and no click. */
const THRESHOLD = 4;

function dragging(root: HTMLElement, model: StepperModel): void {
  root.addEventListener('pointerdown', event => {
    const found = event.button === 0 ? at((event.target as Element).closest('[data-editable]')) : null;
    if (!found) {
      return;
    }
    const { key, value } = found;
    let dragged = false;
    const move = (to: PointerEvent): void => {
      const distance = to.clientX - event.clientX;
      if (dragged || Math.abs(distance) > THRESHOLD) {
        model.edit(key, round(value + Math.round(distance / 2) * stepOf(value)), dragged);
        dragged = true;
      }
    };
    const end = (): void => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      if (dragged) {
        // The click that follows was not meant for what the pointer is over now.
        root.addEventListener('click', stop, { capture: true, once: true });
        setTimeout(() => root.removeEventListener('click', stop, { capture: true }));
      }
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
  });
}

const stop = (event: Event): void => event.stopPropagation();

/** The key of an editable number, from its address: that without the iteration. */
export const editKey = (ref: string): string => ref.replace(/^#\d+\//, '');

/** As many as a float64 has: what was typed is shown as it was typed. */
const ALL_DIGITS = 17;

/**
 * What was changed, as a sentence's worth of text each: `linear1.weight[0,1] = 0.5`, `nesterov = true`,
 * `linear2: lr = 0.05`.
 * @param trace as it was recorded
 */
export const editTexts = (edits: Edits, trace: Trace): string[] =>
  Array.from(edits, ([key, value]) => {
    const text = isFlag(key, trace) ? String(value !== 0) : formatNumber(value, ALL_DIGITS);
    return `${editName(key, trace)} = ${text}`;
  });

function isFlag(key: string, trace: Trace): boolean {
  const { name = '', param } = parseOption(key) ?? {};
  const group = groupsOf(trace).find(({ params }) => param !== undefined && params.includes(param));
  return typeof (group?.options ?? trace.optimizer)?.[name] === 'boolean';
}
