/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { BCELoss, Linear, Sequential, Sigmoid, manualSeed } from '../../../src/engine';
import { Trace, record } from '../../../src/trace';
import { stepperScene } from '../../../src/views/graph/stepperScene';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { makeTrace, usual } from '../../derivation/networks';

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
  const scene = stepperScene(stepper);
  expect(scene.phase).toBe(phase);
  const { backward, params } = stepper.trace.iterations[0];
  const delta = backward.find(({ layer }) => layer === '0')!.gradOutput as { data: number[] };
  const weights = params[0].value as { data: number[] };
  // δ of the second neuron for the first sample, times the first input; or the weight between them.
  const expected = phase === 'backward' ? delta.data[1] * 0.5 : weights.data[2];
  expect(scene.edge(1, 1, 0).shown).toBe(expected);
  expect(scene.largest).toBeGreaterThanOrEqual(Math.abs(expected));
});

const move = fc.record({
  kind: fc.constantFrom('edit', 'undo', 'step', 'sample', 'batch', 'focus'),
  key: fc.constantFrom('input[0,0]', 'target[1,0]', '0.weight[0,1]', '2.weight[0,0]', 'optimizer.lr'),
  value: fc.double({ min: 0, max: 3, noNaN: true }),
  at: fc.nat(60)
});

test('edges that are kept from step to step, and from edit to edit, are those of a stepper that has just been made', () => {
  const trace = makeTrace({ ...usual, samples: 2, iterations: 2 });
  const edges = (stepper: StepperModel): unknown[] => {
    const scene = stepperScene(stepper);
    return scene.widths.slice(1).flatMap((units, i) =>
      Array.from({ length: units * scene.widths[i] }, (_, at) => ({
        ...scene.edge(i + 1, Math.floor(at / scene.widths[i]), at % scene.widths[i])
      }))
    );
  };
  fc.assert(
    fc.property(fc.array(move, { maxLength: 25 }), moves => {
      const stepper = new StepperModel(trace);
      for (const { kind, key, value, at } of moves) {
        if (kind === 'edit') {
          stepper.edit(key, key.startsWith('target') ? at % 2 : value);
        } else if (kind === 'undo') {
          stepper.undo();
        } else if (kind === 'step') {
          stepper.goTo(at % stepper.steps);
        } else if (kind === 'sample') {
          stepper.sample = at % 2;
        } else if (kind === 'batch') {
          stepper.batch = !stepper.batch;
        } else {
          stepper.focus = at % 2 ? { kind: 'weight', stage: 1, unit: 0, input: 0 } : null;
        }
        const fresh = new StepperModel(JSON.parse(JSON.stringify(stepper.trace)) as Trace, {
          step: stepper.stepIndex,
          sample: stepper.sample,
          batch: stepper.batch
        });
        fresh.focus = stepper.focus;
        expect(stepper.problem).toBeNull();
        expect(edges(stepper)).toEqual(edges(fresh));
      }
    }),
    { numRuns: 60 }
  );
});
