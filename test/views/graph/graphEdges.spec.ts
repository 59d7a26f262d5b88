/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { GraphEdges } from '../../../src/views/graph/graphEdges';
import type { Scene, SceneEdge } from '../../../src/views/graph/scene';
import { attributesIn, layoutOf, makeScene, numberOfEdge, sceneEdges, sceneNode } from './scenes';

const open = jest.fn();
beforeEach(() => open.mockClear());

const draw = (scene: Scene, edges = new GraphEdges(english, open)): GraphEdges => {
  edges.draw(scene, layoutOf(scene));
  return edges;
};

/** The line of each slot, by its path: lines are re-ordered as they become active. */
const lineOf = ({ lines, hits }: GraphEdges, at: number): Element =>
  Array.from(lines.children).find(line => line.getAttribute('d') === hits.children[at].getAttribute('d'))!;

/** Column, unit and input of every weight of the scene, in the order of the click targets. */
const places = [
  ...[0, 1, 2].flatMap(unit => [0, 1].map(input => [1, unit, input])),
  ...[0, 1, 2].map(input => [2, 0, input])
] as [number, number, number][];

describe('a weight', () => {
  test('lies under its click target, as wide and coloured as its own number', () => {
    const edges = draw(makeScene());
    expect(edges.hits.children).toHaveLength(places.length);
    places.forEach((place, at) => {
      const number = numberOfEdge(...place);
      const [column, unit, input] = place;
      const hit = edges.hits.children[at];
      expect(hit.getAttribute('data-ref')).toBe(`#0/layer${column}.weight[${unit},${input}]`);
      expect(hit.getAttribute('data-link')).toBe(`layer${column}.weight[${unit},${input}]`);
      expect(hit.getAttribute('data-value')).toBe(String(number));
      expect(hit.getAttribute('aria-label')).toContain(`weight w${column}${unit}${input}: `);
      expect(hit.getAttribute('role')).toBe('button');
      const line = lineOf(edges, at);
      expect(Number(line.getAttribute('stroke-width'))).toBeCloseTo(0.8 + (8.2 * Math.abs(number)) / 4, 12);
      expect(line.getAttribute('class')).toBe(`sg-edge ${number < 0 ? 'sg-negative' : 'sg-positive'}`);
    });
  });

  test('opens with a click, and with Enter alone', () => {
    const { hits } = draw(makeScene());
    places.forEach((place, at) => {
      hits.children[at].dispatchEvent(new MouseEvent('click'));
      expect(open).toHaveBeenLastCalledWith(...place);
    });
    open.mockClear();
    hits.children[3].dispatchEvent(new KeyboardEvent('keydown', { key: ' ' }));
    expect(open).not.toHaveBeenCalled();
    hits.children[3].dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    expect(open.mock.calls).toEqual([places[3]]);
  });

  test('opens the unit that is drawn, not the row, in a folded column', () => {
    const { hits } = draw(makeScene({ widths: [1, 20], looked: [[], [12]], targets: [] }));
    hits.children[hits.children.length - 1].dispatchEvent(new MouseEvent('click'));
    expect(open).toHaveBeenLastCalledWith(1, 19, 0);
  });

  test('is grey without a number, has the hue of its sign with a gradient, and is marked where it is broken', () => {
    const look = (more: Partial<SceneEdge>, phase: Scene['phase']): (string | null)[] => {
      const edges = draw(makeScene({ edge: sceneEdges(more), phase }));
      const line = lineOf(edges, 0);
      return [line.getAttribute('class'), line.getAttribute('stroke-width')];
    };
    expect(look({ shown: undefined }, 'backward')).toEqual(['sg-edge sg-unknown', '1.2']);
    expect(look({ shown: -4 }, 'backward')).toEqual(['sg-edge sg-negative', '9']);
    expect(look({ shown: 4 }, 'backward')).toEqual(['sg-edge sg-positive', '9']);
    expect(look({ shown: NaN }, 'backward')).toEqual(['sg-edge sg-broken', '2']);
    expect(look({ shown: -Infinity }, 'forward')).toEqual(['sg-edge sg-broken', '2']);
    expect(look({ shown: 0 }, 'forward')).toEqual(['sg-edge sg-positive', '0.8']);
    expect(draw(makeScene({ edge: sceneEdges({ shown: NaN }) })).broken).toBe(true);
    expect(draw(makeScene()).broken).toBe(false);
  });
});

describe('what takes part', () => {
  const is = (active: boolean): Pick<SceneEdge, 'active' | 'asked'> => ({ active, asked: active });
  const activeOnly = (column: number, unit: number, input: number): Scene['edge'] => {
    const edge = sceneEdges();
    return (...place) => ({ ...edge(...place), ...is(place.join() === [column, unit, input].join()) });
  };

  test('is lit and drawn over everything else; the rest is not touched', () => {
    const scene = makeScene();
    const edges = draw(scene);
    const before = Array.from(edges.lines.children);
    const line = lineOf(edges, 2);
    draw({ ...scene, edge: activeOnly(...places[2]) }, edges);
    expect(attributesIn(edges.lines, '.sg-active', 'd')).toEqual([line.getAttribute('d')]);
    expect(Array.from(edges.lines.children)).toEqual([...before.filter(each => each !== line), line]);
  });

  test('is fainter where the step only passes it', () => {
    const edges = draw(makeScene({ edge: sceneEdges({ active: true, asked: false }) }));
    expect(lineOf(edges, 0).getAttribute('class')).toBe('sg-edge sg-positive sg-active sg-passed');
  });

  test('includes the edges to the loss from the outputs that take part', () => {
    const last = (node: boolean, loss: boolean): string | null => {
      const scene = makeScene({
        widths: [1, 2],
        node: (column, unit) => sceneNode(column, unit, { active: node && unit === 1 }),
        loss: { active: loss }
      });
      const { lines } = draw(scene);
      const toLoss = Array.from(lines.children).slice(-2);
      expect(toLoss[0].getAttribute('class')).toBe('sg-edge sg-unknown');
      return toLoss[1].getAttribute('class');
    };
    expect(last(true, true)).toBe('sg-edge sg-unknown sg-active');
    expect(last(false, true)).toBe('sg-edge sg-unknown');
    expect(last(true, false)).toBe('sg-edge sg-unknown');
  });

  test('says of no edge between unit and unit that it takes part', () => {
    const scene = makeScene({
      widths: [2, 2],
      joins: () => 'each',
      node: (column, unit) => sceneNode(column, unit, { active: true }),
      loss: { active: true },
      edge: () => {
        throw new Error('there is no weight');
      }
    });
    const { lines, hits } = draw(scene);
    expect(hits.children).toHaveLength(0);
    expect(Array.from(lines.children, line => line.classList.contains('sg-active'))).toEqual([
      ...[false, false],
      ...[true, true]
    ]);
  });
});

describe('a second scene', () => {
  test('is drawn into the same elements, which take its numbers', () => {
    const edges = draw(makeScene());
    const [lines, hits] = [[...edges.lines.children], [...edges.hits.children]];
    const edge = sceneEdges();
    const doubled: Scene['edge'] = (...place) => {
      const { weight, ...rest } = edge(...place);
      const value = 2 * weight.value;
      return { ...rest, weight: { ...weight, value }, shown: value };
    };
    draw(makeScene({ edge: doubled, largest: 8 }), edges);
    expect([...edges.lines.children]).toEqual(lines);
    expect([...edges.hits.children]).toEqual(hits);
    places.forEach((place, at) =>
      expect(edges.hits.children[at].getAttribute('data-value')).toBe(String(2 * numberOfEdge(...place)))
    );
  });

  test('writes each number to its own click target where some edges stay as they were', () => {
    const scene = makeScene();
    const edges = draw(scene);
    const changed: Scene['edge'] = (column, unit, input) => {
      const edge = scene.edge(column, unit, input);
      return column === 2 && input === 1 ? { ...edge, weight: { ...edge.weight, value: 7 }, shown: 7 } : edge;
    };
    draw({ ...scene, edge: changed }, edges);
    expect(attributesIn(edges.hits, '.sg-hit', 'data-value')).toEqual(
      places.map(([column, unit, input]) => String(changed(column, unit, input).weight.value))
    );
  });

  test('redraws all edges where only the scale has changed', () => {
    const scene = makeScene();
    const edges = draw(scene);
    draw({ ...scene, largest: 8 }, edges);
    expect(Number(lineOf(edges, 0).getAttribute('stroke-width'))).toBeCloseTo(0.8 + 8.2 / 8, 12);
  });

  test('keeps the mark of the number that the learner points at, until the edge is another', () => {
    const scene = makeScene({ widths: [1, 20], looked: [[], [12]], targets: [] });
    const edges = draw(scene);
    const hit = edges.hits.querySelector('[data-link="layer1.weight[12,0]"]')!;
    hit.classList.add('sg-linked');
    const other = sceneEdges();
    const next: Scene['edge'] = (...place) => {
      const edge = other(...place);
      return { ...edge, weight: { ...edge.weight, value: 5 } };
    };
    draw({ ...scene, edge: next }, edges);
    expect(hit.getAttribute('class')).toBe('sg-hit sg-linked');
    draw({ ...scene, edge: next, looked: [[], [13]] }, edges);
    expect(hit.getAttribute('data-link')).toBe('layer1.weight[13,0]');
    expect(hit.getAttribute('class')).toBe('sg-hit');
  });

  test('says whether its edges have other places', () => {
    const scene = makeScene();
    const edges = new GraphEdges(english, open);
    expect(edges.draw(scene, layoutOf(scene))).toBe(true);
    expect(edges.draw({ ...scene, phase: 'loss' }, layoutOf(scene))).toBe(false);
    expect(edges.draw(scene, layoutOf(scene, 700))).toBe(true);
    const narrower = makeScene({ widths: [2, 2, 1] });
    expect(edges.draw(narrower, layoutOf(narrower, 700))).toBe(true);
    expect(edges.hits.children).toHaveLength(6);
    expect(edges.lines.children).toHaveLength(7);
  });
});
