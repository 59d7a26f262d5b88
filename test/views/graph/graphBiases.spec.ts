/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { GraphBiases } from '../../../src/views/graph/graphBiases';
import type { Scene, SceneEdge } from '../../../src/views/graph/scene';
import { WIDE } from '../../../src/views/graph/unitLayout';
import { attributesIn, layoutOf, makeScene, sceneNode, textsIn } from './scenes';

const open = jest.fn();
beforeEach(() => open.mockClear());

/** The bias of a unit: its column and its unit, as in −1.02; of odd units negative. */
const numberOf = (column: number, unit: number): number => (unit % 2 ? -1 : 1) * (column + unit / 100);

const sceneBias =
  (more: Partial<SceneEdge> = {}): Scene['bias'] =>
  (column, unit) =>
    column === 0
      ? null
      : {
          symbol: `b${column}${unit}`,
          weight: { value: numberOf(column, unit), ref: `#1/layer${column}.bias[${unit}]` },
          shown: numberOf(column, unit),
          active: false,
          asked: more.active ?? false,
          ...more
        };

const scene = makeScene({
  bias: sceneBias(),
  hasSums: column => column === 1 || column === 2,
  node: (column, unit) => sceneNode(column, unit)
});

const draw = (of = scene, width = 900, biases = new GraphBiases(english, open)): GraphBiases => {
  biases.draw(of, layoutOf(of, width));
  return biases;
};

const units = [
  [1, 0],
  [1, 1],
  [1, 2],
  [2, 0]
];

test('a bias is as wide and coloured as its own number, and has its address', () => {
  const { lines, hits } = draw();
  expect(attributesIn(hits, 'path', 'data-ref')).toEqual(units.map(([c, u]) => `#1/layer${c}.bias[${u}]`));
  expect(attributesIn(hits, 'path', 'data-link')).toEqual(units.map(([c, u]) => `layer${c}.bias[${u}]`));
  expect(attributesIn(hits, 'path', 'data-value')).toEqual(units.map(([c, u]) => String(numberOf(c, u))));
  expect(attributesIn(hits, 'path', 'aria-label')[1]).toBe('bias b11: −1.01');
  units.forEach(([column, unit], i) => {
    const number = numberOf(column, unit);
    const line = lines.children[i];
    expect(line.getAttribute('class')).toBe(`sg-edge ${number < 0 ? 'sg-negative' : 'sg-positive'}`);
    expect(Number(line.getAttribute('stroke-width'))).toBeCloseTo(0.8 + (8.2 * Math.abs(number)) / 4, 12);
  });
});

test('stands over the z of its unit, and ends at the border', () => {
  const { lines } = draw();
  const { columns } = layoutOf(scene, 900);
  units.forEach(([column, unit], i) => {
    const [x, top, end] = lines.children[i]
      .getAttribute('d')!
      .match(/-?[\d.]+/g)!
      .map(Number);
    const { x: middle, y } = columns[column];
    expect([middle - WIDE.half < x, x < middle - 19]).toEqual([true, true]);
    expect(top).toBeLessThan(y[unit] - WIDE.height - 8);
    expect([end > y[unit] - WIDE.height, end < y[unit]]).toEqual([true, true]);
  });
});

test('writes its number where there is room', () => {
  expect(textsIn(draw().numbers, 'text')).toEqual(['b 1', 'b −1.01', 'b 1.02', 'b 2']);
  expect(attributesIn(draw().numbers, 'tspan', 'data-value')).toEqual(
    units.map(([c, u]) => String(numberOf(c, u)))
  );
  expect(textsIn(draw(scene, 300).numbers, 'text')).toEqual([]);
  // Units that are near to each other leave room for their labels alone.
  const written = (units: number, name?: string): number =>
    textsIn(
      draw({
        ...scene,
        widths: [2, units, 1],
        node: (column: number, unit: number) => sceneNode(column, unit, name ? { name } : {})
      }).numbers,
      'text'
    ).length;
  expect([written(4), written(8)]).toEqual([5, 0]);
  expect(written(4, 'cat')).toBe(5);
});

test('opens with a click, and with Enter alone', () => {
  const { hits } = draw();
  hits.children[2].dispatchEvent(new MouseEvent('click'));
  expect(open).toHaveBeenLastCalledWith(1, 2);
  hits.children[3].dispatchEvent(new KeyboardEvent('keydown', { key: ' ' }));
  hits.children[3].dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  expect(open.mock.calls).toEqual([
    [1, 2],
    [2, 0]
  ]);
});

test('a second scene is drawn into the same elements', () => {
  const biases = draw();
  const before = [biases.lines, biases.hits, biases.numbers].flatMap(({ children }) => [...children]);
  draw({ ...scene, bias: sceneBias({ active: true, shown: undefined }) }, 900, biases);
  expect([biases.lines, biases.hits, biases.numbers].flatMap(({ children }) => [...children])).toEqual(
    before
  );
  expect(attributesIn(biases.lines, 'path', 'class')).toEqual(Array(4).fill('sg-edge sg-unknown sg-active'));
  expect(biases.numbers.querySelectorAll('text.sg-active')).toHaveLength(4);
});

test('a bias larger than every weight is as wide as the largest', () => {
  const { lines } = draw({ ...scene, largest: 0.5 });
  expect(attributesIn(lines, 'path', 'stroke-width')).toEqual(Array(4).fill('9'));
});
