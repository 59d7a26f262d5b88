/** @jest-environment jsdom */
import { BCELoss, Linear, Sequential, Sigmoid, manualSeed } from '../../src/engine';
import { record } from '../../src/trace';
import { sceneOf } from '../../src/views/scene';
import { StepperModel } from '../../src/views/stepperModel';

const model = (): StepperModel => {
  manualSeed(0);
  const network = new Sequential(new Linear(2, 4), new Sigmoid(), new Linear(4, 1), new Sigmoid());
  return new StepperModel(
    record(network, {
      input: [
        [0.5, -1],
        [2, 1]
      ],
      target: [[1], [0]],
      loss: new BCELoss()
    })
  );
};

test.each([
  ['forward', 0],
  ['backward', Infinity]
] as const)('in a neuron’s focus, a %s step’s edges show what the legend says they do', (phase, step) => {
  const stepper = model();
  stepper.goTo(Math.min(step, stepper.steps - 1));
  stepper.focus = { kind: 'neuron', stage: 0, unit: 1 };
  const scene = sceneOf(stepper);
  expect(scene.phase).toBe(phase);
  const { backward, params } = stepper.trace.iterations[0];
  const delta = backward.find(({ layer }) => layer === '0')!.gradOutput as { data: number[] };
  const weights = params[0].value as { data: number[] };
  // δ of the second neuron for the first sample, times the first input; or the weight between them.
  const expected = phase === 'backward' ? delta.data[1] * 0.5 : weights.data[2];
  expect(scene.edge(1, 1, 0).shown).toBe(expected);
  expect(scene.largest).toBeGreaterThanOrEqual(Math.abs(expected));
});
