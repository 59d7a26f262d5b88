import { english, networkOf, operationQuestion, sentenceText } from '../../../src/derivation';
import { focusTitle, weightOf } from '../../../src/views/state/focus';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { trace241 } from './trace241';

const titleOf = (model: StepperModel): string | null => {
  const title = focusTitle(model);
  return title && sentenceText(title, english);
};

describe('the title of a focus', () => {
  const model = new StepperModel(trace241());

  test('is missing without a focus', () => {
    model.focus = null;
    expect(titleOf(model)).toBeNull();
  });

  test('names the neuron', () => {
    model.focus = { kind: 'neuron', stage: 0, unit: 2 };
    expect(titleOf(model)).toBe('h₃ alone: its forward sum and its backward δ');
  });

  test('is the question of the focused operation', () => {
    model.focus = { kind: 'operation', operation: { kind: 'loss' } };
    expect(focusTitle(model)).toEqual(operationQuestion(model.terms, { kind: 'loss' }));
  });

  test('is the question of the gradient of the focused weight or bias', () => {
    const stage = model.network.stages[1];
    model.focus = { kind: 'weight', stage: 1, unit: 0, input: 3 };
    const weight = operationQuestion(model.terms, { kind: 'weight', stage, unit: 0, input: 3 });
    expect(focusTitle(model)).toEqual(weight);
    model.focus = { kind: 'weight', stage: 1, unit: 0, input: null };
    const bias = operationQuestion(model.terms, { kind: 'bias', stage, unit: 0 });
    expect(focusTitle(model)).toEqual(bias);
    expect(bias).not.toEqual(weight);
  });
});

test('a weight without an input is a bias', () => {
  const [stage] = networkOf(trace241()).stages;
  expect(weightOf({ unit: 1, input: null }, stage)).toEqual({ kind: 'bias', stage, unit: 1 });
  expect(weightOf({ unit: 1, input: 0 }, stage)).toEqual({ kind: 'weight', stage, unit: 1, input: 0 });
});
