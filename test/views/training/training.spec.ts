/** @jest-environment jsdom */
import { Linear, MSELoss, ReLU, SGD, Sequential, fit } from '../../../src/kernel';
import { readNetwork } from '../../../src/derivation';
import { english } from '../../../src/derivation/translate';
import { HistoryReport, LayerSpec, Num, encodeReport } from '../../../src/trace';
import { Graph } from '../../../src/views/graph/graph';
import { sceneOfWeights } from '../../../src/views/model/weightScene';
import { valueDomain, needsLog } from '../../../src/views/training/curves';
import { duration } from '../../../src/views/training/progressBar';
import { overfitting, silence } from '../../../src/views/training/remarks';

const history = (losses: [number, number][]): HistoryReport => ({
  kind: 'history',
  version: 1,
  epochs: losses.map(([loss, valLoss], i) => ({ epoch: i + 1, loss, valLoss, lr: 0.1 })),
  best: null
});

test('finds overfitting where validation rises while training falls', () => {
  const parted = history([
    [1, 1],
    [0.5, 0.8],
    [0.4, 0.82],
    [0.3, 0.85],
    [0.2, 0.96]
  ]);
  const found = overfitting(parted)!;
  expect(found).toMatchObject({ since: 2, best: 0.8, now: 0.96, trainThen: 0.5, trainNow: 0.2 });
  expect(found.rise).toBeCloseTo(0.2, 12);
});

test.each<[string, [number, number][]]>([
  [
    'both fall',
    [
      [1, 1],
      [0.5, 0.8],
      [0.4, 0.7],
      [0.3, 0.6],
      [0.2, 0.5]
    ]
  ],
  [
    'a rise of less than a tenth',
    [
      [1, 1],
      [0.5, 0.8],
      [0.4, 0.81],
      [0.3, 0.85],
      [0.2, 0.87]
    ]
  ],
  [
    'a rise since two epochs only',
    [
      [1, 1],
      [0.5, 0.9],
      [0.4, 0.8],
      [0.3, 1.5],
      [0.2, 2]
    ]
  ],
  [
    'training rises too',
    [
      [1, 1],
      [0.2, 0.8],
      [0.4, 0.9],
      [0.5, 1],
      [0.6, 2]
    ]
  ],
  ['no epochs', []]
])('it is not where %s', (_what, losses) => expect(overfitting(history(losses))).toBeNull());

test('names the step from which a layer of ReLUs is silent', async () => {
  const model = new Sequential({ linear1: new Linear(1, 2), relu: new ReLU(), linear2: new Linear(2, 1) });
  model.loadStateDict({
    'linear1.weight': [[1], [1]],
    'linear1.bias': [0, 0],
    'linear2.weight': [[1, 1]],
    'linear2.bias': [0]
  });
  const run = async (lr: number): Promise<HistoryReport> => {
    const optimizer = new SGD(model.parameters(), { lr });
    const train = { input: [[1], [2]], target: [[0], [0]] };
    return encodeReport(
      await fit(model, { train, loss: new MSELoss(), optimizer, epochs: 4, lines: 0 })
    ) as HistoryReport;
  };
  const start = model.stateDict();
  expect(silence(await run(1e-3))).toBeNull();
  model.loadStateDict(start);
  // The first step takes 10 and 6 from weight and bias: no sum is above 0 after it.
  expect(silence(await run(1))).toEqual({ layer: 'relu', since: 2, samples: 2 });
  expect(silence(await run(1))).toEqual({ layer: 'relu', since: 1, samples: 2 });
  expect(silence(history([[1, 1]]))).toBeNull();
});

test('leaves values that can’t be drawn out of the scale', () => {
  const curve = (ys: number[]): Parameters<typeof valueDomain>[0] => [
    { name: '', style: '', points: ys.map((y, x) => [x, y]) }
  ];
  expect(valueDomain(curve([1, NaN, Infinity, -2]), false)).toEqual([-2, 1]);
  expect(valueDomain(curve([1, 0, 4]), true)).toEqual([1, 4]);
  expect(valueDomain(curve([NaN]), false)).toBeNull();
  expect([needsLog(curve([1, 1e200])), needsLog(curve([1e-5, 1])), needsLog(curve([1, 2]))]).toEqual([
    true,
    false,
    false
  ]);
});

test('formats durations', () => {
  expect([0.04, 9.96, 59.4, 125, 3725].map(duration)).toEqual([
    '0.0 s',
    '10 s',
    '59 s',
    '2:05 min',
    '1:02:05 h'
  ]);
});

test('draws symbols in the nodes of a small graph, names beside them, and tells NaN weights', () => {
  const graph = new Graph(english, { node: () => undefined, edge: () => undefined }, 200);
  const layers: LayerSpec[] = [
    { name: 'linear1', type: 'Linear', inFeatures: 2, outFeatures: 3, bias: false }
  ];
  const params = [
    { name: 'linear1.weight', value: { shape: [3, 2], data: [1, -2, 'NaN', 0, 'Infinity', 4] as Num[] } }
  ];
  const network = readNetwork(layers, 2, ['linear1.weight']);
  const names = { featureNames: ['length', 'depth'], classNames: ['a', 'b', 'c'] };
  graph.draw(sceneOfWeights({ params }, network, 4, names));
  const texts = Array.from(graph.element.querySelectorAll('.sg-node text'), each => each.textContent);
  expect(texts).toEqual(['x₁', 'length', 'x₂', 'depth', 'ŷ₁', 'a', 'ŷ₂', 'b', 'ŷ₃', 'c']);
  const svg = graph.element.querySelector('.sg-graph-svg')!;
  expect(svg.querySelectorAll('.sg-edge.sg-broken')).toHaveLength(2);
  expect(svg.querySelectorAll('.sg-edge.sg-negative')).toHaveLength(1);
  expect(graph.element.querySelector('.sg-legend')!.textContent).toContain('NaN or infinite');
});
