/** What show() says of an output that is large, in one sentence with what to do. */
import { Linear, MSELoss, SGD, Sequential } from '../../src/engine';
import { translator } from '../../src/kernel/language';
import { sizeNote } from '../../src/kernel/sizeNote';
import { Trace, record } from '../../src/trace';

function trace(omitted?: Trace['omitted']): Trace {
  const model = new Sequential(new Linear(1, 1));
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const made = record(model, { input: [[1]], target: [[1]], loss: new MSELoss(), optimizer });
  return { ...made, ...(omitted && { omitted }) };
}

const english = translator('en');

test('says nothing of a small output that holds everything', () => {
  expect(sizeNote(trace(), 1e6, english)).toBeNull();
});

test('says how many iterations were left out, and what to do', () => {
  expect(sizeNote(trace({ iterations: 9, loss: 0 }), 1e6, english)).toBe(
    'record ran 10 iterations and left the last 9 out of the trace, which holds at most 1000 iterations and 2000000 numbers: record fewer samples, such as input.slice(0, 32), to keep more.'
  );
});

test('says that an output is larger than 10 MB, in both languages', () => {
  expect(sizeNote(trace(), 10e6, english)).toBeNull();
  expect(sizeNote(trace(), 12.4e6, english)).toMatch(
    /^This output takes 12 MB in the notebook.*: record fewer/
  );
  expect(sizeNote(trace(), 12.4e6, translator('zh-CN'))).toMatch(/12 MB.*：请减少样本/);
});
