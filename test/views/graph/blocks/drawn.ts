/** Blocks drawn by a graph: networks with each of them, and the boxes of what is drawn. */
import { english } from '../../../../src/derivation';
import { MSELoss, Module, SGD, Sequential, manualSeed } from '../../../../src/engine';
import { Trace, record } from '../../../../src/trace';
import { Graph } from '../../../../src/views/graph/graph';
import { stepperScene } from '../../../../src/views/graph/stepperScene';
import { StepperModel } from '../../../../src/views/state/stepperModel';

/** A recorded pass of layers, by name. */
export function traceOf(layers: Record<string, Module>, input: number[][]): Trace {
  const model = new Sequential(layers);
  const { shape } = model.forward(input);
  const target = Array.from({ length: shape[0] }, () => Array.from({ length: shape[1] }, (_, i) => i - 0.5));
  manualSeed(2);
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  return JSON.parse(
    JSON.stringify(record(model, { input, target, loss: new MSELoss(), optimizer }))
  ) as Trace;
}

/** A stepper's graph of a width, in px, redrawn whenever its model changes. */
export function draw(trace: Trace, width = 1000, place: ConstructorParameters<typeof StepperModel>[1] = {}) {
  const model = new StepperModel(trace, place);
  const graph = new Graph(english, {
    node: () => undefined,
    edge: () => undefined,
    fold: (name, isOpen) => model.fold(name, isOpen)
  });
  graph.resize(width);
  const redraw = (): void => graph.draw(stepperScene(model));
  model.changed.connect(redraw);
  redraw();
  document.body.replaceChildren(graph.element);
  return { model, root: graph.element };
}

/** Goes to the first step with an operation of a layer. */
export function goTo(model: StepperModel, layer: string, kind: 'z' | 'activation' | 'slope' | 'own'): void {
  const at = model.network.layers.findIndex(({ name }) => name === layer);
  for (let step = 0; step < model.steps; step++) {
    model.goTo(step);
    for (let i = 0; i < model.step.count; i++) {
      const operation = model.step.operation(i);
      const layerOf =
        'layer' in operation ? operation.layer : 'stage' in operation ? operation.stage.linear : null;
      if (operation.kind === kind && layerOf === at) {
        return;
      }
    }
  }
  throw new Error(`no step ${kind} of ${layer}`);
}

/** The numbers of an arm's cells, or of another part of them. */
export const cells = (root: Element, arm: number, part = '.sg-node-value'): number[] =>
  Array.from(root.querySelectorAll(`[data-cell^="${arm}/"] ${part} [data-value]`), valueOf);

export const valueOf = (element: Element): number => Number(element.getAttribute('data-value'));

export interface Box {
  name: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const numbersIn = (text: string): number[] => text.match(/-?\d+(?:\.\d+)?/g)!.map(Number);

/** The boxes of the units and of the cells: each group's place and the size of its outermost shape. */
export const unitBoxes = (root: Element): Box[] =>
  Array.from(root.querySelectorAll('.sg-node, .sg-block-cell'), (group): Box => {
    const [x, y] = numbersIn(group.getAttribute('transform')!);
    const size = (name: string): number =>
      Number(group.querySelector(':scope > rect')?.getAttribute(name) ?? NaN);
    const r = Number(group.querySelector(':scope > circle:not(.sg-block-sign)')?.getAttribute('r') ?? 0);
    const isWhole = !group.matches('.sg-plain') && group.querySelector(':scope > rect') !== null;
    const [half, height] = isWhole ? [size('width') / 2, size('height') / 2] : [r, r];
    const name = group.getAttribute('data-cell') ?? group.getAttribute('data-link') ?? '';
    return { name, left: x - half, right: x + half, top: y - height, bottom: y + height };
  });

export const frames = (root: Element): Box[] =>
  Array.from(root.querySelectorAll('.sg-block'), (group): Box => {
    const rect = group.querySelector('.sg-block-frame')!;
    const [left, top, width, height] = ['x', 'y', 'width', 'height'].map(name =>
      Number(rect.getAttribute(name))
    );
    return { name: group.getAttribute('data-block')!, left, right: left + width, top, bottom: top + height };
  });

/** The two ends of a path. */
export function ends(path: Element): [number, number][] {
  const numbers = numbersIn(path.getAttribute('d')!);
  return [
    [numbers[0], numbers[1]],
    [numbers[numbers.length - 2], numbers[numbers.length - 1]]
  ];
}
