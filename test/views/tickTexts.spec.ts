import { tickTexts } from '../../src/views/tickTexts';

test('the numbers of an axis are told apart', () => {
  expect(tickTexts([-0.58198, -0.58196, -0.58194])).toEqual(['−0.58198', '−0.58196', '−0.58194']);
  expect(tickTexts([0, 0.1, 0.2, 0.1 + 0.2])).toEqual(['0', '0.1', '0.2', '0.3']);
  // The same number twice is no reason to go on for ever.
  expect(tickTexts([1, 1])).toEqual(['1', '1']);
});
