import { sampleForm } from '../../../src/views/plots/sampleForm';

test('classes have forms of their own; what is no class has the first', () => {
  const forms = [0, 1, 2, 3, 4, 5, 6].map(label => sampleForm(label, 40));
  expect(new Set(forms).size).toBe(7);
  expect([7, NaN, -1, Infinity].map(label => sampleForm(label, 40))).toEqual(Array(4).fill(forms[0]));
});
