/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { Sigmoid, Tensor } from '../../../src/engine';
import { activationCurve } from '../../../src/views/graph/activationCurve';
import type { SceneNode } from '../../../src/views/graph/scene';
import type { UnitForm } from '../../../src/views/graph/unitLayout';
import { Neuron, unitNode, writeUnitNode } from '../../../src/views/graph/unitNode';
import { attributesIn, groupOf, layoutOf, makeScene, sceneNode, textsIn } from './scenes';

const f = new Sigmoid();
const curve = activationCurve(f, 0, Tensor.from([[0]]));
const z = { value: 1.5, ref: 'linear.output[0,1]' };
const a = { value: f.value(1.5), ref: 'sigmoid.output[0,1]' };
const forms: UnitForm[] = ['wide', 'stacked', 'plain'];

const neuron = (more: Partial<SceneNode> = {}): Neuron =>
  sceneNode(1, 1, { sum: { value: z, curve }, value: a, ...more }) as Neuron;

const draw = (form: UnitForm, node = neuron(), picture?: string): Element => {
  const layout = { ...layoutOf(makeScene()), form };
  const group = groupOf(unitNode(node, layout, 4, english, picture));
  writeUnitNode(group, node, layout);
  return group;
};

describe.each(forms)('a %s neuron', form => {
  test('shows z and the output, each with its own address', () => {
    const group = draw(form);
    for (const [name, { value, ref }] of [
      ['.sg-node-sum', z],
      ['.sg-node-value', a]
    ] as const) {
      expect(attributesIn(group, `${name} [data-value]`, 'data-value')).toEqual([String(value)]);
      expect(attributesIn(group, `${name} [data-value]`, 'data-ref')).toEqual([ref]);
    }
    expect(textsIn(group, '.sg-node-sum')).toEqual(['1.5']);
    expect(textsIn(group, '.sg-node-value')).toEqual(['0.82']);
  });

  test('shows no number before its step', () => {
    const before = draw(form, neuron({ sum: { curve }, value: undefined }));
    expect(before.querySelector('[data-value]')).toBeNull();
    expect(textsIn(before, '.sg-node-sum')).toEqual(['z']);
    expect(textsIn(before, '.sg-node-value')).toEqual([form === 'plain' ? '·' : 'a']);
    const half = draw(form, neuron({ value: undefined }));
    expect(attributesIn(half, '[data-value]', 'data-ref')).toEqual([z.ref]);
  });

  test('rewrites both numbers in place', () => {
    const group = draw(form);
    const before = Array.from(group.querySelectorAll('*'));
    const next = neuron({ sum: { value: { ...z, value: 2 }, curve }, value: { ...a, value: 0.25 } });
    writeUnitNode(group, next, { ...layoutOf(makeScene()), form });
    expect(Array.from(group.querySelectorAll('*'))).toEqual(before);
    expect(attributesIn(group, '[data-value]', 'data-value')).toEqual(['2', '0.25']);
  });

  test('shows how the batch spreads', () => {
    const spread = { values: [0, 1], low: 0, high: 1 };
    expect(draw(form, neuron({ spread })).querySelectorAll('.sg-spread')).toHaveLength(1);
  });

  test('takes a picture', () =>
    expect(attributesIn(draw(form, neuron(), 'data:x'), 'image', 'href')).toEqual(['data:x']));
});

describe('the curve', () => {
  /** The point on the curve, in px; null if there is none. */
  const point = (node: Neuron): number[] | null =>
    draw('wide', node)
      .querySelector('.sg-curve-point')
      ?.getAttribute('d')
      ?.match(/-?[\d.]+/g)
      ?.slice(0, 2)
      .map(Number) ?? null;

  test('has its point at z and the output: right and up', () => {
    const at = (x: number): number[] =>
      point(neuron({ sum: { value: { value: x }, curve }, value: { value: f.value(x) } }))!;
    expect(at(0)[0]).toBe(0);
    expect(Math.abs(at(0)[1])).toBeLessThan(1);
    expect(at(3)[0]).toBe(15);
    expect(at(3)[1]).toBeLessThan(-10);
    expect(at(-3)[0]).toBe(-15);
    expect(at(-3)[1]).toBeGreaterThan(10);
  });

  test('has no point before both numbers are known, for a batch, and where one is not finite', () => {
    expect(point(neuron({ value: undefined }))).toBeNull();
    expect(point(neuron({ spread: { values: [0, 1], low: 0, high: 1 } }))).toBeNull();
    expect(point(neuron({ value: { value: NaN } }))).toBeNull();
  });

  test('is an arrow where several layers lie between z and the output', () => {
    const group = draw('wide', neuron({ sum: { value: z } }));
    expect(group.querySelector('.sg-curve, .sg-curve-point')).toBeNull();
    expect(group.querySelectorAll('.sg-curve-line')).toHaveLength(1);
  });
});
