/** ONNX files: their bytes and the errors of toONNX. Reading them with ONNX Runtime is tested in test/python. */
import * as fc from 'fast-check';
import {
  Dropout,
  Embedding,
  Flatten,
  Linear,
  Module,
  Neuron,
  OnnxGraph,
  ReLU,
  Residual,
  Sequential,
  Tensor,
  TensorLike,
  manualSeed,
  toONNX
} from '../../../src/engine';
import { erf } from '../../../src/engine/formula/erf';
import { field } from '../../../src/engine/files/protobuf';
import { writeErf } from '../../../src/engine/files/onnx/writeErf';

test('field encodes whole numbers as protocol buffers do', () => {
  expect([...field.int(1, 150)]).toEqual([0x08, 0x96, 0x01]); // the example of the specification
  expect([...field.int(1, -1)]).toEqual([0x08, ...new Array<number>(9).fill(0xff), 0x01]);
  expect([...field.string(2, 'testing')]).toEqual([0x12, 7, ...Buffer.from('testing')]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 53 - 1 }), n => {
      const bytes = [...field.int(1, n)].slice(1);
      expect(bytes.reduce((sum, byte, i) => sum + (byte & 127) * 2 ** (7 * i), 0)).toBe(n);
      expect(bytes.findIndex(byte => byte < 128)).toBe(bytes.length - 1);
    })
  );
});

test('OnnxGraph lists a network as operations and named constants', () => {
  const model = new Sequential({
    linear1: new Linear(2, 3),
    relu: new ReLU(),
    out: new Residual(new Linear(3, 3))
  });
  const graph = new OnnxGraph('double');
  const output = graph.layer(model, 'input');
  expect(graph.nodes.map(({ op, inputs, output }) => `${output} = ${op}(${inputs.join(', ')})`)).toEqual([
    'linear1.MatMul = MatMul(input, linear1.weight.T)',
    'linear1.Add = Add(linear1.MatMul, linear1.bias)',
    'relu.Relu = Relu(linear1.Add)',
    'out.block.MatMul = MatMul(relu.Relu, out.block.weight.T)',
    'out.block.Add = Add(out.block.MatMul, out.block.bias)',
    'out.Add = Add(relu.Relu, out.block.Add)'
  ]);
  expect(output).toBe('out.Add');
  expect(graph.constants.get('linear1.weight.T')?.shape).toEqual([2, 3]);
});

test('toONNX is deterministic, keeps the mode and draws no random numbers', () => {
  manualSeed(1);
  const model = new Sequential(new Linear(2, 4), new Dropout(), new Linear(4, 1));
  const inside = model.children()[1][1].eval();
  const next = (): number => new Linear(1, 1).weight.data[0];
  manualSeed(2);
  const expected = next();
  manualSeed(2);
  const bytes = toONNX(model);
  expect(next()).toBe(expected);
  expect([model.training, inside.training]).toEqual([true, false]);
  expect(toONNX(model, { features: 2, name: 'model', dtype: 'double' })).toEqual(bytes);
  expect(toONNX(model, { dtype: 'float' }).length).toBeLessThan(bytes.length);
  expect(toONNX(new Neuron([1, 2], 3)).length).toBeGreaterThan(100);
});

/** sin(x) as a user-defined layer. */
class Sine extends Module {
  override forward(input: TensorLike): Tensor {
    const { shape, data } = Tensor.from(input);
    return new Tensor(shape, data.map(Math.sin));
  }
  override backward(gradOutput: TensorLike): Tensor {
    return Tensor.from(gradOutput);
  }
}

class WritableSine extends Sine {
  override toONNX(graph: OnnxGraph, input: string): string {
    return graph.node('Sin', [input]);
  }
}

test('toONNX calls the toONNX method of a user-defined layer', () => {
  expect(toONNX(new Sequential(new Linear(2, 1), new WritableSine())).length).toBeGreaterThan(100);
});

test.each<[string, () => unknown, string]>([
  [
    'rejects a layer without toONNX',
    () => toONNX(new Sequential({ linear1: new Linear(2, 1), wave: new Sine() })),
    "Sine 'wave' can't be written for ONNX: give its class a method toONNX(graph, input) that says how."
  ],
  [
    'rejects a model with an unknown number of features',
    () => toONNX(new Sequential(new ReLU())),
    "toONNX can't infer the number of features per sample from the model: pass features or inputShape."
  ],
  [
    'rejects an unknown number of indices',
    () => toONNX(new Sequential(new Embedding(3, 2), new Linear(2, 1))),
    "toONNX can't infer the number of features"
  ],
  [
    'rejects features that the model does not expect',
    () => toONNX(new Sequential({ linear1: new Linear(2, 1) }), { features: 3 }),
    "Linear 'linear1' expects 2 features, got 3: input is 2 × 3."
  ],
  [
    'rejects half a feature',
    () => toONNX(new ReLU(), { features: 0.5 }),
    'toONNX: length 1 of the input is 0.5: expected a whole number of at least 1, or null.'
  ],
  [
    'rejects an unknown dtype',
    () => toONNX(new Linear(1, 1), { dtype: 'half' as never }),
    "expected 'double' or 'float'."
  ],
  ['rejects an array for a model', () => toONNX([1] as never), 'toONNX expects a model, got an array of 1.']
])('%s', (_, action, message) => expect(action).toThrow(message));

test('writeErf computes erf in a float64 graph', () => {
  const graph = new OnnxGraph('double');
  const output = writeErf(graph, 'input');
  for (let x = -8; x <= 8; x += 1 / 64) {
    const got = evaluated(graph, x).get(output);
    expect(Math.abs(Number(got) - erf(x))).toBeLessThan(1e-15);
  }
});

/** The values of a graph of these operations for a number as input. */
function evaluated(graph: OnnxGraph, input: number): Map<string, number> {
  const operations: Record<string, (...x: number[]) => number> = {
    Add: (a, b) => a + b,
    Sub: (a, b) => a - b,
    Mul: (a, b) => a * b,
    Div: (a, b) => a / b,
    Neg: a => -a,
    Abs: Math.abs,
    Min: Math.min,
    Exp: Math.exp,
    Sign: Math.sign,
    Less: (a, b) => Number(a < b),
    Where: (condition, a, b) => (condition ? a : b)
  };
  const values = new Map<string, number>([['input', input]]);
  graph.constants.forEach(({ data }, name) => values.set(name, data[0]));
  for (const { op, inputs, output } of graph.nodes) {
    values.set(output, operations[op](...inputs.map(name => values.get(name)!)));
  }
  return values;
}

test.each([
  [1, -1, 'Reshape(input, Flatten.Cast)'],
  [-2, -1, 'Concat(Flatten.Slice, Flatten.Cast.2)'],
  [0, 1, 'Concat(Flatten.Cast, Flatten.Slice)'],
  [1, 2, 'Concat(Flatten.Slice, Flatten.Cast.2, Flatten.Slice.1)']
])('toONNX writes a Flatten from %d to %d', (startDim, endDim, expected) => {
  const graph = new OnnxGraph('double');
  graph.layer(new Flatten({ startDim, endDim }), 'input');
  expect(graph.nodes.map(({ op, inputs }) => `${op}(${inputs.join(', ')})`)).toContain(expected);
});
