/** @jest-environment jsdom */
import { HeatmapColours, isDark, wordOf } from '../../../src/views/parameters/heatmapColours';

test('writes a colour as the bytes red, green, blue and opacity', () => {
  const bytes = new Uint8Array(Uint32Array.of(wordOf('#12ab90')).buffer);
  expect([...bytes]).toEqual([0x12, 0xab, 0x90, 255]);
});

test.each([
  ['black', true],
  ['white', false],
  ['#0000ff', true],
  ['#00ff00', false],
  ['#757575', true],
  ['#777777', false]
])('finds out whether white is easier to read on %s', (colour, dark) => {
  expect(isDark(wordOf(colour))).toBe(dark);
});

test('shades numbers from negative over 0 to positive, and NaN apart', () => {
  const theme = { negative: '#ff8800', back: '#ffffff', positive: '#0044cc', unknown: '#808080' };
  const canvas = document.createElement('canvas');
  Object.entries(theme).forEach(([name, colour]) => canvas.style.setProperty(`--sg-${name}`, colour));
  document.body.append(canvas);
  window.matchMedia ??= () => ({ matches: false }) as MediaQueryList;
  const words = new HeatmapColours(canvas).of(Float64Array.of(-2, 0, 2, 7, NaN, 1), 2);
  const [negative, zero, positive, beyond, unknown, half] = words;
  const { negative: low, back, positive: high, unknown: none } = theme;
  expect([negative, zero, positive, beyond, unknown]).toEqual([low, back, high, high, none].map(wordOf));
  expect([zero, positive]).not.toContain(half);
});
