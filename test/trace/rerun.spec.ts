import * as fc from 'fast-check';
import { TraceReader, parseAddress, rerun } from '../../src/trace';
import { makeTrace, recipes } from '../derivation/networks';

test('without a change, everything comes out again, bit for bit', () => {
  fc.assert(
    fc.property(recipes, recipe => {
      const trace = makeTrace(recipe);
      if (trace.model.some(({ type }) => type === 'Dropout')) {
        expect(() => rerun(trace, new Map())).toThrow('dropped at random');
      } else {
        expect(JSON.parse(JSON.stringify(rerun(trace, new Map())))).toEqual(trace);
      }
    }),
    { numRuns: 60 }
  );
});

test('a change and the change back come to what was', () => {
  fc.assert(
    fc.property(recipes, recipe => {
      const trace = makeTrace(recipe);
      fc.pre(!trace.model.some(({ type }) => type === 'Dropout'));
      const reader = new TraceReader(trace);
      const key = `${trace.model.find(({ type }) => type === 'Linear')!.name}.weight[0,0]`;
      const changed = rerun(trace, new Map([[key, 0.123]]));
      expect(new TraceReader(changed).value(parseAddress(key)!)).toBe(0.123);
      const back = rerun(changed, new Map([[key, reader.value(parseAddress(key)!)!]]));
      expect(JSON.parse(JSON.stringify(back.iterations))).toEqual(trace.iterations);
    }),
    { numRuns: 40 }
  );
});

test('the learning rate of every update follows', () => {
  const trace = makeTrace({
    ...fc.sample(recipes, { seed: 1, numRuns: 1 })[0],
    optimizer: { momentum: 0, nesterov: false, weightDecay: 0 }
  });
  const changed = rerun(trace, new Map([['optimizer.lr', 0]]));
  const { before, after } = changed.iterations[0].update[0];
  expect(after).toEqual(before);
  expect(changed.optimizer).toMatchObject({ type: 'SGD', lr: 0 });
});

test('what does not exist can not be changed, and what the engine refuses neither', () => {
  const trace = makeTrace({
    ...fc.sample(recipes, { seed: 2, numRuns: 1 })[0],
    bce: true,
    activations: [0, 0, 0, 0]
  });
  expect(() => rerun(trace, new Map([['nothing[0]', 1]]))).toThrow('There is no nothing[0] to change.');
  expect(() => rerun(trace, new Map([['target[0,0]', 3]]))).toThrow(
    'BCELoss expects targets between 0 and 1'
  );
});
