import { tickTexts } from '../../../src/views/plots/tickTexts';

test('writes the numbers of an axis so that they differ', () => {
  expect(tickTexts([-0.58198, -0.58196, -0.58194])).toEqual(['−0.58198', '−0.58196', '−0.58194']);
  expect(tickTexts([0, 0.1, 0.2, 0.1 + 0.2])).toEqual(['0', '0.1', '0.2', '0.3']);
  // On an even scale with the same decimals; a logarithmic one is not even.
  expect(tickTexts([0.5518, 0.5519, 0.552])).toEqual(['0.5518', '0.5519', '0.5520']);
  expect(tickTexts([-0.5, 0, 0.5, 1])).toEqual(['−0.5', '0', '0.5', '1.0']);
  expect(tickTexts([0.01, 0.1, 1])).toEqual(['0.01', '0.1', '1']);
  expect(tickTexts([0, 5e-8, 1e-7])).toEqual(['0', '5×10⁻⁸', '1×10⁻⁷']);
  // The same number twice is no reason to go on for ever.
  expect(tickTexts([1, 1])).toEqual(['1', '1']);
});
