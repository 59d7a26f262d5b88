/** @jest-environment jsdom */
import { BCELoss, Linear, MSELoss, ReLU, Sequential, Sigmoid, Tensor } from '../../../src/engine';
import { Trace, record } from '../../../src/trace';
import { gradientNote } from '../../../src/views/derivation/gradientNote';
import { english } from '../../../src/views/page/translate';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { Half } from '../../half';
import { makeTrace, usual } from '../../derivation/networks';

type Place = Parameters<typeof gradientNote>[1];

const recipe = { ...usual, seed: 3, widths: [2, 3, 2], samples: 2 };

const noteOf = (trace: Trace, place: Place): HTMLElement | null =>
  gradientNote(new StepperModel(trace), place, english);

/** The gradient of a parameter, as the trace recorded it. */
function gradOf(trace: Trace, name: string): Tensor['data'] {
  const { params } = trace.iterations[0].backward.find(({ layer }) => name.startsWith(`${layer}.`))!;
  return (params.find(each => each.name === name)!.grad as unknown as Tensor).data;
}

const valueOf = (note: HTMLElement | null): number =>
  Number(note!.querySelector('.sg-number')!.getAttribute('data-value'));

const weights = [0, 1, 2].flatMap(unit => [0, 1].map(input => ({ stage: 0, unit, input })));
const biases = [0, 1].map(unit => ({ stage: 1, unit, input: null }));

test.each(weights)('agrees with the gradient of weight $unit, $input', ({ unit, input, stage }) => {
  const trace = makeTrace(recipe);
  const note = noteOf(trace, { stage, unit, input });
  expect(note!.className).toBe('sg-agrees');
  expect(note!.textContent).toMatch(/^✓ central difference −?\d.* agrees$/);
  expect(valueOf(note)).toBeCloseTo(gradOf(trace, '0.weight')[unit * 2 + input], 7);
});

test.each(biases)('agrees with the gradient of bias $unit', place => {
  const trace = makeTrace(recipe);
  const grads = gradOf(trace, '2.bias');
  // Otherwise this test could not tell them apart.
  expect(Math.abs(grads[0] - grads[1])).toBeGreaterThan(1e-3);
  const note = noteOf(trace, place);
  expect(note!.className).toBe('sg-agrees');
  expect(valueOf(note)).toBeCloseTo(grads[place.unit], 7);
});

test.each([...weights, ...biases])('differs from a wrong gradient at $stage, $unit, $input', place => {
  const trace = makeTrace(recipe);
  const [name, at] =
    place.input === null ? ['2.bias', place.unit] : ['0.weight', place.unit * 2 + place.input];
  gradOf(trace, name)[at] += 1e-5;
  const note = noteOf(trace, place);
  expect(note!.className).toBe('sg-differs');
  expect(note!.textContent).toMatch(/^✗ central difference −?\d.* differs$/);
});

test('says nothing where gradients accumulate over iterations', () => {
  const trace = makeTrace({ ...recipe, iterations: 2, zeroGrad: false });
  const model = new StepperModel(trace);
  expect(gradientNote(model, { stage: 0, unit: 0, input: 0 }, english)).not.toBeNull();
  model.goTo(model.steps - 1);
  expect(model.step.iteration).toBe(1);
  expect(gradientNote(model, { stage: 0, unit: 0, input: 0 }, english)).toBeNull();
});

test('says nothing where a layer is the learner’s own', () => {
  const model = new Sequential(new Linear(2, 1), new Half());
  const trace = record(model, { input: [[1, 2]], target: [[1]], loss: new MSELoss() });
  expect(noteOf(trace, { stage: 0, unit: 0, input: 0 })).toBeNull();
});

test('can’t check a gradient at a kink, and says so', () => {
  const linear = new Linear(2, 1);
  linear.loadStateDict({ weight: [[1, -1]], bias: [0] });
  const model = new Sequential(linear, new ReLU());
  const trace = record(model, { input: [[2, 2]], target: [[1]], loss: new MSELoss() });
  const note = noteOf(trace, { stage: 0, unit: 0, input: 0 });
  expect(note!.className).toBe('sg-unclear');
  expect(note!.textContent).toMatch(
    /^\? can’t be checked here: the loss has a kink; the central difference −?\d.* cuts across it$/
  );
});

test('can’t check a gradient whose loss has lost its digits, and says so', () => {
  const linear = new Linear(1, 1);
  linear.loadStateDict({ weight: [[17]], bias: [0] });
  const model = new Sequential(linear, new Sigmoid());
  const trace = record(model, { input: [[2]], target: [[0]], loss: new BCELoss() });
  const note = noteOf(trace, { stage: 0, unit: 0, input: 0 });
  expect([note!.className, note!.textContent]).toEqual([
    'sg-unclear',
    expect.stringMatching(
      /^\? can’t be checked here: round-off hides too many digits of the central difference /
    )
  ]);
});
