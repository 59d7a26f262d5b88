/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { edgeLegend } from '../../../src/views/graph/edgeLegend';
import type { EdgeTick } from '../../../src/views/graph/edgeScale';
import type { Scene } from '../../../src/views/graph/scene';
import { attributesIn, makeScene } from './scenes';

const ticks: EdgeTick[] = [
  [0.5, 3],
  [1, 6]
];

const drawn = (more: Partial<Scene>, of = ticks, broken = false): HTMLElement => {
  const div = document.createElement('div');
  div.append(...edgeLegend(makeScene(more), of, english, broken));
  return div;
};
const texts = (div: HTMLElement): (string | null)[] =>
  Array.from(div.children, ({ textContent }) => textContent);
const lines = (div: HTMLElement): string[] =>
  Array.from(
    div.querySelectorAll('path'),
    path => `${path.getAttribute('class')!.split(' ').pop()} ${path.getAttribute('stroke-width')}`
  );

test('explains the widths and the two signs of the weights', () => {
  const legend = drawn({});
  expect(texts(legend)).toEqual(['edge width: |w|', '0.5', '1', 'positive', 'negative']);
  expect(lines(legend)).toEqual(['sg-unknown 3', 'sg-unknown 6', 'sg-positive 4', 'sg-negative 4']);
  expect(attributesIn(legend, 'svg', 'aria-hidden')).toEqual(Array(4).fill('true'));
});

test('explains the widths of the gradients, and of which sample they are', () => {
  const backward = { phase: 'backward' as const };
  expect(texts(drawn(backward))).toEqual(['edge width: |∂L/∂w|', '0.5', '1', 'positive', 'negative']);
  expect(lines(drawn(backward))).toEqual(['sg-unknown 3', 'sg-unknown 6', 'sg-positive 4', 'sg-negative 4']);
  expect(texts(drawn({ ...backward, samples: 2, sample: 1 }))).toEqual([
    'edge width: |∂L/∂w|',
    'sample 2’s share',
    ...['1', 'positive', 'negative']
  ]);
  expect(texts(drawn({ ...backward, samples: 3, sample: null })).slice(0, 2)).toEqual([
    'edge width: |∂L/∂w|',
    'of the whole batch'
  ]);
});

test('explains the marks of the probabilities of one sample', () => {
  const probabilities: Scene['probabilities'] = {
    by: 'softmax',
    of: () => ({ symbol: 'p', isTarget: true, isPredicted: true, active: false })
  };
  expect(texts(drawn({ probabilities })).slice(-2)).toEqual(['target', '▸ predicted']);
  expect(texts(drawn({ probabilities, samples: 3, sample: null }))).not.toContain('target');
});

test('explains the nodes of the whole batch', () => {
  const text = texts(drawn({ samples: 3, sample: null })).pop();
  expect(text).toContain('the mean of 3 samples');
  expect(drawn({ samples: 3, sample: 0 }).querySelector('.sg-legend-note')).toBeNull();
});

test('names broken edges, and nothing else where there are no others', () => {
  expect(texts(drawn({}, ticks, true))).toEqual([
    'edge width: |w|',
    ...['0.5', '1'],
    'NaN or infinite',
    ...['positive', 'negative']
  ]);
  const only = drawn({}, [], true);
  expect(texts(only)).toEqual(['NaN or infinite']);
  expect(lines(only)).toEqual(['sg-broken 2']);
  expect(texts(drawn({}, []))).toEqual(['edge width: |w|', 'positive', 'negative']);
});
