/** A last layer that does not go with its loss is remarked on: in the stepper, the run, and what they leave behind. */
import { deriveOperations, Program, Terms } from '../../src/derivation';
import { lossRemark } from '../../src/engine/lossRemark';
import { inEnglish } from '../../src/engine/message';
import { layers, losses, moduleOf } from '../../src/engine/registry';
import * as sg from '../../src/kernel';
import { DIGITS, english } from '../../src/derivation';
import { staticVersion } from '../../src/kernel/staticVersion';
import { TraceReader, encodeReport } from '../../src/trace';
import { historyDocument } from '../../src/document/historyDocument';
import type { HistoryReport } from '../../src/trace';

const remark = (last: string | null, loss: string, width = 3, target?: number[]): string =>
  lossRemark(
    [
      { name: 'out', type: 'Linear', inFeatures: 2, outFeatures: width, bias: true },
      ...(last ? [{ name: 'end', type: last }] : [])
    ],
    loss,
    target && Float64Array.from(target)
  )
    .map(inEnglish)
    .join(' ');

test.each([
  ['Softmax', 'CrossEntropyLoss', 3, 'takes the softmax itself: probabilities are squashed a second time'],
  ['LogSoftmax', 'CrossEntropyLoss', 3, 'the second changes nothing. Leave LogSoftmax out, or take NLLLoss.'],
  [
    'Sigmoid',
    'CrossEntropyLoss',
    3,
    'outputs are between 0 and 1. CrossEntropyLoss takes the softmax itself'
  ],
  ['Tanh', 'CrossEntropyLoss', 3, 'between -1 and 1.'],
  ['ReLU', 'CrossEntropyLoss', 3, 'ends with ReLU, whose outputs are never below 0. CrossEntropyLoss takes'],
  ['Softplus', 'CrossEntropyLoss', 3, 'never below 0.'],
  [null, 'CrossEntropyLoss', 1, 'The model has one output, and CrossEntropyLoss needs one for each class'],
  ['Softmax', 'CrossEntropyLoss', 1, 'makes a single number always 1'],
  [
    'Sigmoid',
    'BCEWithLogitsLoss',
    1,
    'BCEWithLogitsLoss takes the sigmoid itself: probabilities are squashed'
  ],
  ['Softmax', 'BCEWithLogitsLoss', 3, 'takes the sigmoid itself'],
  ['ReLU', 'BCEWithLogitsLoss', 1, 'never below 0. BCEWithLogitsLoss takes the sigmoid itself'],
  ['Tanh', 'BCEWithLogitsLoss', 1, 'between -1 and 1.'],
  [null, 'NLLLoss', 3, 'ends with Linear. Put a LogSoftmax at its end, or take CrossEntropyLoss.'],
  ['Softmax', 'NLLLoss', 3, 'Take LogSoftmax instead of Softmax.'],
  ['ReLU', 'NLLLoss', 3, 'Put a LogSoftmax at its end'],
  [null, 'NLLLoss', 1, 'has one output'],
  [null, 'BCELoss', 1, 'Put a Sigmoid at its end, or take BCEWithLogitsLoss.'],
  ['ReLU', 'BCELoss', 1, 'Put a Sigmoid at its end'],
  ['Tanh', 'BCELoss', 1, 'Put a Sigmoid at its end'],
  ['LogSoftmax', 'BCELoss', 3, 'Put a Sigmoid at its end'],
  ['Softmax', 'BCELoss', 1, 'always 1: nothing is learnt. Take Sigmoid and BCELoss instead.'],
  ['Softmax', 'MSELoss', 1, 'always 1']
])('remarks on %s before %s with %s outputs', (last, loss, width, text) => {
  expect(remark(last, loss, width)).toContain(text);
});

test.each([
  ['Sigmoid', 'BCELoss', 1],
  ['Softmax', 'BCELoss', 3],
  [null, 'BCEWithLogitsLoss', 1],
  ['LeakyReLU', 'BCEWithLogitsLoss', 1],
  [null, 'CrossEntropyLoss', 3],
  ['Identity', 'CrossEntropyLoss', 3],
  ['LeakyReLU', 'CrossEntropyLoss', 3],
  ['LogSoftmax', 'NLLLoss', 3],
  [null, 'MSELoss', 1],
  ['ReLU', 'MSELoss', 1],
  ['Sigmoid', 'L1Loss', 1]
])('says nothing of %s before %s', (last, loss, width) => {
  expect(remark(last, loss, width)).toBe('');
});

test('names a target that a bounded output never reaches', () => {
  expect(remark('ReLU', 'MSELoss', 1, [1, -2])).toBe(
    'The model ends with ReLU, whose outputs are never below 0. A target of -2 can never be reached: leave ReLU out.'
  );
  expect(remark('Sigmoid', 'MSELoss', 1, [0, 7])).toContain('A target of 7 can never be reached');
  expect(remark('Tanh', 'L1Loss', 1, [-1, 1])).toBe('');
});

test('looks through layers that change nothing in use, and not at types of a notebook', () => {
  const of = (...types: string[]): number =>
    lossRemark(
      types.map(type => ({ type, ...(type === 'Dropout' && { p: 0.5 }) })),
      'CrossEntropyLoss'
    ).length;
  expect(of('Softmax', 'Identity', 'Dropout')).toBe(1);
  expect(of('Softmax', 'Mine')).toBe(0);
  expect(lossRemark([{ type: 'Softmax' }], 'Mine')).toEqual([]);
});

test('tries every layer and loss of the registry without an error', () => {
  for (const [type, { examples }] of Object.entries(layers)) {
    for (const options of examples(3)) {
      const data = { name: 'l', type, ...moduleOf({ type, options }).options() };
      Object.keys(losses).forEach(loss => expect(lossRemark([data], loss).length).toBeLessThan(3));
    }
  }
});

describe('Softmax before CrossEntropyLoss', () => {
  const make = (): [sg.Sequential, sg.SGD] => {
    sg.manualSeed(0);
    const model = new sg.Sequential(new sg.Linear(2, 3), new sg.Softmax());
    return [model, new sg.SGD(model.parameters(), { lr: 0.1 })];
  };
  const sentence = 'The model ends with Softmax, and CrossEntropyLoss takes the softmax itself';

  it('is said beside the loss in the stepper, and in the static version, in both languages', () => {
    const [model, optimizer] = make();
    const data = { input: [[1, 2], [2, 1]], target: [0, 1], loss: new sg.CrossEntropyLoss() }; // prettier-ignore
    const trace = sg.record(model, { ...data, optimizer });
    const program = new Program(trace, 'layer');
    const terms = new Terms(new TraceReader(trace), 0, 0);
    const steps = Array.from({ length: program.length }, (_, i) => program.step(i));
    const loss = steps.find(({ phase }) => phase === 'loss')!;
    for (const whole of [false, true]) {
      const { remarks } = deriveOperations(terms, [loss.operation(0)], whole);
      expect(remarks.map(({ message }) => message)).toContainEqual(
        expect.stringMatching(/^The model ends with %1, and %2 takes the %3 itself/)
      );
    }
    expect(staticVersion(trace, 'en', DIGITS)['text/html']).toContain(sentence);
    expect(staticVersion(trace, 'zh-CN', DIGITS)['text/html']).toContain('模型以 Softmax 结尾');
  });

  it('is printed by fit, and is in the report', async () => {
    const [model, optimizer] = make();
    const printed: string[] = [];
    jest.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
    const train = { input: [[1, 2], [2, 1]], target: [0, 1] }; // prettier-ignore
    const loss = new sg.CrossEntropyLoss();
    const history = await sg.fit(model, { train, loss, optimizer, epochs: 2, lines: 2 });
    jest.restoreAllMocks();
    expect(printed[0]).toContain(sentence);
    const { sentences } = historyDocument(encodeReport(history) as HistoryReport, english, DIGITS);
    expect(sentences[0]).toContain(sentence);
  });
});
