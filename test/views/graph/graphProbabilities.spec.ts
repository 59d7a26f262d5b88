/** @jest-environment jsdom */
import { layoutNetwork } from '../../../src/derivation/graphLayout';
import { english } from '../../../src/derivation';
import { GraphProbabilities } from '../../../src/views/graph/graphProbabilities';
import type { Scene, SceneProbability } from '../../../src/views/graph/scene';
import { unitLayout } from '../../../src/views/graph/unitLayout';
import { attributesIn, makeScene, textsIn } from './scenes';

const values = [0.125, 0.625, 0.25];

const probability = (unit: number, more: Partial<SceneProbability> = {}): SceneProbability => ({
  ...{ symbol: `p${unit}`, name: ['cat', 'dog', 'owl'][unit], value: { value: values[unit] } },
  ...{ isTarget: unit === 2, isPredicted: unit === 1, active: false },
  ...more
});

const sceneOf = (more: Partial<SceneProbability> = {}): Scene =>
  makeScene({ widths: [2, 3], probabilities: { by: 'softmax', of: unit => probability(unit, more) } });

const layout = unitLayout(layoutNetwork([2, 3, 3], [[], [], []], 800, 34), column =>
  column === 2 ? 'probabilities' : 'circles'
);

const draw = (scene = sceneOf(), drawn = new GraphProbabilities(english)): Element => {
  drawn.draw(scene, layout);
  return drawn.element;
};

const widthsOf = (element: Element): number[] =>
  attributesIn(element, '.sg-probability-bar', 'width').map(Number);

test('a bar is as long as its probability, in the row of its output', () => {
  const element = draw();
  const track = Number(element.querySelector('.sg-bar-track')!.getAttribute('width'));
  expect(widthsOf(element).map(width => width / track)).toEqual(values);
  expect(attributesIn(element, '.sg-probability', 'transform')).toEqual(
    layout.columns[1].y.map(y => `translate(${layout.columns[2].x},${y})`)
  );
  expect(attributesIn(element, '.sg-probability', 'data-class')).toEqual(['0', '1', '2']);
  expect(attributesIn(element, '[data-value]', 'data-value')).toEqual(values.map(String));
});

test('outlines the target and marks the prediction, also for a screen reader', () => {
  const element = draw();
  const look = (selector: string): (string | null)[] => attributesIn(element, selector, 'data-class');
  expect(look('.sg-probability:has(.sg-wanted-frame)')).toEqual(['2']);
  expect(look('.sg-predicted')).toEqual(['1']);
  expect(textsIn(element, '.sg-probability-name')).toEqual(['cat', 'dog', 'owl']);
  expect(textsIn(element, '.sg-probability-value')).toEqual(['0.13', '▸ 0.63', '0.25']);
  expect(attributesIn(element, '.sg-probability', 'aria-label')).toEqual([
    'cat p0 0.125',
    'dog p1 0.625 predicted',
    'owl p2 0.25 target'
  ]);
});

test('has empty bars before the step, and takes what is no probability as 0', () => {
  const before = draw(sceneOf({ value: undefined, isPredicted: false }));
  expect(before.querySelector('[data-value]')).toBeNull();
  expect(widthsOf(before)).toEqual([0, 0, 0]);
  expect(widthsOf(draw(sceneOf({ value: { value: NaN } })))).toEqual([0, 0, 0]);
});

test('is named by its function, and goes with the probabilities', () => {
  const drawn = new GraphProbabilities(english);
  expect(textsIn(draw(sceneOf(), drawn), '.sg-probability-title')).toEqual(['softmax']);
  const gone = draw(makeScene({ widths: [2, 3] }), drawn);
  expect(gone.getAttribute('display')).toBe('none');
  expect(gone.querySelectorAll('.sg-probability')).toHaveLength(0);
});

test('changes in place', () => {
  const drawn = new GraphProbabilities(english);
  const groups = [...draw(sceneOf(), drawn).querySelectorAll('.sg-probability')];
  const element = draw(sceneOf({ value: { value: 0.5 } }), drawn);
  expect([...element.querySelectorAll('.sg-probability')]).toEqual(groups);
  expect(attributesIn(element, '[data-value]', 'data-value')).toEqual(['0.5', '0.5', '0.5']);
});
