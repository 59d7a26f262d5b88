import { edgeSlots, slotsKey } from '../../../src/views/graph/edgeSlots';
import { layoutOf, makeScene } from './scenes';

/** The two ends of a path: M x,y … x,y. */
const ends = (path: string): number[][] => {
  const numbers = path.match(/-?[\d.]+/g)!.map(Number);
  return [numbers.slice(0, 2), numbers.slice(-2)];
};

describe('the slots', () => {
  test('lead from each unit to each unit of the next column, and from the outputs to the loss', () => {
    const scene = makeScene();
    const slots = edgeSlots(scene, layoutOf(scene));
    expect(slots.map(({ key }) => key)).toEqual([
      ...['1/0/0', '1/0/1', '1/1/0', '1/1/1', '1/2/0', '1/2/1'],
      ...['2/0/0', '2/0/1', '2/0/2'],
      '3/0/0'
    ]);
    expect(slots.map(({ isWeight }) => isWeight)).toEqual([...Array<boolean>(9).fill(true), false]);
  });

  test('go from the right of one circle to the left of the other', () => {
    const scene = makeScene();
    const layout = layoutOf(scene);
    const { columns, radius } = layout;
    for (const { column, row, input, path } of edgeSlots(scene, layout)) {
      const [left, right] = [columns[column - 1], columns[column]];
      expect(ends(path)).toEqual([
        [left.x + radius, left.y[input]],
        [right.x - radius, right.y[row]]
      ]);
    }
  });

  test('join each unit with its own alone where no weights are', () => {
    const scene = makeScene({ widths: [3, 3], joins: () => 'each', targets: [] });
    const slots = edgeSlots(scene, layoutOf(scene));
    expect(slots.map(({ key, isWeight }) => [key, isWeight])).toEqual([
      ['1/0/0', false],
      ['1/1/1', false],
      ['1/2/2', false]
    ]);
  });

  test('lead from each output to its own probability, and from each of these to the loss', () => {
    const probability = { symbol: 'p', isTarget: false, isPredicted: false, active: false };
    const probabilities = { by: 'softmax' as const, of: () => probability };
    const scene = makeScene({ widths: [1, 3], probabilities });
    const plain = layoutOf(scene);
    const column = { ...plain.columns[1], x: plain.columns[1].x + 20 };
    const columns = [...plain.columns.slice(0, 2), column, ...plain.columns.slice(2)];
    const keys = edgeSlots(scene, { ...plain, columns }).map(({ key }) => key);
    expect(keys.slice(3)).toEqual(['2/0/0', '2/1/1', '2/2/2', '3/0/0', '3/0/1', '3/0/2']);
  });

  test('join all with all where a layer mixes its inputs', () => {
    const scene = makeScene({ widths: [2, 2], joins: () => 'all', targets: [] });
    const slots = edgeSlots(scene, layoutOf(scene));
    expect(slots).toHaveLength(4);
    expect(slots.some(({ isWeight }) => isWeight)).toBe(false);
  });

  test('leave out the gap of a folded column', () => {
    const scene = makeScene({ widths: [1, 20], targets: [] });
    const layout = layoutOf(scene);
    const gap = layout.columns[1].rows.indexOf(null);
    const rows = edgeSlots(scene, layout).map(({ row }) => row);
    expect(gap).toBeGreaterThan(0);
    expect(rows).toEqual([0, 1, 2, 3, 4, 5, 6, 7].filter(row => row !== gap));
    const back = makeScene({ widths: [20, 1], targets: [] });
    expect(edgeSlots(back, layoutOf(back)).map(({ input }) => input)).toEqual(rows);
  });
});

describe('the key of the slots', () => {
  const keyOf = (...[more, width]: [Parameters<typeof makeScene>[0]?, number?]): string => {
    const scene = makeScene(more);
    return slotsKey(scene, layoutOf(scene, width));
  };
  const wide = { widths: [1, 20, 20], targets: [] };
  const looked = [[], [10], [10]];

  test('stays the same for the same places', () => {
    expect(keyOf()).toBe(keyOf({ phase: 'backward', largest: 7 }));
    expect(keyOf({ ...wide, looked })).toBe(keyOf({ ...wide, looked: [[], [9], [8]] }));
  });

  test('differs for another width, another shape and another kind of join', () => {
    const keys = [keyOf(), keyOf({}, 700), keyOf({ widths: [2, 3, 2] }), keyOf({ joins: () => 'all' })];
    expect(new Set(keys).size).toBe(4);
  });

  test('differs where the gap moves', () =>
    expect(keyOf({ ...wide, looked: [[], [], []] })).not.toBe(
      keyOf({ ...wide, looked: [[], [19, 18, 17], []] })
    ));

  test('depends on the units that are drawn where each is joined with its own', () => {
    const joins = (column: number): 'weights' | 'each' => (column === 2 ? 'each' : 'weights');
    const key = keyOf({ ...wide, joins, looked });
    expect(keyOf({ ...wide, joins, looked: [[], [11], [10]] })).not.toBe(key);
    expect(keyOf({ ...wide, joins, looked: [[], [10], [11]] })).not.toBe(key);
  });
});
