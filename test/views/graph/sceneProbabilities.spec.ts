import {
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  Linear,
  MSELoss,
  Sequential,
  Softmax,
  Tanh,
  manualSeed
} from '../../../src/engine';
import { Trace, decodeTensor, record } from '../../../src/trace';
import type { SceneProbability } from '../../../src/views/graph/scene';
import { stepperScene } from '../../../src/views/graph/stepperScene';
import { StepperModel } from '../../../src/views/state/stepperModel';

const input = [
  [0.5, -1.2],
  [-0.9, 0.7]
];
const classNames = ['cat', 'dog', 'owl'];

/** Two samples of the classes 2 and 0, the last layer Linear. */
function logits(): Trace {
  manualSeed(0);
  const model = new Sequential({ fc: new Linear(2, 3) });
  return record(model, { input, target: [2, 0], loss: new CrossEntropyLoss(), classNames });
}

/** The same with a Softmax at the end. */
function softmax(): Trace {
  manualSeed(0);
  const model = new Sequential({ fc: new Linear(2, 3), softmax: new Softmax() });
  const target = [
    [0, 0, 1],
    [1, 0, 0]
  ];
  return record(model, { input, target, loss: new MSELoss() });
}

const lastStep = (trace: Trace, place = {}): StepperModel => {
  const model = new StepperModel(trace, place);
  model.goTo(model.steps - 1);
  return model;
};

const rows = (model: StepperModel): SceneProbability[] => {
  const { widths, probabilities } = stepperScene(model);
  return Array.from({ length: widths[widths.length - 1] }, (_, unit) => probabilities!.of(unit));
};

const softmaxOf = (z: number[]): number[] => {
  const e = z.map(Math.exp);
  return e.map(x => x / e.reduce((sum, each) => sum + each, 0));
};

/** The outputs of a sample by the trace. */
const outputsOf = ({ iterations }: Trace, layer: number, sample: number): number[] => {
  const { data, shape } = decodeTensor(iterations[0].forward[layer].output);
  return Array.from(data.subarray(sample * shape[1], (sample + 1) * shape[1]));
};

describe('with CrossEntropyLoss', () => {
  test('are softmax of the logits, without an address, from the loss’s step on', () => {
    const trace = logits();
    for (const sample of [0, 1]) {
      const expected = softmaxOf(outputsOf(trace, 0, sample));
      rows(lastStep(trace, { sample })).forEach(({ value }, c) => {
        expect(value!.value).toBeCloseTo(expected[c], 14);
        expect(value).not.toHaveProperty('ref');
      });
    }
    expect(rows(new StepperModel(trace)).map(({ value }) => value)).toEqual([
      undefined,
      undefined,
      undefined
    ]);
  });

  test('name the classes, outline the target and mark the largest', () => {
    const trace = logits();
    const all = rows(lastStep(trace));
    const values = all.map(({ value }) => value!.value);
    expect(all.map(({ symbol }) => symbol)).toEqual(['p₁', 'p₂', 'p₃']);
    expect(all.map(({ name }) => name)).toEqual(classNames);
    expect(all.map(({ isTarget }) => isTarget)).toEqual([false, false, true]);
    expect(all.map(({ isPredicted }) => isPredicted)).toEqual(values.map(p => p === Math.max(...values)));
    expect(rows(lastStep(trace, { sample: 1 })).map(({ isTarget }) => isTarget)).toEqual([
      true,
      false,
      false
    ]);
    expect(rows(new StepperModel(trace)).some(({ isPredicted }) => isPredicted)).toBe(false);
  });

  test('are means for the whole batch, without marks', () => {
    const trace = logits();
    const [a, b] = [0, 1].map(sample => softmaxOf(outputsOf(trace, 0, sample)));
    const all = rows(lastStep(trace, { batch: true }));
    all.forEach(({ value }, c) => expect(value!.value).toBeCloseTo((a[c] + b[c]) / 2, 14));
    expect(all.some(({ isTarget, isPredicted }) => isTarget || isPredicted)).toBe(false);
  });

  test('leave the units the logits, called z', () => {
    const scene = stepperScene(lastStep(logits()));
    const node = scene.node(1, 1);
    expect([node.symbol, node.name, node.isLogit]).toEqual(['z₂', undefined, true]);
    expect(node.value!.ref).toBe('fc.output[0,1]');
  });
});

describe('of a Softmax at the end', () => {
  test('are its outputs, with their addresses, and the units keep z', () => {
    const trace = softmax();
    const model = lastStep(trace, { sample: 1 });
    rows(model).forEach(({ value, symbol }, c) => {
      expect(value).toEqual({ value: outputsOf(trace, 1, 1)[c], ref: `softmax.output[1,${c}]` });
      expect(symbol).toBe(['ŷ₁', 'ŷ₂', 'ŷ₃'][c]);
    });
    const node = stepperScene(model).node(1, 2);
    expect([node.symbol, node.isLogit, node.value!.ref]).toEqual(['z₃', true, 'fc.output[1,2]']);
  });

  test('appear each at its own step, and the prediction when all are known', () => {
    const model = new StepperModel(softmax(), { granularity: 'operation' });
    const known = (): boolean[] => rows(model).map(({ value }) => value !== undefined);
    model.goTo(0);
    expect(known()).toEqual([false, false, false]);
    expect(stepperScene(model).node(1, 0).value!.ref).toBe('fc.output[0,0]');
    model.goTo(1);
    expect(known()).toEqual([true, false, false]);
    expect(rows(model).some(({ isPredicted }) => isPredicted)).toBe(false);
    model.goTo(5);
    expect(rows(model).filter(({ isPredicted }) => isPredicted)).toHaveLength(1);
  });
});

test('with BCEWithLogitsLoss are σ of each logit, named by the class 1', () => {
  manualSeed(3);
  const model = new Sequential(new Linear(2, 1));
  const trace = record(model, {
    ...{ input, target: [[1], [0]], loss: new BCEWithLogitsLoss() },
    classNames: ['no', 'yes']
  });
  for (const sample of [0, 1]) {
    const [z] = outputsOf(trace, 0, sample);
    const stepper = lastStep(trace, { sample });
    const [row] = rows(stepper);
    expect(row.value!.value).toBeCloseTo(1 / (1 + Math.exp(-z)), 14);
    expect([row.symbol, row.name, row.isTarget]).toEqual(['p', 'yes', sample === 0]);
    expect(row.isPredicted).toBe(z >= 0);
    expect(stepperScene(stepper).probabilities!.by).toBe('σ');
  }
});

test('are absent where the outputs are compared with the targets as they are', () => {
  const model = new Sequential(new Linear(2, 2), new Tanh());
  const trace = record(model, { input: [[1, 2]], target: [[1, 0]], loss: new MSELoss() });
  expect(stepperScene(new StepperModel(trace))).not.toHaveProperty('probabilities');
  const alone = record(new Sequential(new Softmax()), {
    input: [[1, 2]],
    target: [[1, 0]],
    loss: new MSELoss()
  });
  expect(stepperScene(new StepperModel(alone))).not.toHaveProperty('probabilities');
});
