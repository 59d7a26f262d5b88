/** @jest-environment jsdom */
/** Which keys pressed in an output the notebook must not see: its letters cut, delete and insert cells. */
import { keepKeys } from '../../src/lab/keptKeys';

/** Presses a key in an output. @returns whether the notebook's shortcuts saw it, in the two phases */
function press(key: string, init: KeyboardEventInit = {}): { capture: boolean; bubble: boolean } {
  const seen = { capture: false, bubble: false };
  const inside = document.createElement('button');
  const output = document.createElement('div');
  output.append(inside);
  document.body.replaceChildren(output);
  const stop = keepKeys(output);
  const capture = ({ target }: Event): void => {
    seen.capture = !(target as Element).closest('[data-lm-suppress-shortcuts]');
  };
  const bubble = (): void => void (seen.bubble = true);
  document.addEventListener('keydown', capture, { capture: true });
  document.addEventListener('keydown', bubble);
  inside.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...init }));
  document.removeEventListener('keydown', capture, { capture: true });
  document.removeEventListener('keydown', bubble);
  stop();
  return seen;
}

it.each([...'xdabcvzmyrojklhfspXVMOCi01/?- ', 'Delete', 'Backspace'])('keeps %p in the output', key => {
  expect(press(key)).toEqual({ capture: false, bubble: false });
});

it.each<[string, KeyboardEventInit]>([
  ['s', { ctrlKey: true }],
  ['z', { metaKey: true }],
  ['ArrowDown', { altKey: true }],
  ['Enter', { shiftKey: true }],
  ['Escape', {}],
  ['ArrowDown', {}],
  ['Tab', {}],
  ['F5', {}]
])('lets %p with %p reach the notebook', (key, init) => {
  expect(press(key, init)).toEqual({ capture: true, bubble: true });
});
