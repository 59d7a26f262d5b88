/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { layoutNetwork } from '../../../src/derivation/graphLayout';
import type { SceneNode } from '../../../src/views/graph/scene';
import { UnitLayout, unitLayout } from '../../../src/views/graph/unitLayout';
import { lookOf, valueNode, writeValueNode } from '../../../src/views/graph/valueNode';
import { attributesIn, groupOf, sceneNode, textsIn } from './scenes';

/** A layout of circles. */
const layoutWith = (widths: number[], width: number): UnitLayout =>
  unitLayout(layoutNetwork(widths, [[], [], []], width, 34), () => 'circles');

const layout = layoutWith([2, 3, 1], 600);
const delta = { value: -0.5, ref: 'layer1.output.grad[0,1]' };
const spread = { values: [1, 2], low: 0, high: 4 };

const draw = (
  column: number,
  more: Partial<SceneNode> = {},
  { in: place = layout, room = 100, picture }: { in?: UnitLayout; room?: number; picture?: string } = {}
): SVGGElement => groupOf(valueNode(sceneNode(column, 1, more), place, room, 4, english, picture));

const label = (node: Element): Element => node.querySelector('.sg-node-symbol')!;

describe('a unit', () => {
  test('shows its value in the circle, and its symbol below', () => {
    const node = draw(1);
    expect(node.querySelector('circle')!.getAttribute('r')).toBe('25');
    expect(attributesIn(node, '.sg-node-value [data-ref]', 'data-ref')).toEqual(['layer1.output[0,1]']);
    expect(node.querySelector('.sg-node-value')!.getAttribute('dy')).toBe('0.35em');
    expect(label(node).textContent).toBe('n11');
    expect([label(node).getAttribute('x'), label(node).getAttribute('y')]).toEqual(['0', '39']);
    expect(label(node).getAttribute('text-anchor')).toBe('middle');
    expect(textsIn(draw(1, { value: undefined }), '.sg-node-value')).toEqual(['·']);
  });

  test('shows δ beside its symbol', () => {
    const text = label(draw(1, { delta }));
    expect(text.textContent).toBe('n11 · δ −0.5');
    expect(attributesIn(text, '[data-ref]', 'data-ref')).toEqual(['layer1.output.grad[0,1]']);
    expect(text.querySelector('.sg-node-delta')!.hasAttribute('x')).toBe(false);
  });

  test('shows δ below its symbol where the next column is too near', () => {
    const near = layoutWith([2, 3, 1], 100);
    const text = label(draw(1, { delta }, { in: near }));
    expect(text.textContent).toBe('n11δ −0.5');
    expect(text.getAttribute('class')).toBe('sg-node-symbol sg-two-lines');
    expect(text.getAttribute('y')).toBe('37');
    const line = text.querySelector('.sg-node-delta')!;
    expect([line.getAttribute('x'), line.getAttribute('dy')]).toEqual(['0', '1.15em']);
  });

  test('moves both lines into the middle of a narrow gap', () => {
    const tall = layoutWith([2, 8, 1], 100);
    const text = label(draw(1, { delta }, { in: tall }));
    expect(text.getAttribute('y')).toBe(String(Math.floor(tall.spacing / 2) - 1));
    expect(text.querySelector('.sg-node-delta')!.getAttribute('dy')).toBe('1em');
  });

  test('shows the name of its class after its symbol, and δ below', () => {
    const name = 'a very long name of a class';
    const node = draw(2, { name });
    expect(label(node).firstChild!.textContent).toMatch(/^n21 a very.*…$/);
    expect(label(node).querySelector('title')!.textContent).toBe(name);
    expect(draw(2, { name: 'cat', delta }).querySelector('.sg-node-delta')!.textContent).toBe('δ −0.5');
    expect(draw(2).querySelector('title')).toBeNull();
  });

  test('shows how the batch spreads under its mean, and the sum of its δs', () => {
    const node = draw(1, { spread, delta });
    expect(node.querySelector('.sg-spread')).not.toBeNull();
    expect(node.querySelector('.sg-node-value')!.getAttribute('dy')).toBe('-0.05em');
    expect(label(node).textContent).toBe('n11 · Σδ −0.5');
    expect(draw(1).querySelector('.sg-spread')).toBeNull();
  });

  test('shows a picture behind its value', () => {
    const node = draw(1, {}, { picture: 'data:picture' });
    expect(Array.from(node.children, ({ tagName }) => tagName)).toEqual(['circle', 'image', 'text', 'text']);
    expect(attributesIn(node, 'image', 'href')).toEqual(['data:picture']);
    expect(node.querySelector('.sg-node-value')!.classList.contains('sg-over')).toBe(true);
    expect(draw(1).querySelector('.sg-over, image')).toBeNull();
  });
});

describe('an input', () => {
  const places = (node: Element): (string | null)[][] =>
    Array.from(node.querySelectorAll('.sg-node-name, .sg-node-symbol'), text => [
      text.firstChild!.textContent,
      text.getAttribute('x'),
      text.getAttribute('y'),
      text.getAttribute('text-anchor')
    ]);

  test('has its symbol on its left', () => {
    expect(places(draw(0))).toEqual([['n01', '-31', null, 'end']]);
    expect(label(draw(0)).getAttribute('dy')).toBe('0.35em');
  });

  test('has its name over its symbol, on one line or two', () => {
    expect(places(draw(0, { name: 'size' }))).toEqual([
      ['size', '-31', '-1', 'end'],
      ['n01', '-31', '14', 'end']
    ]);
    const two = draw(0, { name: 'petal length' }, { room: 50 });
    expect(places(two)).toEqual([
      ['petal', '-31', '-9', 'end'],
      ['length', '-31', '5', 'end'],
      ['n01', '-31', '20', 'end']
    ]);
    expect(textsIn(two, 'title')).toEqual(['petal length']);
  });
});

test('rewrites the value and δ of a node, each in its place', () => {
  const node = draw(1, { delta });
  const before = Array.from(node.querySelectorAll('*'));
  const value = { value: 0.75, ref: 'b' };
  writeValueNode(node, sceneNode(1, 1, { value, delta: { value: 0.125, ref: 'c' } }), layout);
  expect(Array.from(node.querySelectorAll('*'))).toEqual(before);
  expect(attributesIn(node, '.sg-node-value [data-ref]', 'data-value')).toEqual(['0.75']);
  expect(attributesIn(node, '.sg-node-delta [data-ref]', 'data-value')).toEqual(['0.125']);
  const empty = draw(1, { value: undefined });
  writeValueNode(empty, sceneNode(1, 1, { value: undefined }), layout);
  expect(textsIn(empty, '.sg-node-value')).toEqual(['·']);
});

test('two nodes look alike that differ in their numbers alone', () => {
  const look = (more: Partial<SceneNode> = {}): string => lookOf(sceneNode(1, 1, more));
  expect(look({ value: { value: 7 }, active: true })).toBe(look());
  expect(look({ delta: { value: 7 } })).toBe(look({ delta }));
  const others = [
    look(),
    look({ symbol: 'x' }),
    look({ name: 'x' }),
    look({ value: undefined }),
    look({ delta }),
    look({ spread }),
    look({ spread: { ...spread, low: 1 } }),
    look({ spread: { ...spread, high: 5 } }),
    look({ spread: { ...spread, values: [1, 3] } })
  ];
  expect(new Set(others).size).toBe(others.length);
});
