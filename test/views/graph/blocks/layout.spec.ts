/** @jest-environment jsdom */
import {
  Dropout,
  Embedding,
  FeedForward,
  Flatten,
  LayerNorm,
  Linear,
  Module,
  RMSNorm,
  ReLU,
  Residual,
  Sequential,
  manualSeed
} from '../../../../src/engine';
import { Box, draw, ends, frames, goTo, traceOf, unitBoxes } from './drawn';

const networks: Record<string, [() => Record<string, Module>, number[][]]> = {
  'FeedForward 4 → 16 → 4': [
    () => ({ ff: new FeedForward(4, 16), out: new Linear(4, 2) }),
    [[1, 2, -1, 0.5]]
  ],
  'FeedForward 1 → 2 → 1': [() => ({ ff: new FeedForward(1, 2) }), [[1]]],
  'FeedForward 12 → 48 → 12': [
    () => ({ ff: new FeedForward(12, 48) }),
    [Array.from({ length: 12 }, (_, i) => i / 6 - 1)]
  ],
  'SwiGLU with dropout': [
    () => ({ ff: new FeedForward(3, 8, { activation: 'swiglu', dropout: 0.5 }) }),
    [[1, 2, -1]]
  ],
  'a FeedForward with dropout behind a Linear': [
    () => ({ in: new Linear(2, 3), ff: new FeedForward(3, 6, { dropout: 0.5 }), out: new Linear(3, 1) }),
    [[1, 2]]
  ],
  'a Residual round a norm and a FeedForward': [
    () => ({
      res: new Residual(new Sequential(new LayerNorm(3), new FeedForward(3, 6))),
      out: new Linear(3, 1)
    }),
    [[1, 2, -1]]
  ],
  'norms and a Dropout one after the other': [
    () => ({
      in: new Linear(2, 4),
      relu: new ReLU(),
      norm: new LayerNorm(4),
      drop: new Dropout({ p: 0.5 }),
      rms: new RMSNorm(4),
      out: new Linear(4, 1)
    }),
    [[1, 2]]
  ],
  'two words of an Embedding': [
    () => ({ words: new Embedding(12, 2), join: new Flatten(), out: new Linear(4, 2) }),
    [[3, 11]]
  ]
};

const widths = [438, 560, 900, 1300, 1760];
const cases = Object.keys(networks).flatMap(name => widths.map((width): [string, number] => [name, width]));

const recorded = (name: string): ReturnType<typeof traceOf> => {
  manualSeed(1);
  const [layers, input] = networks[name];
  return traceOf(layers(), input);
};

const isOver = (a: Box, b: Box): boolean =>
  Math.min(a.right, b.right) > Math.max(a.left, b.left) &&
  Math.min(a.bottom, b.bottom) > Math.max(a.top, b.top);
const isIn = (inner: Box, outer: Box): boolean =>
  inner.left >= outer.left &&
  inner.right <= outer.right &&
  inner.top >= outer.top &&
  inner.bottom <= outer.bottom;

describe.each([
  ['as they are at first', {}],
  ['all open', { open: true }],
  ['all folded', { open: false }]
])('blocks %s', (_, { open }: { open?: boolean }) => {
  const drawn = (name: string, width: number): Element => {
    const trace = recorded(name);
    const folds = new Map(open === undefined ? [] : trace.model.map(layer => [layer.name, open]));
    return draw(trace, width, { folds, step: 3 }).root;
  };

  test.each(cases)('%s at %i px: nothing is over anything else', (name, width) => {
    const boxes = unitBoxes(drawn(name, width));
    const over = boxes.flatMap((a, i) =>
      boxes
        .slice(0, i)
        .filter(b => isOver(a, b))
        .map(b => `${a.name} over ${b.name}`)
    );
    expect(over).toEqual([]);
  });

  test.each(cases)('%s at %i px: frames lie apart, in the picture, and hold their cells', (name, width) => {
    const root = drawn(name, width);
    const svg = root.querySelector('svg')!;
    const picture = {
      name: '',
      left: 0,
      top: 0,
      right: Number(svg.getAttribute('width')),
      bottom: Number(svg.getAttribute('height'))
    };
    const all = frames(root);
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(frame => !isIn(frame, picture))).toEqual([]);
    expect(all.filter((a, i) => all.slice(0, i).some(b => isOver(a, b)))).toEqual([]);
    for (const group of root.querySelectorAll('.sg-block')) {
      const [frame] = all.filter(each => each.name === group.getAttribute('data-block'));
      expect(unitBoxes(group).filter(cell => !isIn(cell, frame))).toEqual([]);
    }
    // A unit of the graph is in a frame or outside it, not on its border.
    const across = unitBoxes(root).filter(unit =>
      all.some(frame => isOver(unit, frame) && !isIn(unit, frame))
    );
    expect(across).toEqual([]);
  });

  test.each(cases)('%s at %i px: lines begin and end at what they join', (name, width) => {
    const root = drawn(name, width);
    const boxes = [...unitBoxes(root)];
    const touches = ([x, y]: [number, number]): boolean =>
      boxes.some(box => x >= box.left - 1 && x <= box.right + 1 && y >= box.top - 1 && y <= box.bottom + 1) ||
      // The end of a block's own output is the start of the next lines.
      frames(root).some(frame => Math.abs(x - frame.right) < 40 && y > frame.top && y < frame.bottom);
    const lines = Array.from(root.querySelectorAll('.sg-block-lines path[d*=C]'));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.flatMap(ends).filter(end => !touches(end))).toEqual([]);
  });
});

test('the arc of a Residual leads from its input to its first output, over all that is inside', () => {
  const { model, root } = draw(recorded('a Residual round a norm and a FeedForward'), 1300);
  goTo(model, 'res', 'activation');
  const arc = root.querySelector('.sg-arc')!;
  const [[x, y], [toX, toY]] = ends(arc);
  const box = (name: string): Box => unitBoxes(root).find(each => each.name === name)!;
  const [from, to] = [box('node 0 0'), box('node 1 0')];
  expect([x, y]).toEqual([from.right, (from.top + from.bottom) / 2]);
  expect(toX).toBe((to.left + to.right) / 2);
  expect(Math.abs(toY - to.top)).toBeLessThan(8);
  const high = Math.min(
    ...arc
      .getAttribute('d')!
      .match(/,(\d+)/g)!
      .map(text => Number(text.slice(1)))
  );
  const inside = unitBoxes(root.querySelector('.sg-block')!);
  expect(inside.filter(({ top }) => top <= high)).toEqual([]);
});

test('blocks are open where there is room, and folded where there is not', () => {
  const trace = recorded('FeedForward 4 → 16 → 4');
  const isOpen = (width: number): string | null =>
    draw(trace, width).root.querySelector('.sg-block')!.getAttribute('data-open');
  expect([438, 700, 1300].map(isOpen)).toEqual(['false', 'true', 'true']);
});
