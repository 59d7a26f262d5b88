/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { drawLossNode } from '../../../src/views/graph/lossNode';
import type { Scene, ShownNumber } from '../../../src/views/graph/scene';
import { attributesIn, groupOf, layoutOf, makeScene, textsIn } from './scenes';

const draw = (more: Partial<Scene> = {}, group: Element = groupOf([])): Element => {
  const scene = makeScene(more);
  drawLossNode(group, scene, layoutOf(scene), english);
  return group;
};

const targets = (...values: number[]): ShownNumber[] =>
  values.map((value, j) => ({
    value,
    ref: `#1/target[0,${j}]`,
    editable: `target[0,${j}]`,
    edited: false
  }));

/** The lines above the loss, without tooltips, and their heights. */
const above = (group: Element): [string, string | null][] =>
  Array.from(group.querySelectorAll('.sg-target'), line => {
    const copy = line.cloneNode(true) as Element;
    copy.querySelector('title')?.remove();
    return [copy.textContent!, line.getAttribute('y')];
  });

test('stands at its place in the layout, with its value and address', () => {
  const group = draw();
  const { columns } = layoutOf(makeScene());
  expect(group.getAttribute('transform')).toBe(`translate(${columns[3].x},${columns[3].y[0]})`);
  expect(attributesIn(group, '.sg-node-value [data-ref]', 'data-ref')).toEqual(['loss']);
  expect(attributesIn(group, '.sg-node-value [data-ref]', 'data-value')).toEqual(['0.25']);
  expect(group.getAttribute('class')).toBe('sg-node sg-loss-node sg-loss');
  expect(group.getAttribute('data-link')).toBe('loss');
  expect(group.getAttribute('aria-label')).toBe('L 0.25');
  expect(textsIn(group, '.sg-node-symbol')).toEqual(['L']);
  const rect = group.querySelector('rect')!;
  expect(['x', 'y', 'width', 'height'].map(name => rect.getAttribute(name))).toEqual([
    ...['-24', '-24'],
    ...['48', '48']
  ]);
  expect(group.querySelector('.sg-node-symbol')!.getAttribute('y')).toBe('39');
});

test('shows a dot before its step, and that it takes part', () => {
  const group = draw({ loss: { active: true } });
  expect(textsIn(group, '.sg-node-value')).toEqual(['·']);
  expect(group.classList.contains('sg-active')).toBe(true);
  expect(group.getAttribute('aria-label')).toBe('L ');
});

test('shows the target of a sample, which can be edited', () => {
  const group = draw({ targets: targets(0.5) });
  expect(above(group)).toEqual([['y = 0.5', '-32']]);
  expect(attributesIn(group, '.sg-target [data-ref]', 'data-ref')).toEqual(['#1/target[0,0]']);
  expect(attributesIn(group, '.sg-target [data-ref]', 'data-editable')).toEqual(['target[0,0]']);
});

test('shows several targets, each with its own address, from the top', () => {
  const group = draw({ targets: targets(1, 2, 3) });
  expect(above(group)).toEqual([
    ['y₁ = 1', '-62'],
    ['y₂ = 2', '-47'],
    ['y₃ = 3', '-32']
  ]);
  expect(attributesIn(group, '.sg-target [data-ref]', 'data-ref')).toEqual(
    [0, 1, 2].map(j => `#1/target[0,${j}]`)
  );
});

test('shows six targets, and how many more there are', () => {
  expect(above(draw({ targets: targets(1, 2, 3, 4, 5, 6) }))).toHaveLength(6);
  const lines = above(draw({ targets: targets(1, 2, 3, 4, 5, 6, 7, 8) }));
  expect(lines).toHaveLength(7);
  expect(lines[5]).toEqual(['y₆ = 6', '-47']);
  expect(lines[6]).toEqual(['… 2 more', '-32']);
});

test('names the class of a target under it', () => {
  const classNames = ['cat', 'an animal with a long name'];
  const group = draw({ targets: targets(1), classNames });
  expect(above(group).map(([, y]) => y)).toEqual(['-47', '-32']);
  expect(above(group)[0][0]).toBe('y = 1');
  expect(above(group)[1][0]).toMatch(/^an animal.*…$/);
  expect(textsIn(group, 'title')).toEqual([classNames[1]]);
  expect(above(draw({ targets: targets(0), classNames }))[1][0]).toBe('cat');
  expect(above(draw({ targets: targets(0.5), classNames }))).toHaveLength(1);
  expect(above(draw({ targets: targets(0), classNames: ['only'] }))).toHaveLength(1);
  expect(above(draw({ targets: targets(0, 1), classNames }))).toHaveLength(2);
});

test('counts the targets of the whole batch', () =>
  expect(above(draw({ samples: 5, sample: null, targets: targets(1, 2) }))).toEqual([['5 targets', '-32']]));

describe('drawn again', () => {
  test('rewrites the loss alone where nothing else has changed', () => {
    const group = draw();
    const before = Array.from(group.querySelectorAll('*'));
    draw({ loss: { value: { value: 2, ref: 'loss' }, active: true } }, group);
    expect(Array.from(group.querySelectorAll('*'))).toEqual(before);
    expect(attributesIn(group, '.sg-node-value [data-ref]', 'data-value')).toEqual(['2']);
    expect(group.classList.contains('sg-active')).toBe(true);
  });

  test.each<[string, Partial<Scene>]>([
    ['the value of a target', { targets: targets(0.75) }],
    ['an edited target', { targets: [{ ...targets(1)[0], edited: true }] }],
    ['the number of samples of the batch', { sample: null, samples: 3 }],
    ['the names of the classes', { classNames: ['no', 'yes'] }],
    ['the loss before its step', { loss: { active: false } }]
  ])('shows %s', (_what, next) => {
    const group = draw();
    draw(next, group);
    expect(group.innerHTML).toBe(draw(next).innerHTML);
  });
});
