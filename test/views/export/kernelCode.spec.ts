import * as stepgrad from '../../../src/kernel';
import {
  Adam,
  BCELoss,
  Linear,
  MSELoss,
  SGD,
  Sequential,
  Sigmoid,
  Tanh,
  Tensor,
  manualSeed
} from '../../../src/engine';
import { Edits, Trace, record, rerun } from '../../../src/trace';
import { english } from '../../../src/views/page/translate';
import { kernelCode } from '../../../src/views/export/kernelCode';
import { notebookNames } from '../../../src/views/export/notebookNames';

/** A trace as it is sent: one that was computed here holds its tensors undecoded. */
const plain = (trace: Trace): Trace => JSON.parse(JSON.stringify(trace)) as Trace;

/** Runs a cell's code as a kernel would, with its import and its types taken out. @returns what it shows */
function run(code: string, variables: Record<string, unknown>): Trace {
  let shown: Trace | null = null;
  const scope: Record<string, unknown> = {
    ...stepgrad,
    show: (trace: Trace) => (shown = trace),
    ...variables
  };
  const script = code.replace(/^import .*$/m, '').replace(/\)!/g, ')');
  new Function(...Object.keys(scope), script)(...Object.values(scope));
  return shown!;
}

const small = (): Sequential => {
  manualSeed(0);
  return new Sequential({
    linear1: new Linear(2, 3),
    tanh: new Tanh(),
    out: new Linear(3, 1),
    sigmoid: new Sigmoid()
  });
};
const input = [
  [0.5, -1.2],
  [0, 3]
];
const target = [[1], [0]];

test.each<[string, (model: Sequential) => stepgrad.Optimizer | null, number, Edits]>([
  ['a weight', () => null, 1, new Map([['linear1.weight[2,1]', -0.125]])],
  [
    '−0 and large numbers',
    m => new SGD(m.parameters(), { lr: 0.1 }),
    1,
    new Map([
      ['input[0,1]', -0],
      ['out.bias[0]', 1e300]
    ])
  ],
  [
    'a target and the learning rate',
    m => new SGD(m.parameters(), { lr: 0.1, momentum: 0.9 }),
    3,
    new Map([
      ['target[1,0]', 0.75],
      ['optimizer.lr', 0.3]
    ])
  ],
  [
    'an option',
    m => new Adam(m.parameters(), { lr: 0.1, betas: [0.8, 0.99] }),
    2,
    new Map([['optimizer.weightDecay', 0.01]])
  ],
  [
    'one of two options, and a flag',
    m => new Adam(m.parameters(), { lr: 0.1 }),
    2,
    new Map([
      ['optimizer.betas[1]', 0.9],
      ['optimizer.amsgrad', 1]
    ])
  ],
  [
    'groups',
    m =>
      new SGD([{ params: m.parameters().slice(2), lr: 0.01 }, { params: m.parameters().slice(0, 1) }], {
        lr: 0.2
      }),
    2,
    new Map([['linear1.weight[0,0]', 7]])
  ],
  [
    'options of groups',
    m => {
      const [w1, b1, w2, b2] = m.parameters();
      const groups = [
        { params: [b2] },
        { params: [w1, w2], lr: 0.5, amsgrad: true },
        { params: [b1], lr: 1 }
      ];
      return new Adam(groups, { lr: 0.2 });
    },
    2,
    new Map([
      ['optimizer.lr@linear1.weight', 0.05],
      ['optimizer.amsgrad@linear1.weight', 0]
    ])
  ],
  [
    'groups of which the first is another model’s',
    m =>
      new SGD([{ params: new Linear(1, 1).parameters() }, { params: m.parameters(), lr: 0.5 }], { lr: 0.2 }),
    1,
    new Map([['optimizer.lr@linear1.weight', 0.05]])
  ]
])('the code gives what the page computes: %s', (_, optimizerOf, iterations, edits) => {
  const model = small();
  const optimizer = optimizerOf(model);
  // Gives the optimiser a state, and lets the kernel's model train on.
  record(model, { input, target, loss: new BCELoss(), optimizer });
  const trace = record(model, { input, target, loss: new BCELoss(), optimizer, iterations });
  record(model, { input, target, loss: new BCELoss(), optimizer });
  const code = kernelCode(trace, edits, ['show(record(net, { input, target }))'], english);
  const [kernel, page] = [run(code, { net: model }), plain(rerun(trace, edits))];
  expect(kernel.data).toEqual(page.data);
  expect(kernel.optimizer).toEqual(page.optimizer);
  expect(kernel.optimizerState).toEqual(page.optimizerState);
  expect(kernel.iterations).toEqual(page.iterations);
});

test('restores gradients from before the pass, and the reduction', () => {
  const model = small();
  const pass = { input, target, loss: new MSELoss({ reduction: 'sum' }), zeroGrad: false };
  record(model, pass);
  const trace = record(model, { ...pass, featureNames: ['a', 'b'] });
  record(model, pass);
  const edits = new Map([['input[1,0]', 2]]);
  expect(run(kernelCode(trace, edits, [], english), { model })).toEqual(plain(rerun(trace, edits)));
});

test('writes only the edits of large data, and says so', () => {
  manualSeed(1);
  const model = new Sequential({ linear1: new Linear(40, 30), out: new Linear(30, 1) });
  const x = new Tensor(
    [32, 40],
    Float64Array.from({ length: 1280 }, (_, i) => Math.sin(i))
  );
  const y = new Tensor([32, 1]);
  const trace = record(model, { input: x, target: y, loss: new MSELoss() });
  const edits = new Map([
    ['linear1.weight[3,7]', 5],
    ['input[31,2]', -4]
  ]);
  const code = kernelCode(trace, edits, ['record(model, {\n input: data.x, target: y, loss })'], english);
  expect(code.length).toBeLessThan(1200);
  expect(code).toContain('The model has 1261 parameters.');
  expect(code).toContain('data.x is taken as the kernel has it');
  expect(run(code, { model, y, data: { x } })).toEqual(plain(rerun(trace, edits)));
  expect(x.data[31 * 40 + 2]).not.toBe(-4);
});

test.each([
  [['show(record(net, { input: xs, target: [[1]] }))'], 0, { model: 'net', input: 'xs', target: null }],
  [
    ['show(record(a, {}));\nshow(record(b, { input, target }))'],
    1,
    { model: 'b', input: 'input', target: 'target' }
  ],
  [
    ['show(second)', 'const first = record(a, {}); const second = record(b, {});'],
    0,
    { model: 'b', input: null, target: null }
  ],
  [
    ['show(t)', 'const t = 1', 'trace = record(deep, { input: d.x })'],
    0,
    { model: 'deep', input: 'd.x', target: null }
  ],
  [['// record(no, {})\nshow(x)'], 0, { model: 'model', input: null, target: null }],
  [[], 0, { model: 'model', input: null, target: null }]
])('names in %j', (cells, nth, expected) => {
  expect(notebookNames(cells, nth)).toEqual(expected);
});

test('writes names of options and states as text', () => {
  const bad = "x: 1 }), stolen(), ({ y'];\nstolen();\u2028//\\";
  const model = small();
  const optimizer = new Adam(model.parameters(), { lr: 0.1 });
  record(model, { input, target, loss: new BCELoss(), optimizer });
  const trace = plain(record(model, { input, target, loss: new BCELoss(), optimizer }));
  const { optimizerState } = trace;
  const [first] = Object.keys(optimizerState);
  const hostile = {
    ...trace,
    optimizer: { ...trace.optimizer!, [bad]: 1 },
    optimizerState: {
      ...optimizerState,
      [first]: { ...optimizerState[first], [bad]: optimizerState[first].expAvg }
    },
    view: { hide: [bad] }
  };
  let stolen = 0;
  const edits = new Map([['linear1.weight[0,1]', 0.25]]);
  const code = kernelCode(hostile, edits, [], english);
  try {
    run(code, { model: small(), stolen: () => stolen++ });
  } catch (error) {
    // The engine may refuse an unknown name, but only after the code was parsed.
    expect(error).not.toBeInstanceOf(SyntaxError);
  }
  expect(code).toContain('stolen()');
  expect(stolen).toBe(0);
});
