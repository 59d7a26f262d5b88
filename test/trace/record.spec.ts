import { BCELoss, Linear, MSELoss, Neuron, SGD, Sequential, Sigmoid, Tensor } from '../../src/engine';
import {
  TensorData,
  TraceReader,
  Trace,
  decodeNumber,
  decodeTensor,
  modelId,
  readPayload,
  record
} from '../../src/trace';
import { NetworkCase, expectClose, networkCases, setUp } from '../golden/cases';

const model241 = (): Sequential =>
  new Sequential({
    linear1: new Linear(2, 4),
    sigmoid1: new Sigmoid(),
    linear2: new Linear(4, 1),
    sigmoid2: new Sigmoid()
  });
const data = {
  input: [
    [0.5, -1.2],
    [1, 2]
  ],
  target: [[1], [0]],
  loss: new BCELoss()
};

describe("a trace equals PyTorch's numbers", () => {
  it.each(networkCases().map(c => [c.name, c] as const))('%s', (_, c) => {
    const { model, loss, optimizer } = setUp(c);
    const { input, target, zeroGrad } = c;
    const recorded = record(model, {
      input,
      target,
      loss,
      optimizer,
      zeroGrad,
      iterations: c.iterations.length
    });
    const trace = JSON.parse(JSON.stringify(recorded)) as Trace;
    expect(readPayload(trace)).toEqual({ payload: trace });
    c.iterations.forEach((expected, i) => compare(trace.iterations[i], expected, c, i));
    // The last gradients and the updated parameters stay in the model.
    const last = c.iterations[c.iterations.length - 1];
    for (const [name, p] of model.namedParameters()) {
      expectClose(p.grad, last.grads[name], `${c.name}: ${name}.grad left in the model`);
      expectClose(p, last.after[name], `${c.name}: ${name} left in the model`);
    }
  });
});

function compare(
  iteration: Trace['iterations'][number],
  expected: NetworkCase['iterations'][number],
  c: NetworkCase,
  i: number
): void {
  const same = (found: TensorData, wanted: NetworkCase['input'], what: string): void =>
    expectClose(decodeTensor(found), wanted, `${c.name}, iteration ${i}, ${what}`);
  const before = i === 0 ? c.state : c.iterations[i - 1].after;
  iteration.params.forEach(({ name, value }) => same(value, before[name], name));
  iteration.forward.forEach(({ layer, output }) =>
    same(output, expected.outputs[layer], `output of ${layer}`)
  );
  expectClose(
    Tensor.from([decodeNumber(iteration.loss)]),
    [expected.loss],
    `${c.name}, iteration ${i}, loss`
  );
  const layers = ['input', ...c.layers.map(({ name }) => name)];
  same(iteration.lossGrad, expected.flowGrads[layers[c.layers.length]], 'lossGrad');
  iteration.backward.forEach(({ layer, gradOutput, gradInput, params }) => {
    same(gradOutput, expected.flowGrads[layer], `gradOutput of ${layer}`);
    same(gradInput, expected.flowGrads[layers[layers.indexOf(layer) - 1]], `gradInput of ${layer}`);
    params.forEach(({ name, grad }) => same(grad, expected.grads[name], `${name}.grad`));
  });
  iteration.update.forEach(({ param, state, after, ...update }) => {
    same(update.before, before[param], `${param} before`);
    same(update.grad, expected.grads[param], `${param}.grad in the update`);
    same(after, expected.after[param], `${param} after`);
    const stepped = decodeTensor(update.before).data.map((w, k) => w + decodeTensor(update.step).data[k]);
    expectClose(new Tensor(after.shape, stepped), decodeTensor(after).toArray(), `${param}: before + step`);
    expect(Object.keys(state)).toEqual(param in expected.momentumBuffers ? ['momentumBuffer'] : []);
    if (state.momentumBuffer) {
      same(state.momentumBuffer, expected.momentumBuffers[param], `momentumBuffer of ${param}`);
    }
  });
}

describe('record', () => {
  it('numbers models in order of first use', () => {
    const [one, other] = [model241(), model241()];
    const ids = [one, other, one].map(model => record(model, data).modelId);
    expect(ids[0]).toMatch(/^m\d+$/);
    expect(Number(ids[1].slice(1))).toBe(Number(ids[0].slice(1)) + 1);
    expect(ids[2]).toBe(ids[0]);
    expect(modelId(other)).toBe(ids[1]);
  });

  it('updates nothing without an optimizer', () => {
    const model = model241();
    const before = model.stateDict();
    const trace = record(model, { ...data, iterations: 2 });
    expect(trace).toMatchObject({ optimizer: null, optimizerState: {} });
    expect(trace.iterations.map(({ update }) => update)).toEqual([[], []]);
    expect(model.stateDict()).toEqual(before);
    expect(trace.iterations[0].loss).toBe(trace.iterations[1].loss);
  });

  it('adds to earlier gradients with zeroGrad: false', () => {
    const model = model241();
    const trace = record(model, { ...data, zeroGrad: false, iterations: 2 });
    expect(trace.iterations[0].gradsBefore).toBeUndefined();
    const reader = new TraceReader(trace);
    const [first, second] = [0, 1].map(i => reader.paramGrad(i, 'linear2.bias')?.item() ?? NaN);
    expect(second).toBeCloseTo(2 * first, 14);
    expect(reader.gradBefore(1, 'linear2.bias', 0)).toBe(first);
  });

  it("starts from the optimizer's present momentum", () => {
    const model = model241();
    const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9 });
    const first = record(model, { ...data, optimizer });
    expect(first.optimizerState).toEqual({});
    const second = record(model, { ...data, optimizer });
    const last = first.iterations[0].update.map(({ param, state }) => [param, state]);
    expect(second.optimizerState).toEqual(Object.fromEntries(last));
  });

  it('accepts one sample without outer brackets, a neuron, or a lone layer', () => {
    const single = record(new Neuron([1, 2]), { input: [3, 4], target: [1], loss: new BCELoss() });
    expect(single.data.input.shape).toEqual([1, 2]);
    expect(single.model.map(({ name, type }) => [name, type])).toEqual([
      ['linear', 'Linear'],
      ['sigmoid', 'Sigmoid']
    ]);
    const lone = record(new Linear(2, 1), { input: [3, 4], target: [1], loss: new MSELoss() });
    expect(lone.iterations[0].params.map(({ name }) => name)).toEqual(['linear.weight', 'linear.bias']);
  });

  it.each<[object, string]>([
    [{ input: [[1, 2, 3]], target: [[1]] }, "Linear 'linear1' expects 2 features, got 3: input is 1 × 3."],
    [{ input: new Tensor([1, 2], Float64Array.of(1, NaN)) }, 'record: input[0,1] is NaN, expected a number.'],
    [{ target: [[1]] }, "BCELoss expects a target of the output's shape, 2 × 1, got 1 × 1."],
    [{ target: [[1], [2]] }, 'BCELoss expects targets between 0 and 1, got 2: target[1,0].'],
    [{ iterations: 0 }, 'record: iterations is 0, expected a whole number of at least 1.'],
    [{ loss: undefined }, 'record: loss is undefined, expected a loss, such as new BCELoss().'],
    [{ featureNames: ['a'] }, 'record: featureNames has 1 names, expected 2, one a feature.'],
    [
      { optimizer: new SGD(new Linear(1, 1).parameters(), { lr: 1 }) },
      "record: the optimizer has none of this model's parameters, so training"
    ]
  ])('rejects %j', (wrong, message) => {
    expect(() => record(model241(), { ...data, ...wrong })).toThrow(message);
  });
});
