import { Terms, derive, english, operationAnswer, Program, sentenceText } from '../../src/derivation';
import {
  BCELoss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  Identity,
  Linear,
  Loss,
  LogSoftmax,
  MSELoss,
  Module,
  NLLLoss,
  Sequential,
  Sigmoid,
  Softmax
} from '../../src/engine';
import { Trace, TraceReader, record } from '../../src/trace';

/** A trace whose outputs, before the last layer, are the inputs. */
function passed(
  last: Module,
  loss: Loss,
  input: number[][],
  target: number[] | number[][],
  classNames?: string[]
): Trace {
  const n = input[0].length;
  const linear = new Linear(n, n, { bias: false });
  linear.weight.data.set(Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0)));
  return record(new Sequential(linear, last), { input, target, loss, classNames });
}

const atLoss = (trace: Trace, sample = 0, whole = false): string =>
  sentenceText(
    operationAnswer(new Terms(new TraceReader(trace), 0, sample), { kind: 'loss' }, whole)!,
    english
  );

/** The answer of the last step before the loss. */
const beforeLoss = (trace: Trace): string => {
  const program = new Program(trace, 'layer');
  const at = program.runs()[0].end - 1;
  return sentenceText(derive(new TraceReader(trace), program.step(at), 0, 'layer').answer!, english);
};

const species = ['Adelie', 'Chinstrap', 'Gentoo'];
/** Outputs of two samples: e⁰ : e¹ : e² = 1 : 2.718 : 7.389, so 9, 24 and 67 %. */
const logits = [
  [2, 0, 1],
  [0, 1, 2]
];

test('names the guessed and the correct class with their probabilities', () => {
  const trace = passed(new Identity(), new CrossEntropyLoss(), logits, [2, 2], species);
  expect(atLoss(trace)).toBe(
    'It guessed Adelie (67 %); correct is Gentoo (24 %). This sample’s loss is 1.408. The mean of all 2 samples is 0.9076.'
  );
  expect(atLoss(trace, 1)).toMatch(/^It guessed Gentoo \(67 %\), which is correct\. /);
  expect(atLoss(trace, 0, true)).toBe(
    '1 of 2 guesses are correct. The loss of the batch of 2 samples is 0.9076.'
  );
});

test.each<[string, Module, Loss]>([
  ['the model’s own Softmax', new Softmax(), new MSELoss()],
  ['LogSoftmax', new LogSoftmax(), new NLLLoss()],
  ['the loss', new Identity(), new CrossEntropyLoss()]
])('tells the same guess by the probabilities of %s', (_, last, loss) => {
  const target = loss instanceof MSELoss ? [[0, 0, 1]] : [2];
  const trace = passed(last, loss, logits.slice(0, 1), target, species);
  expect(atLoss(trace)).toMatch(/^It guessed Adelie \(67 %\); correct is Gentoo \(24 %\)\. The loss is /);
  expect(beforeLoss(trace)).toMatch(
    loss instanceof CrossEntropyLoss
      ? /The largest output is that of Adelie: this is its guess\.$/
      : /So its guess is Adelie \(67 %\)\.$/
  );
});

test('counts classes without names from 0, as the target does', () => {
  const trace = passed(new Identity(), new CrossEntropyLoss(), logits, [2, 2]);
  expect(atLoss(trace)).toMatch(/^It guessed class 0 \(67 %\); correct is class 2 \(24 %\)\. /);
});

test.each<[string, Module, Loss]>([
  ['a sigmoid', new Sigmoid(), new BCELoss()],
  ['the loss', new Identity(), new BCEWithLogitsLoss()]
])('tells one of two classes by the probability of %s', (_, last, loss) => {
  // σ(−1) = 0.27 is the probability of class 1.
  const trace = passed(last, loss, [[-1]], [[1]], ['no', 'yes']);
  expect(atLoss(trace)).toBe('It guessed no (73 %); correct is yes (27 %). The loss is 1.313.');
});

test.each([
  [0.62, 1, 'It gives 0.62; the target is 1, so it is 0.38 too low.'],
  [0.62, 0.5, 'It gives 0.62; the target is 0.5, so it is 0.12 too high.'],
  [-2, -2, 'It gives −2, exactly the target.']
])('tells how far the output %f is from the target %f', (output, target, expected) => {
  expect(atLoss(passed(new Identity(), new MSELoss(), [[output]], [[target]]))).toContain(expected);
});

test('tells which of several outputs is farthest off', () => {
  const trace = passed(new Identity(), new MSELoss(), [[1, 2]], [[1.5, 0.5]]);
  expect(atLoss(trace)).toMatch(/^ŷ₂ is farthest off: 2 instead of 0\.5\. The loss is /);
});

test('tells how far the outputs of a batch are off on average', () => {
  const trace = passed(new Identity(), new MSELoss(), [[1], [2]], [[2], [5]]);
  expect(atLoss(trace, 0, true)).toMatch(/^The outputs are off by 2 on average\. /);
});

test('compares nothing where the target is no class, an output is infinite, or several classes may be right', () => {
  const soft = passed(new Identity(), new CrossEntropyLoss(), [[1, 2]], [[0.3, 0.7]]);
  const broken = passed(new Identity(), new MSELoss(), [[1e308 * 1.7]], [[-1e308 * 1.7]]);
  const labels = passed(new Identity(), new BCEWithLogitsLoss(), [[1, 2]], [[1, 1]]);
  for (const trace of [soft, broken, labels]) {
    expect(atLoss(trace)).toMatch(/^The loss is \S+\.$/);
  }
});
