/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { derive } from '../../../src/derivation';
import { TraceReader, rerun } from '../../../src/trace';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { makeTrace, usual } from '../../derivation/networks';

const keys = ['input[0,0]', 'input[1,1]', 'target[0,0]', 'optimizer.lr', 'input[5,0]'];
const number = fc.oneof(fc.double({ min: -3, max: 3, noNaN: true }), fc.constantFrom(0, -0, 0.5));
const move = fc.record({
  kind: fc.constantFrom('edit', 'undo', 'redo', 'reset', 'step', 'sample'),
  key: fc.constantFrom(...keys),
  value: number,
  at: fc.nat(40)
});

test('equals a fresh rerun and derivation after any sequence of edits and steps', () => {
  const trace = makeTrace({
    ...usual,
    samples: 2,
    optimizer: { ...usual.optimizer!, momentum: 0.9 },
    iterations: 2
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 25 }), moves => {
      const model = new StepperModel(trace);
      for (const { kind, key, value, at } of moves) {
        if (kind === 'edit') {
          model.edit(key, value);
        } else if (kind === 'step') {
          model.goTo(at % model.steps);
        } else if (kind === 'sample') {
          model.sample = at % model.reader.samples;
        } else {
          model[kind as 'undo' | 'redo' | 'reset']();
        }
        const now = model.edits.size > 0 ? rerun(trace, model.edits) : trace;
        expect(JSON.stringify(model.trace)).toBe(JSON.stringify(now));
        const { step, sample, granularity, derivation } = model;
        const derived = derive(new TraceReader(now), step, sample, granularity);
        expect(JSON.stringify(derivation)).toBe(JSON.stringify(derived));
      }
    }),
    { numRuns: 60 }
  );
});
