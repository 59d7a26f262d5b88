import { sampleForm } from '../../../src/views/plots/sampleForm';

test('gives each class a form, and the first form to other targets', () => {
  const forms = [0, 1, 2, 3, 4, 5, 6].map(label => sampleForm(label, 40));
  expect(new Set(forms).size).toBe(7);
  expect([7, NaN, -1, Infinity].map(label => sampleForm(label, 40))).toEqual(Array(4).fill(forms[0]));
});
