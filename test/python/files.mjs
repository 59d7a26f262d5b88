// Writes the files that check.py reads, with the expected numbers; then reads the files that check.py wrote.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const engine = require('../../dist/kernel/index.js');
const { layers, moduleOf } = require('../../dist/engine/registry.js');

const { Linear, Sequential, Tensor } = engine;

/** Numbers with many digits, of both signs and very different magnitudes. */
const numbers = (shape, scale = 3) => {
  const size = shape.reduce((n, length) => n * length, 1);
  return new Tensor(
    shape,
    Float64Array.from({ length: size }, (_, i) => scale * Math.sin(i * 12.9898 + 4) * 1.5 ** (i % 7) * 0.5)
  );
};

/** The models with their inputs and ONNX options; `null` in inputShape is the open batch. */
function models() {
  const { FeedForward, LayerNorm, Residual, Embedding } = engine;
  const alone = (name, layer, shape = [40, 8]) => ({ name, model: layer, input: numbers(shape) });
  const trained = new LayerNorm(8, { eps: 1e-3 });
  trained.loadStateDict({ weight: numbers([8]), bias: numbers([8], 1) });
  return [
    {
      name: 'article',
      model: new Sequential({
        linear1: new Linear(2, 4),
        sigmoid1: new engine.Sigmoid(),
        linear2: new Linear(4, 1),
        sigmoid2: new engine.Sigmoid()
      }),
      input: numbers([5, 2])
    },
    alone('linear', new Linear(8, 3)),
    alone('linear-no-bias', new Linear(8, 3, { bias: false }), [5, 8]),
    { ...alone('linear-3d', new Linear(8, 3), [2, 5, 8]), options: { inputShape: [null, 'tokens', 8] } },
    { ...alone('linear-1d', new Linear(8, 3), [8]), options: { inputShape: [8] } },
    ...[new engine.ELU({ alpha: 1.3 }), new engine.Softplus({ beta: 3, threshold: 5 }), trained].map(
      (layer, i) => ({ ...alone(`${layer.constructor.name}-more-${i}`, layer), options: { features: 8 } })
    ),
    ...Object.entries(layers).flatMap(([type, made]) =>
      // A norm of the batch at hand is refused: ONNX's operator has the running statistics alone.
      made
        .examples(8)
        .filter(options => options.trackRunningStats !== false)
        .map((options, i) => example(`${type}-${i}`, made.from(options, moduleOf)))
    ),
    ...[
      [-2, -1],
      [-3, -2],
      [1, 2],
      [0, 1],
      [1, 1],
      [0, -2]
    ].map(([startDim, endDim]) => ({
      ...alone(`flatten${startDim}to${endDim}`, new engine.Flatten({ startDim, endDim }), [2, 3, 4, 5]),
      options: { inputShape: [null, 3, 4, 5] }
    })),
    {
      name: 'embedding',
      model: new Embedding(6, 4),
      input: [
        [0, 5, 2],
        [1, 1, 4]
      ],
      options: { inputShape: [null, 3] }
    },
    ...['gelu', 'relu', 'swiglu'].map(activation =>
      alone(activation, new FeedForward(8, 20, { activation, dropout: 0.2 }), [7, 8])
    ),
    {
      name: 'transformer-block',
      model: new Sequential({
        words: new Embedding(11, 8),
        block: new Sequential(
          new Residual(new Sequential({ norm: new LayerNorm(8), feedForward: new FeedForward(8, 32) })),
          new engine.Dropout()
        ),
        head: new Linear(8, 3),
        probabilities: new engine.Softmax()
      }),
      input: [
        [0, 10, 3, 3],
        [7, 8, 9, 1]
      ],
      options: { inputShape: [null, 'tokens'] }
    }
  ];
}

/** A layer of the registry alone: of 8 features, or of three indices below 5. */
const example = (name, model) =>
  model.takesIndices
    ? { name, model, input: [[0, 4, 2], [1, 1, 3]], options: { inputShape: [null, 3] } } // prettier-ignore
    : { name, model, input: numbers([40, 8]), options: { features: 8 } };

/** Writes all files to a folder, and their expected contents to `cases.json`. */
export async function writeFiles(folder) {
  mkdirSync(folder, { recursive: true });
  engine.manualSeed(4);
  const all = models();
  const onnx = all.map(({ name, model, input, options }) => {
    for (const dtype of ['double', 'float']) {
      writeFileSync(join(folder, `${name}.${dtype}.onnx`), engine.toONNX(model, { name, dtype, ...options }));
    }
    const x = Tensor.from(input);
    const y = model.eval().forward(x);
    return { name, input: plain(x), output: plain(y) };
  });
  const state = {
    'a.weight': numbers([3, 4]),
    'π.bias': numbers([5]),
    one: numbers([]),
    none: new Tensor([0, 3])
  };
  state.edges = new Tensor([6], Float64Array.of(0, -0, 5e-324, 1.7976931348623157e308, Infinity, -Infinity));
  const metadata = { format: 'pt', 说明: '权重' };
  for (const dtype of ['F64', 'F32', 'F16', 'BF16']) {
    engine.saveSafetensors(join(folder, `${dtype}.safetensors`), state, { dtype, metadata });
  }
  const tensors = Object.fromEntries(Object.entries(state).map(([key, tensor]) => [key, plain(tensor)]));
  const run = await writeRun(join(folder, 'runs', 'a run'));
  writeFileSync(join(folder, 'cases.json'), JSON.stringify({ onnx, tensors, metadata, run }));
}

/** Writes a training run for TensorBoard. @returns the numbers that TensorBoard must find */
async function writeRun(folder) {
  engine.manualSeed(2);
  const model = new Sequential({
    linear1: new Linear(2, 4),
    tanh: new engine.Tanh(),
    linear2: new Linear(4, 1)
  });
  const input = numbers([40, 2], 1);
  const target = numbers([40, 1], 1);
  const history = await engine.fit(model, {
    train: new engine.DataLoader({ input, target }, { batchSize: 8 }),
    validation: { input, target },
    loss: new engine.MSELoss(),
    optimizer: new engine.Adam(model.parameters(), { lr: 0.01 }),
    epochs: 30,
    lines: 0
  });
  engine.saveTensorBoard(folder, history, { wallTime: 1700000000.5 });
  const { epochs, record } = history;
  const moments = record.moments.map(({ step, layers }) => {
    const { low, high, counts } = layers[0].weights;
    return { step, norm: layers[0].weight, low, high, counts: counts.split(' ').map(Number) };
  });
  return { losses: epochs.map(({ loss }) => loss), valLosses: epochs.map(({ valLoss }) => valLoss), moments };
}

/** A tensor for JSON, with its numbers as bits: JSON has no −0 and no ∞. */
const plain = ({ shape, data }) => ({
  shape,
  base64: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')
});

/** Checks the files written by check.py: `narrow` has some dtype, `wide` the same numbers as float64. */
export function readFiles(folder) {
  for (const dtype of ['F64', 'F32', 'F16', 'BF16']) {
    const { narrow, wide } = engine.loadSafetensors(join(folder, `python-${dtype}.safetensors`));
    assert.deepEqual(narrow.shape, wide.shape);
    const differing = narrow.data.findIndex((x, i) => !Object.is(x, wide.data[i]));
    assert.equal(
      differing,
      -1,
      `${dtype}: number ${differing} is ${narrow.data[differing]}, not ${wide.data[differing]}`
    );
    console.log(`safetensors in ${dtype} from Python: ${narrow.data.length} numbers equal`);
  }
  const bytes = readFileSync(join(folder, 'python-F64.safetensors'));
  assert.deepEqual(engine.safetensorsMetadata(bytes), { from: 'Python' });
}
