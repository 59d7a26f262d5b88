/** Scenes and layouts by hand, in which every number says its own place. */
import { layoutNetwork } from '../../../src/derivation/graphLayout';
import type { Scene, SceneEdge, SceneNode } from '../../../src/views/graph/scene';
import { UnitLayout, unitLayout } from '../../../src/views/graph/unitLayout';

/** The value of a node: its column and its unit, as in 1.02. */
export const valueOfNode = (column: number, unit: number): number => column + unit / 100;
/** The number of an edge: its column, unit and input, as in 1.23; of odd inputs negative. */
export const numberOfEdge = (column: number, unit: number, input: number): number =>
  (input % 2 ? -1 : 1) * (column + unit / 10 + input / 100);

export const sceneNode = (column: number, unit: number, more: Partial<SceneNode> = {}): SceneNode => ({
  column,
  unit,
  symbol: `n${column}${unit}`,
  value: { value: valueOfNode(column, unit), ref: `layer${column}.output[0,${unit}]` },
  active: false,
  ...more
});

/** An edge, always the same object for the same place. */
export function sceneEdges(more: Partial<SceneEdge> = {}): Scene['edge'] {
  const made = new Map<string, SceneEdge>();
  return (column, unit, input) => {
    const key = `${column}/${unit}/${input}`;
    const shown = numberOfEdge(column, unit, input);
    const weight = { value: shown, ref: `#0/layer${column}.weight[${unit},${input}]` };
    const edge = made.get(key) ?? {
      ...{ symbol: `w${column}${unit}${input}`, weight, shown, active: false, asked: more.active ?? false },
      ...more
    };
    made.set(key, edge);
    return edge;
  };
}

/** A scene of 2 inputs, 3 units and 1 output, in the forward pass of one sample. */
export const makeScene = (more: Partial<Scene> = {}): Scene => {
  const widths = more.widths ?? [2, 3, 1];
  return {
    widths,
    looked: widths.map(() => []),
    phase: 'forward',
    joins: () => 'weights',
    node: (column, unit) => sceneNode(column, unit),
    edge: sceneEdges(),
    bias: () => null,
    chain: () => ({ blocks: [], isBefore: false }),
    hasSums: () => false,
    largest: 4,
    loss: { value: { value: 0.25, ref: 'loss' }, active: false },
    targets: [{ value: 1, ref: 'target[0,0]', editable: 'target[0,0]', edited: false }],
    digits: 4,
    samples: 1,
    sample: 0,
    ...more
  };
};

export const layoutOf = ({ widths, looked, targets, hasSums }: Scene, width = 600): UnitLayout =>
  unitLayout(layoutNetwork(widths, looked, width, 34, targets.length > 0), column =>
    hasSums(column) ? 'neurons' : 'circles'
  );

/** The texts of the elements that a selector finds. */
export const textsIn = (root: Element, selector: string): (string | null)[] =>
  Array.from(root.querySelectorAll(selector), ({ textContent }) => textContent);

/** An attribute of the elements that a selector finds. */
export const attributesIn = (root: Element, selector: string, name: string): (string | null)[] =>
  Array.from(root.querySelectorAll(selector), each => each.getAttribute(name));

/** Parts of a node in a group, to be asked. */
export function groupOf(parts: Element[]): SVGGElement {
  const group = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  group.append(...parts);
  return group;
}
