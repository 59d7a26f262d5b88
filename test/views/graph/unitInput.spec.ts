/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { unitInput } from '../../../src/views/graph/unitInput';

const close = jest.fn();
let input: HTMLInputElement;

beforeEach(() => {
  close.mockClear();
  input = unitInput(20, english, close);
  document.body.append(input);
});

/** Types a text and presses a key. @returns the event */
function press(text: string, key: string): KeyboardEvent {
  input.value = text;
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  input.dispatchEvent(event);
  return event;
}

test('asks for a number from 1 to the number of units', () => {
  expect([input.type, input.min, input.max, input.placeholder]).toEqual(['number', '1', '20', '1 … 20']);
  expect(input.getAttribute('aria-label')).toBe('which one, from 1 to 20');
  expect(input.title).toBe('which one, from 1 to 20');
});

test.each([
  ['1', 0],
  ['20', 19],
  ['0', null],
  ['21', null],
  ['2.5', null],
  ['', null]
])('gives for %j and Enter the unit %j', (text, unit) => {
  const parent = jest.fn();
  document.body.addEventListener('keydown', parent, { once: true });
  expect(press(text, 'Enter').defaultPrevented).toBe(true);
  expect(close.mock.calls).toEqual([[unit]]);
  expect(input.isConnected).toBe(false);
  expect(parent).not.toHaveBeenCalled();
  document.body.removeEventListener('keydown', parent);
});

test('gives no unit after Escape, and none when the input is left', () => {
  press('5', 'Escape');
  expect(close.mock.calls).toEqual([[null]]);
  input = unitInput(20, english, close);
  document.body.append(input);
  input.value = '5';
  input.dispatchEvent(new FocusEvent('blur'));
  expect(close.mock.calls).toEqual([[null], [null]]);
});

test('closes once, though removing the input makes it lose the focus', () => {
  press('5', 'Enter');
  input.dispatchEvent(new FocusEvent('blur'));
  expect(close.mock.calls).toEqual([[4]]);
});

test('leaves every other key alone', () => {
  expect(press('5', 'ArrowUp').defaultPrevented).toBe(false);
  expect(close).not.toHaveBeenCalled();
  expect(input.isConnected).toBe(true);
});
