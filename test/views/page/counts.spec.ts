import { countText, groupedText, timesText } from '../../../src/views/page/counts';

test('writes an integer in groups of three digits', () => {
  expect([0n, 999n, 1000n, 1234567n].map(countText)).toEqual([
    '0',
    '999',
    '1\u202f000',
    '1\u202f234\u202f567'
  ]);
});

test('writes an integer of more than 30 digits with a power of ten', () => {
  expect(countText(10n ** 29n)).toBe(`100${'\u202f000'.repeat(9)}`);
  expect(countText(123456n * 10n ** 25n)).toBe('1.234×10³⁰');
});

test('groups small counts with commas', () => {
  expect([0, 999, 12345].map(groupedText)).toEqual(['0', '999', '12,345']);
});

test('rounds a ratio to one decimal below 100, and to an integer from 100 on', () => {
  expect(timesText(7n, 2n)).toBe('3.5');
  expect(timesText(2n, 3n)).toBe('0.7');
  expect(timesText(4n, 2n)).toBe('2');
  expect(timesText(999n, 10n)).toBe('99.9');
  expect(timesText(1009n, 10n)).toBe('100');
  expect(timesText(10n ** 6n, 3n)).toBe('333\u202f333');
});
