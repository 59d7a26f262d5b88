import { fitText, nameLines, roomForNames, sizeIn, textWidth } from '../../../src/views/graph/textFit';

test('estimates the width of letters, Chinese ones, and raised or lowered ones', () => {
  expect(textWidth('abc')).toBeCloseTo(21.6, 9);
  expect(textWidth('宽度')).toBeCloseTo(25.2, 9);
  expect(textWidth('w₁⁽²⁾')).toBeCloseTo(7.2 + 4 * 4.9, 9);
  expect(textWidth('²')).toBeCloseTo(4.9, 9);
  expect(textWidth('')).toBe(0);
});

test('finds the size at which a number fits', () => {
  const width = 1.07 * textWidth('0.25');
  expect(sizeIn(width, '0.25')).toBeCloseTo(12.5, 9);
  expect(sizeIn(width / 2, '0.25')).toBeCloseTo(6.25, 9);
});

test('cuts a text to the room, with an ellipsis', () => {
  expect(fitText('petal', textWidth('petal'))).toBe('petal');
  expect(fitText('petal length', textWidth('petal length'))).toBe('petal length');
  expect(fitText('petal length', textWidth('petal l…'))).toBe('petal l…');
  expect(fitText('petal length', textWidth('petal …'))).toBe('petal…');
  expect(fitText('petal length', 0)).toBe('p…');
  expect(fitText('花瓣长度', textWidth('花瓣…'))).toBe('花瓣…');
});

test('breaks a name at a space into two lines', () => {
  const room = textWidth('petal length');
  expect(nameLines('petal length', room)).toEqual(['petal length']);
  expect(nameLines('petal length cm', room)).toEqual(['petal length', 'cm']);
  expect(nameLines('petal length', textWidth('length'))).toEqual(['petal', 'length']);
  expect(nameLines('petal length', textWidth('petal'))).toEqual(['petal', 'leng…']);
  expect(nameLines('a b c d', textWidth('a b'))).toEqual(['a b', 'c d']);
  expect(nameLines('a b', textWidth('a'))).toEqual(['a', 'b']);
  expect(nameLines('abcdefgh', textWidth('abc…'))).toEqual(['abc…']);
  // The second line keeps a word, however short the words are.
  expect(nameLines('a b cdefghijk', textWidth('a b cdefg'))).toEqual(['a b', 'cdefghijk']);
});

test('reserves room for the longest name, between 64 px and a fifth of the graph, at most 140 px', () => {
  const long = 'a'.repeat(100);
  expect(roomForNames(undefined, 600)).toBe(0);
  expect(roomForNames([], 600)).toBe(0);
  expect(roomForNames(['ab', 'abcd'], 600)).toBeCloseTo(textWidth('abcd'), 9);
  expect(roomForNames([long], 200)).toBe(64);
  expect(roomForNames([long], 500)).toBe(100);
  expect(roomForNames([long], 2000)).toBe(140);
});
