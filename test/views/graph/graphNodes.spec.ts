/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { GraphNodes } from '../../../src/views/graph/graphNodes';
import type { Backdrop } from '../../../src/views/graph/nodeSurfaces';
import type { Scene } from '../../../src/views/graph/scene';
import { attributesIn, layoutOf, makeScene, sceneNode, textsIn, valueOfNode } from './scenes';

const open = jest.fn();
const choose = jest.fn();
beforeEach(() => {
  open.mockClear();
  choose.mockClear();
});

const make = (small = false): GraphNodes => new GraphNodes(english, small, open, choose);

const draw = (scene: Scene, nodes = make(), placed = true, backdrop?: Backdrop): GraphNodes => {
  nodes.draw(scene, layoutOf(scene), placed, 40, backdrop);
  return nodes;
};

const nodeAt = ({ element }: GraphNodes, column: number, unit: number): Element =>
  element.querySelector(`[data-link="node ${column} ${unit}"]`)!;

const places = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
  [1, 2],
  [2, 0]
];

describe('a node', () => {
  test('stands at its place, with its own number', () => {
    const scene = makeScene();
    const nodes = draw(scene);
    const { columns } = layoutOf(scene);
    expect(attributesIn(nodes.element, '.sg-node', 'data-link')).toEqual(
      places.map(([column, unit]) => `node ${column} ${unit}`)
    );
    for (const [column, unit] of places) {
      const node = nodeAt(nodes, column, unit);
      expect(node.getAttribute('transform')).toBe(
        `translate(${columns[column].x},${columns[column].y[unit]})`
      );
      expect(attributesIn(node, '[data-ref]', 'data-ref')).toEqual([`layer${column}.output[0,${unit}]`]);
      expect(attributesIn(node, '[data-ref]', 'data-value')).toEqual([String(valueOfNode(column, unit))]);
      expect(node.getAttribute('class')).toBe(`sg-node ${column === 0 ? 'sg-input' : 'sg-activation'}`);
      expect(node.getAttribute('role')).toBe('button');
    }
  });

  test('says its name, its symbol and its number', () => {
    const named = draw(makeScene({ node: (column, unit) => sceneNode(column, unit, { name: 'size' }) }));
    expect(nodeAt(named, 1, 2).getAttribute('aria-label')).toBe('size n12 1.02');
    const empty = draw(
      makeScene({ node: (column, unit) => sceneNode(column, unit, { value: undefined, active: true }) })
    );
    expect(nodeAt(empty, 1, 2).getAttribute('aria-label')).toBe('n12');
    expect(nodeAt(empty, 1, 2).classList.contains('sg-active')).toBe(true);
  });

  test('opens with a click, and with Enter alone', () => {
    const nodes = draw(makeScene());
    for (const [column, unit] of places) {
      nodeAt(nodes, column, unit).dispatchEvent(new MouseEvent('click', { bubbles: true }));
      expect(open).toHaveBeenLastCalledWith(column, unit);
    }
    open.mockClear();
    nodeAt(nodes, 1, 2).dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    expect(open).not.toHaveBeenCalled();
    nodeAt(nodes, 1, 2).dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    expect(open.mock.calls).toEqual([[1, 2]]);
  });

  test('of a small graph shows its symbol instead of its number', () => {
    const scene = makeScene({ node: (column, unit) => sceneNode(column, unit, { name: 'petal length' }) });
    const nodes = draw(scene, make(true));
    expect(nodes.element.querySelector('[data-value]')).toBeNull();
    // 40 px for the names of the inputs, 76 px for those of the outputs.
    expect(textsIn(nodeAt(nodes, 0, 1), 'text')).toEqual(['n01', 'peta…']);
    expect(textsIn(nodeAt(nodes, 2, 0), 'text')).toEqual(['n20', 'petal len…']);
  });
});

describe('a second scene', () => {
  const later = (more: Partial<Scene> = {}): Scene =>
    makeScene({
      node: (column, unit) =>
        sceneNode(column, unit, {
          value: { value: 10 + valueOfNode(column, unit), ref: `b${column}${unit}` }
        }),
      ...more
    });

  test('rewrites the numbers in the same elements', () => {
    const nodes = draw(makeScene());
    const before = Array.from(nodes.element.querySelectorAll('*'));
    draw(later(), nodes, false);
    expect(Array.from(nodes.element.querySelectorAll('*'))).toEqual(before);
    for (const [column, unit] of places) {
      expect(attributesIn(nodeAt(nodes, column, unit), '[data-ref]', 'data-ref')).toEqual([
        `b${column}${unit}`
      ]);
    }
  });

  test('adds a δ to the node that has it now', () => {
    const nodes = draw(makeScene());
    const delta = { value: 0.5, ref: 'delta' };
    draw(
      makeScene({
        node: (column, unit) =>
          sceneNode(column, unit, column === 1 && unit === 1 ? { delta, value: { value: 3, ref: 'c' } } : {})
      }),
      nodes,
      false
    );
    expect(attributesIn(nodes.element, '.sg-node-delta [data-ref]', 'data-ref')).toEqual(['delta']);
    expect(nodeAt(nodes, 1, 1).querySelector('[data-ref=delta]')).not.toBeNull();
  });

  test('opens the unit that now stands in a row, and keeps no mark of the unit before', () => {
    const scene = makeScene({ widths: [1, 20], looked: [[], [12]], targets: [] });
    const nodes = draw(scene);
    const node = nodeAt(nodes, 1, 12);
    node.classList.add('sg-linked');
    draw(scene, nodes, false);
    expect(node.classList.contains('sg-linked')).toBe(true);
    draw({ ...scene, looked: [[], [13]] }, nodes, false);
    expect(node.getAttribute('data-link')).toBe('node 1 13');
    expect(node.classList.contains('sg-linked')).toBe(false);
    node.dispatchEvent(new MouseEvent('click'));
    expect(open).toHaveBeenLastCalledWith(1, 13);
  });

  test('leaves out the nodes of a smaller network, and keeps the loss', () => {
    const nodes = draw(makeScene());
    const loss = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    loss.setAttribute('class', 'sg-node sg-loss-node');
    nodes.element.append(loss);
    draw(makeScene({ widths: [2, 1] }), nodes);
    expect(attributesIn(nodes.element, '.sg-activation', 'data-link')).toEqual(['node 1 0']);
    expect(loss.isConnected || nodes.element.contains(loss)).toBe(true);
  });

  test('takes pictures, changes them in place, and drops them', () => {
    const pictures =
      (name: string): Backdrop =>
      (column, unit) =>
        `data:${name}${column}${unit}`;
    const nodes = draw(makeScene(), make(), true, pictures('a'));
    const image = nodeAt(nodes, 1, 2).querySelector('image')!;
    expect(image.getAttribute('href')).toBe('data:a12');
    draw(later(), nodes, false, pictures('b'));
    expect(nodeAt(nodes, 1, 2).querySelector('image')).toBe(image);
    expect(image.getAttribute('href')).toBe('data:b12');
    expect(attributesIn(nodeAt(nodes, 1, 2), '[data-ref]', 'data-ref')).toEqual(['b12']);
    draw(later(), nodes, false);
    expect(nodes.element.querySelector('image')).toBeNull();
  });
});

describe('a gap', () => {
  const scene = makeScene({ widths: [1, 20], targets: [] });

  test('stands where units are folded away, and says how many', () => {
    const { element } = draw(scene);
    const { rows, x, y } = layoutOf(scene).columns[1];
    const gaps = element.querySelectorAll('.sg-gap');
    expect(gaps).toHaveLength(1);
    expect(gaps[0].textContent).toBe('… 13 more');
    expect(gaps[0].getAttribute('aria-label')).toBe('… 13 more: choose one');
    expect(gaps[0].getAttribute('data-link')).toBe('gap 1');
    expect(gaps[0].getAttribute('role')).toBe('button');
    expect([gaps[0].getAttribute('x'), gaps[0].getAttribute('y')]).toEqual([
      String(x),
      String(y[rows.indexOf(null)])
    ]);
    expect(attributesIn(element, '.sg-activation', 'data-link')).toEqual(
      rows.filter(unit => unit !== null).map(unit => `node 1 ${unit}`)
    );
  });

  test('lets the learner choose with a click, and with Enter', () => {
    const gap = draw(scene).element.querySelector('.sg-gap')!;
    gap.dispatchEvent(new MouseEvent('click'));
    expect(choose).toHaveBeenLastCalledWith(expect.objectContaining({ column: 1, hidden: 13 }));
    gap.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
    expect(choose).toHaveBeenCalledTimes(1);
    gap.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    expect(choose).toHaveBeenCalledTimes(2);
  });

  test('goes with the units that were folded', () => {
    const nodes = draw(scene);
    draw(makeScene(), nodes);
    expect(nodes.element.querySelector('.sg-gap')).toBeNull();
  });
});
