/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { english } from '../../../src/derivation';
import {
  CrossEntropyLoss,
  Embedding,
  Flatten,
  LayerNorm,
  Linear,
  MSELoss,
  Sequential
} from '../../../src/engine';
import { record } from '../../../src/trace';
import { Graph } from '../../../src/views/graph/graph';
import type { Scene } from '../../../src/views/graph/scene';
import { stepperScene } from '../../../src/views/graph/stepperScene';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { makeTrace, recipes, usual } from '../../derivation/networks';
import { checkPlaces, readPlaces } from '../../e2e/places';

/** Draws a scene, and checks it as the end-to-end tests check the page. */
function check(model: StepperModel, change: (scene: Scene) => Partial<Scene> = () => ({})): void {
  const graph = new Graph(english, { node: () => undefined, edge: () => undefined });
  const scene = stepperScene(model);
  graph.draw({ ...scene, ...change(scene) });
  const root = document.createElement('div');
  root.append(graph.element);
  const trace = JSON.parse(JSON.stringify(model.trace)) as never;
  checkPlaces(trace, readPlaces(root), model.batch ? null : model.sample, 'graph');
}

test('the end-to-end check accepts the graph of any network at any step', () =>
  fc.assert(
    fc.property(recipes, fc.nat(1000), fc.nat(3), fc.boolean(), (recipe, at, sample, batch) => {
      const model = new StepperModel(makeTrace(recipe), { sample: sample % recipe.samples, batch });
      model.goTo(Math.round((at / 1000) * (model.steps - 1)));
      check(model);
    }),
    { numRuns: 40 }
  ));

describe('the end-to-end check accepts a graph of', () => {
  const checkSteps = (model: StepperModel): void => {
    for (const sample of [0, model.reader.samples - 1]) {
      model.sample = sample;
      for (const step of [0, 1, model.steps - 1]) {
        model.goTo(step);
        check(model);
        model.batch = true;
        check(model);
        model.sample = sample;
      }
    }
  };

  test('folded columns', () =>
    checkSteps(new StepperModel(makeTrace({ ...usual, widths: [20, 30, 12], samples: 2 }))));

  test('positions of words', () => {
    const model = new Sequential(new Embedding(6, 4), new LayerNorm(4), new Linear(4, 3));
    const input = [
      [3, 0],
      [5, 3]
    ];
    const target = [
      [1, 0],
      [2, 2]
    ];
    checkSteps(new StepperModel(record(model, { input, target, loss: new CrossEntropyLoss() })));
  });

  test('positions of several features', () => {
    const model = new Sequential(new Linear(2, 3));
    const input = [
      [
        [1, 2],
        [3, 4]
      ]
    ];
    const target = [
      [
        [1, 0, 0],
        [0, 1, 0]
      ]
    ];
    checkSteps(new StepperModel(record(model, { input, target, loss: new MSELoss() })));
  });
});

test('draws the words of a sample and the numbers of each, which a Flatten joins', () => {
  const model = new Sequential(new Embedding(6, 2), new Flatten(), new Linear(4, 1));
  const input = [
    [3, 0],
    [5, 3]
  ];
  const stepper = new StepperModel(record(model, { input, target: [[1], [0]], loss: new MSELoss() }));
  stepper.sample = 1;
  stepper.goTo(stepper.steps - 1);
  const graph = new Graph(english, { node: () => undefined, edge: () => undefined });
  graph.draw(stepperScene(stepper));
  const root = document.createElement('div');
  root.append(graph.element);
  const refs = readPlaces(root).flatMap(({ kind, ref }) => (kind === 'value' ? [ref] : []));
  expect(refs.slice(0, 6)).toEqual(['input[1,0]', 'input[1,1]', '1.output[1,0]', '1.output[1,1]', '1.output[1,2]', '1.output[1,3]']); // prettier-ignore
  // Each word to the table, each number out of it, four weights, and the loss.
  const lines = graph.element.querySelectorAll('.sg-edge[d*=C]');
  expect(lines).toHaveLength(2 + 4 + 4 + 1);
});

describe('the end-to-end check rejects a graph that shows', () => {
  const at = (batch: boolean): StepperModel => {
    const model = new StepperModel(makeTrace({ ...usual, samples: 3, optimizer: null }), {
      sample: 1,
      batch
    });
    model.goTo(model.steps - 1);
    return model;
  };

  describe.each([
    ['one sample', false],
    ['the whole batch', true]
  ])('of %s', (_whose, batch) => {
    test.each(['value', 'delta'] as const)('the %s of unit 0 at every node', key =>
      expect(() =>
        check(at(batch), ({ node }) => ({
          node: (column, unit) => ({ ...node(column, unit), [key]: node(column, 0)[key] })
        }))
      ).toThrow(/does not have the address|is not/)
    );

    test('the weight of input 0 on every edge', () =>
      expect(() =>
        check(at(batch), ({ edge }) => ({
          edge: (column, unit, input) => ({
            ...edge(column, unit, input),
            weight: edge(column, unit, 0).weight
          })
        }))
      ).toThrow(/does not have the address/));
  });

  test('another sample', () =>
    expect(() => {
      const other = at(false);
      other.sample = 2;
      const { node } = stepperScene(other);
      check(at(false), () => ({ node }));
    }).toThrow(/does not have the address 0.output.grad|does not have the address input\[1,0\]/));
});
