import {
  Operation,
  Program,
  Terms,
  derive,
  english,
  operationQuestion,
  question,
  sentenceText,
  toText
} from '../../src/derivation';
import { Trace, TraceReader } from '../../src/trace';
import { makeTrace, usual } from './networks';

const trace = makeTrace(usual);
const terms = new Terms(new TraceReader(trace), 0, 0);
const [hidden, output] = terms.network.stages;
const ask = (operation: Operation, of = terms): string =>
  sentenceText(operationQuestion(of, operation), english);

test('asks what each operation of a neuron computes', () => {
  expect([
    ask({ kind: 'z', stage: hidden, unit: 2 }),
    ask({ kind: 'activation', stage: hidden, unit: 2, layer: 1 }),
    ask({ kind: 'loss' }),
    ask({ kind: 'arrives', stage: output, unit: 0 }),
    ask({ kind: 'slope', stage: output, unit: 0, layer: 3 }),
    ask({ kind: 'bias', stage: hidden, unit: 3 })
  ]).toEqual([
    'What does h₃ add up from its inputs?',
    'What does h₃ pass on, once its activation is applied?',
    'How far is the prediction from the target?',
    'How much would the loss change with the output of ŷ?',
    'How much would the loss change with the weighted sum of ŷ?',
    'How much would the loss change with b₄⁽¹⁾, the bias of h₄?'
  ]);
});

test('names the source of a weight: a unit, an input or a feature', () => {
  const named: Trace = { ...trace, data: { ...trace.data, featureNames: ['length', 'depth'] } };
  const ofNamed = new Terms(new TraceReader(named), 0, 0);
  expect([
    ask({ kind: 'weight', stage: output, unit: 0, input: 1 }),
    ask({ kind: 'weight', stage: hidden, unit: 1, input: 1 }),
    ask({ kind: 'weight', stage: ofNamed.network.stages[0], unit: 1, input: 1 }, ofNamed)
  ]).toEqual([
    'How much would the loss change with w₂⁽²⁾, the weight from h₂ to ŷ?',
    'How much would the loss change with w₂₂⁽¹⁾, the weight from x₂ to h₂?',
    'How much would the loss change with w₂₂⁽¹⁾, the weight from depth to h₂?'
  ]);
});

test('asks which way a weight or a bias goes', () => {
  expect([
    ask({ kind: 'update', stage: hidden, unit: 0, input: 1 }),
    ask({ kind: 'update', stage: output, unit: 0, input: null })
  ]).toEqual([
    'Which way does w₁₂⁽¹⁾ go to lower the loss, and how far?',
    'Which way does b⁽²⁾ go to lower the loss, and how far?'
  ]);
});

test('asks one question per step, that of its operation if it has one', () => {
  const program = new Program(trace, 'operation');
  for (let i = 0; i < program.length; i++) {
    const step = program.step(i);
    expect(question(terms, step, false)).toEqual(operationQuestion(terms, step.operation(0)));
  }
});

test.each([
  [[2, 9, 1], 'w₁ₖ'],
  [[2, 10, 1], 'w₁,ₖ'],
  [[10, 2, 1], 'w₁,ₖ']
])('separates the indices of a general weight if a row has more than nine: %p', (widths, name) => {
  const reader = new TraceReader(makeTrace({ ...usual, widths }));
  const step = new Program(reader.trace, 'operation').step(0);
  const [line] = derive(reader, step, 0, 'operation').blocks[0].lines;
  const [sum] = line.forms;
  const series = sum.kind === 'sum' ? sum.terms[0] : sum;
  expect(series.kind === 'series' && toText(series.general, 'symbols', 4)).toContain(name);
});
