import { h } from '../page/dom';
import type { Translate } from '../page/translate';

/**
 * An input that asks which unit of a folded column to show. Enter chooses; Escape, an invalid number and leaving the
 * input cancel.
 * @param units the number of units of the column
 * @param close called once with the chosen unit, from 0; null if the learner cancelled
 */
export function unitInput(
  units: number,
  translate: Translate,
  close: (unit: number | null) => void
): HTMLInputElement {
  const label = translate('which one, from 1 to %1', units);
  const input = h('input', {
    class: 'sg-edit',
    type: 'number',
    min: 1,
    max: units,
    'aria-label': label,
    title: label,
    placeholder: `1 … ${units}`
  });
  let open = true;
  const end = (unit: number | null): void => {
    if (open) {
      open = false;
      input.remove();
      close(unit);
    }
  };
  input.addEventListener('keydown', event => {
    if (event.key === 'Enter' || event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      const chosen = input.valueAsNumber;
      const valid = event.key === 'Enter' && Number.isInteger(chosen) && chosen >= 1 && chosen <= units;
      end(valid ? chosen - 1 : null);
    }
  });
  input.addEventListener('blur', () => end(null));
  return input;
}
