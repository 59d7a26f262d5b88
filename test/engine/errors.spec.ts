/** Error messages: one line with the operation, the given value and the expected one. */
import * as engine from '../../src/kernel';

const { Linear, Sequential, Tensor, MSELoss, SGD } = engine;

/** A mistake, the code that makes it, and part of the error message. */
const mistakes: [string, () => unknown, string][] = [
  [
    'too many features',
    () => new Sequential({ linear1: new Linear(2, 3) }).forward(new Tensor([10, 3])),
    "Linear 'linear1' expects 2 features, got 3: input is 10 × 3."
  ],
  [
    'no input',
    () => new Linear(2, 3).forward(undefined as never),
    'input is undefined: expected a tensor or nested'
  ],
  [
    'text for a number',
    () => new Linear(1, 1).forward([['a']] as never),
    'input[0][0] is the text "a": expected'
  ],
  ['NaN', () => new Linear(1, 1).forward([[NaN]]), 'input[0][0] is NaN: expected a number.'],
  ['ragged rows', () => new Linear(2, 1).forward([[1, 2], [3]]), 'input[1] has 1 entries: expected 2'],
  ['half a neuron', () => new Linear(2, 0.5), 'Linear(2, 0.5): outFeatures is 0.5, expected a whole number'],
  [
    'text for a size',
    () => new Linear('2' as never, 1),
    'inFeatures is the text "2", expected a whole number'
  ],
  [
    'backward first',
    () => new engine.Sigmoid().backward([1]),
    'Sigmoid has nothing to go back over: call forward'
  ],
  [
    'a number for a layer',
    () => new Sequential(3 as never),
    'Sequential expects layers, or an object of layers by name, got 3.'
  ],
  [
    'a reserved name',
    () => new Sequential({ loss: new Linear(1, 1) }),
    "Sequential: 'loss' can't name a layer"
  ],
  [
    'a block that changes the shape',
    () => new engine.Residual(new Linear(2, 3)).forward([[1, 2]]),
    'Residual expects its block to keep the shape: 1 × 2 went in, 1 × 3 came out.'
  ],
  [
    'an index outside the embedding',
    () => new engine.Embedding(3, 2).forward([0, 3]),
    'Embedding expects whole numbers from 0 to 2, got 3: input[1].'
  ],
  [
    'targets of another shape',
    () => new MSELoss().forward([[1, 2]], [[1], [2]]),
    "MSELoss expects a target of the output's shape, 1 × 2, got 2 × 1."
  ],
  [
    'no Sigmoid at the end',
    () => new engine.BCELoss().forward([[1.5]], [[1]]),
    'BCELoss expects outputs between 0 and 1, got 1.5: output[0,0]. Put a Sigmoid at the end of the model'
  ],
  [
    'classes from 1',
    () => new engine.CrossEntropyLoss().forward([[1, 2]], [2]),
    'got 2: target[0]. Do the classes count from 1? They count from 0.'
  ],
  ['backward of a loss first', () => new MSELoss().backward(), 'MSELoss has nothing to go back over'],
  ['an unknown reduction', () => new MSELoss({ reduction: 'none' as never }), "expected 'mean' or 'sum'."],
  [
    'a model for parameters',
    () => new SGD(new Linear(1, 1) as never, { lr: 1 }),
    'expects model.parameters()'
  ],
  [
    'a negative rate',
    () => new SGD(new Linear(1, 1).parameters(), { lr: -1 }),
    'SGD: lr is -1, expected a number'
  ],
  ['no optimiser', () => new engine.StepLR(3 as never, { stepSize: 1 }), 'StepLR expects an optimizer'],
  [
    'samples without targets',
    () => new engine.DataLoader({ input: [[1], [2]], target: [[1]] }),
    'DataLoader expects a target for every sample: input is 2 × 1, target 1 × 1.'
  ],
  [
    'half a class',
    () => engine.oneHot([1.5]),
    'oneHot: classes[0] is 1.5, expected a whole number of at least 0.'
  ],
  ['half a seed', () => engine.manualSeed(1.5), 'A seed is a whole number, such as manualSeed(0), got 1.5.'],
  [
    'a negative length',
    () => new Tensor([2, -2]),
    "A tensor's shape consists of whole numbers of at least 0, got 2 × -2."
  ],
  ['too few numbers', () => new Tensor([2], new Float64Array(1)), 'A tensor of 2 holds 2 numbers, got 1.'],
  [
    'a check without a loss',
    () => engine.gradcheck(new Linear(1, 1), { input: [[1]], target: [[1]] } as never),
    'gradcheck expects a loss, such as new BCELoss().'
  ],
  ['no state', () => new Linear(1, 1).loadStateDict(null as never), 'loadStateDict expects tensors by name'],
  [
    'nothing to show',
    () => engine.show(3 as never),
    'show expects a trace, a model, a check or a history, got 3.'
  ]
];

test.each(mistakes)('%s', (_, mistake, message) => {
  expect(mistake).toThrow(message);
  expect(mistake).toThrow(/^[^\n]{10,300}[.?]$/);
});

const layers: engine.Module[] = [
  new Linear(2, 2),
  new engine.Sigmoid(),
  new engine.Softmax(),
  new engine.LogSoftmax(),
  new engine.LayerNorm(2),
  new engine.Dropout(),
  new engine.Residual(new Linear(2, 2)),
  new engine.FeedForward(2, 4),
  new engine.FeedForward(2, 4, { activation: 'swiglu' }),
  new Sequential(new engine.Identity(), new Linear(2, 2))
];

test.each(layers.map(layer => [String(layer), layer] as const))(
  '%s rejects a gradient whose shape differs from its output',
  (_, layer) => {
    layer.forward([[1, 2]]);
    for (const wrong of [
      [[1]],
      [[1, 2, 3]],
      [1, 2],
      [
        [1, 2],
        [3, 4]
      ]
    ]) {
      expect(() => layer.backward(wrong)).toThrow(
        /expects in backward a gradient of its output's shape, 1 × 2, got /
      );
    }
    expect(layer.backward([[1, 2]]).shape).toEqual([1, 2]);
  }
);
