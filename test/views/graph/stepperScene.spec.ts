import * as fc from 'fast-check';
import {
  BCELoss,
  CrossEntropyLoss,
  Linear,
  MSELoss,
  SGD,
  Sequential,
  Sigmoid,
  Softmax,
  Tanh,
  manualSeed
} from '../../../src/engine';
import { Trace, decodeTensor, record } from '../../../src/trace';
import type { Scene, SceneEdge, SceneNode } from '../../../src/views/graph/scene';
import { stepperScene } from '../../../src/views/graph/stepperScene';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { makeTrace, recipes, usual } from '../../derivation/networks';
import { ExpectedScene, columnOf } from './expectedScene';

const granularities = ['operation', 'neuron', 'layer'] as const;

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);

const nodesIn = (scene: Scene): SceneNode[] =>
  scene.widths.flatMap((units, column) => range(units).map(unit => scene.node(column, unit)));

/** An edge with its place. */
type PlacedEdge = SceneEdge & { column: number; unit: number; input: number };

/** The edges that are weights. */
const edgesIn = (scene: Scene): PlacedEdge[] =>
  scene.widths.flatMap((units, column) =>
    column > 0 && scene.joins(column) === 'weights'
      ? range(units).flatMap(unit =>
          range(scene.widths[column - 1]).map(input => ({
            column,
            unit,
            input,
            ...scene.edge(column, unit, input)
          }))
        )
      : []
  );

const near = (actual: number | undefined, expected: number): void => {
  if (!Object.is(actual, expected)) {
    expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(1e-12 * (1e-12 + Math.abs(expected)));
  }
};

const cases = fc.record({
  recipe: recipes.map(recipe => ({ ...recipe, widths: recipe.widths.map(n => Math.min(n, 5)) })),
  granularity: fc.constantFrom(...granularities),
  // Thousandths of the way: fc.double would give the first step nearly always.
  at: fc.nat(1000),
  sample: fc.nat(3),
  batch: fc.boolean()
});

/** Checks steppers of random networks, at random steps, of a random sample or of the batch. */
const forAny = (check: (model: StepperModel) => void): void =>
  fc.assert(
    fc.property(cases, ({ recipe, granularity, at, sample, batch }) => {
      const place = { granularity, sample: sample % recipe.samples, batch };
      const model = new StepperModel(makeTrace(recipe), place);
      model.goTo(Math.round((at / 1000) * (model.steps - 1)));
      check(model);
    }),
    { numRuns: 100 }
  );

describe('a random network at a random step', () => {
  test('shows in each node its own value, of this sample or as the mean of the batch', () =>
    forAny(model => {
      const scene = stepperScene(model);
      const expected = new ExpectedScene(model);
      for (const { column, unit, value, spread } of nodesIn(scene)) {
        if (column > 0 && !expected.isValueDone(column, unit)) {
          expect([value, spread]).toEqual([undefined, undefined]);
          continue;
        }
        const { value: number, ref } = expected.value(column, unit);
        expect([value?.value, value?.ref]).toEqual([number, ref]);
        expect(value?.editable).toBe(column === 0 && ref ? ref.replace(/^#\d+\//, '') : undefined);
        const outputs = expected.outputs(column);
        // Adding 0 makes −0 to 0: as a bound of the scale they are the same.
        expect(spread && { ...spread, low: spread.low + 0, high: spread.high + 0 }).toEqual(
          model.batch
            ? {
                values: columnOf(outputs, unit),
                low: Math.min(...outputs.data) + 0,
                high: Math.max(...outputs.data) + 0
              }
            : undefined
        );
      }
    }));

  test('shows in each neuron its own z at the step of z, and its output at the step of the activation', () =>
    forAny(model => {
      const expected = new ExpectedScene(model);
      for (const { column, unit, sum } of nodesIn(stepperScene(model))) {
        const own = column === 0 ? null : expected.sum(column, unit);
        expect(sum === undefined).toBe(own === null);
        const shown = own && expected.isSumDone(column, unit) ? own : undefined;
        expect([sum?.value?.value, sum?.value?.ref]).toEqual([shown?.value, shown?.ref]);
      }
    }));

  test('shows at each unit its own bias, or in the backward pass its own gradient', () =>
    forAny(model => {
      const scene = stepperScene(model);
      const expected = new ExpectedScene(model);
      for (const { column, unit } of nodesIn(scene)) {
        const own = column === 0 ? null : expected.bias(column, unit);
        const bias = scene.bias(column, unit);
        expect(bias?.weight).toEqual(own ? { value: own.value, ref: own.ref } : undefined);
        if (own && scene.phase !== 'backward') {
          expect(bias!.shown).toBe(own.value);
        } else if (own && !expected.isBiasGradientDone(column, unit)) {
          expect(bias!.shown).toBeUndefined();
        } else if (own) {
          near(bias!.shown, own.gradient);
        }
      }
    }));

  test('shows at each node its own δ, of this sample or as the sum over the batch', () =>
    forAny(model => {
      const expected = new ExpectedScene(model);
      for (const { column, unit, delta } of nodesIn(stepperScene(model))) {
        const isDone = column > 0 && !expected.isAfter && expected.isDeltaDone(column, unit);
        const { value, ref } = isDone ? expected.delta(column, unit) : {};
        expect([delta?.value, delta?.ref]).toEqual([value, ref]);
      }
    }));

  test('shows on each edge its own weight, or in the backward pass its own gradient', () =>
    forAny(model => {
      const scene = stepperScene(model);
      const expected = new ExpectedScene(model);
      for (const { column, unit, input, weight, shown } of edgesIn(scene)) {
        const weights = expected.weights(column, expected.isUpdated(column, unit, input));
        const own = weights.data[unit * weights.shape[1] + input];
        expect(weight).toEqual({ value: own, ref: expected.weightRef(column, unit, input) });
        if (scene.phase !== 'backward') {
          expect(shown).toBe(own);
        } else if (!expected.isGradientDone(column, unit, input)) {
          expect(shown).toBeUndefined();
        } else {
          const gradients = expected.gradients(column);
          near(shown, gradients.data[unit * gradients.shape[1] + input]);
        }
      }
    }));

  test('scales the edges by the largest weight, or the largest gradient of what is shown', () =>
    forAny(model => {
      const { largest, phase } = stepperScene(model);
      near(largest, new ExpectedScene(model).largest(phase === 'backward'));
    }));

  test('shows the loss after its step, and the targets of this sample', () =>
    forAny(model => {
      const { loss, targets, samples, sample, phase } = stepperScene(model);
      const expected = new ExpectedScene(model);
      const { iterations, data } = model.trace;
      const value = Number(expected.shown.loss);
      const ref = expected.ref(expected.isAfter ? 'after/loss' : 'loss');
      expect(loss.value).toEqual(expected.isLossDone ? { value, ref } : undefined);
      const before = Number(iterations[model.step.iteration].loss);
      expect(loss.was).toEqual(expected.isAfter ? { value: before, ref: expected.ref('loss') } : undefined);
      const { data: y, shape } = decodeTensor(data.target);
      const width = shape[1] ?? 1;
      expect(targets).toEqual(
        range(width).map(j => {
          const key = `target[${shape.length === 1 ? model.sample : `${model.sample},${j}`}]`;
          return { value: y[model.sample * width + j], ref: expected.ref(key), editable: key, edited: false };
        })
      );
      expect([samples, sample]).toEqual([shape[0], model.batch ? null : model.sample]);
      expect(phase).toBe(model.step.phase);
    }));
});

/** 2 inputs, 3 hidden units, 2 outputs, of two samples. */
const trace232 = (): Trace => {
  manualSeed(3);
  const model = new Sequential(new Linear(2, 3), new Tanh(), new Linear(3, 2), new Sigmoid());
  return record(model, {
    input: [
      [0.5, -1],
      [2, 1]
    ],
    target: [
      [1, 0],
      [0, 1]
    ],
    loss: new BCELoss(),
    optimizer: new SGD(model.parameters(), { lr: 0.1 })
  });
};

describe('what takes part in a step', () => {
  const toHidden = (unit: number): string[] => [`1 ${unit} 0`, `1 ${unit} 1`];
  const toOutput = (unit: number): string[] => [0, 1, 2].map(input => `2 ${unit} ${input}`);
  const fromHidden = (unit: number): string[] => [`2 0 ${unit}`, `2 1 ${unit}`];
  const outputs = ['2 0', '2 1'];
  const hidden = (unit: number): string => `1 ${unit}`;

  const lit = (model: StepperModel): { nodes: string[]; edges: string[]; loss: boolean } => {
    const scene = stepperScene(model);
    return {
      nodes: nodesIn(scene).flatMap(({ active, column, unit }) => (active ? [`${column} ${unit}`] : [])),
      edges: edgesIn(scene).flatMap(edge =>
        edge.active ? [`${edge.column} ${edge.unit} ${edge.input}`] : []
      ),
      loss: scene.loss.active
    };
  };

  test('is exactly what its operation reads and writes', () => {
    const model = new StepperModel(trace232(), { granularity: 'operation' });
    for (const index of range(model.steps)) {
      model.goTo(index);
      const operation = model.step.operation(0);
      const found = lit(model);
      if (operation.kind === 'loss') {
        expect(found).toEqual({ nodes: outputs, edges: [], loss: true });
        continue;
      }
      if (operation.kind === 'after') {
        // Everything is computed again.
        const inputs = [0, 1].map(unit => `0 ${unit}`);
        expect(found.nodes).toEqual([...inputs, ...[0, 1, 2].map(hidden), ...outputs]);
        expect(found.edges).toHaveLength(12);
        expect(found.loss).toBe(true);
        continue;
      }
      const { unit } = operation;
      const column = model.network.stages.indexOf(operation.stage) + 1;
      const own = `${column} ${unit}`;
      const isHidden = column === 1;
      switch (operation.kind) {
        case 'z':
          expect(found).toEqual({
            nodes: [...(isHidden ? ['0 0', '0 1'] : [0, 1, 2].map(hidden)), own],
            edges: isHidden ? toHidden(unit) : toOutput(unit),
            loss: false
          });
          break;
        case 'activation':
          expect(found).toEqual({ nodes: [own], edges: [], loss: false });
          break;
        case 'arrives':
        case 'slope':
          expect(found).toEqual(
            isHidden
              ? { nodes: [own, ...outputs], edges: fromHidden(unit), loss: false }
              : { nodes: [own], edges: [], loss: true }
          );
          break;
        case 'weight':
        case 'bias': {
          const input = operation.kind === 'weight' ? operation.input : null;
          expect(found).toEqual({
            nodes: [...(input === null ? [] : [`${column - 1} ${input}`]), own, ...(isHidden ? outputs : [])],
            edges: [
              ...(input === null ? [] : [`${column} ${unit} ${input}`]),
              ...(isHidden ? fromHidden(unit) : [])
            ],
            loss: true
          });
          break;
        }
        case 'update': {
          const { input } = operation;
          expect(found).toEqual({
            nodes: [...(input === null ? [] : [`${column - 1} ${input}`]), own],
            edges: input === null ? [] : [`${column} ${unit} ${input}`],
            loss: false
          });
          break;
        }
        default:
          throw new Error(operation.kind);
      }
    }
  });

  test('is a path while the learner points at it', () => {
    const model = new StepperModel(trace232());
    model.lit = { nodes: new Set(['1/2', '2/1']), edges: new Set(['2/1/2']), loss: true };
    expect(lit(model)).toEqual({ nodes: ['1 2', '2 1'], edges: ['2 1 2'], loss: true });
  });

  test('is not folded away in a column of more than 8 units', () => {
    const trace = makeTrace({ ...usual, widths: [9, 8, 12, 1] });
    const model = new StepperModel(trace, { granularity: 'operation' });
    // The sum of the hidden unit 11 of the second row reads all units of the first.
    const step = range(model.steps).find(index => {
      model.goTo(index);
      const operation = model.step.operation(0);
      return operation.kind === 'z' && operation.unit === 11;
    });
    model.goTo(step!);
    expect(stepperScene(model).looked).toEqual([[], [], [11], []]);
    model.goTo(0);
    expect(stepperScene(model).looked).toEqual([range(9), [], [], []]);
  });
});

describe('with a focus', () => {
  const at = (step: number, sample = 0, batch = false): StepperModel => {
    const model = new StepperModel(trace232(), { sample, batch });
    model.goTo(Math.min(step, model.steps - 1));
    return model;
  };

  test.each([0, 1])('on a weight, shows the gradient on every edge before its step, of sample %i', sample => {
    const model = at(0, sample);
    model.focus = { kind: 'weight', stage: 0, unit: 2, input: 1 };
    const scene = stepperScene(model);
    const expected = new ExpectedScene(model);
    expect(scene.phase).toBe('backward');
    near(scene.largest, expected.largest(true));
    for (const { column, unit, input, shown } of edgesIn(scene)) {
      const { data, shape } = expected.gradients(column);
      near(shown, data[unit * shape[1] + input]);
    }
  });

  test('on a neuron in the forward pass, keeps the weights on the edges', () => {
    const model = at(0);
    model.focus = { kind: 'neuron', stage: 0, unit: 1 };
    const scene = stepperScene(model);
    expect(scene.phase).toBe('forward');
    for (const { shown, weight } of edgesIn(scene)) {
      expect(shown).toBe(weight.value);
    }
  });

  test('on a neuron in the backward pass, shows the gradient on every edge', () => {
    const model = at(0, 1, true);
    model.goToPhase(1);
    model.goToPhase(1);
    expect(edgesIn(stepperScene(model)).some(({ shown }) => shown === undefined)).toBe(true);
    model.focus = { kind: 'neuron', stage: 0, unit: 1 };
    const expected = new ExpectedScene(model);
    for (const { column, unit, input, shown } of edgesIn(stepperScene(model))) {
      const { data, shape } = expected.gradients(column);
      near(shown, data[unit * shape[1] + input]);
    }
  });
});

describe('symbols and names', () => {
  const names = { featureNames: ['size', 'age'], classNames: ['cat', 'dog', 'owl'] };
  const input = [[1, 2]];

  test('gives each node and each edge the symbol of its unit', () => {
    const scene = stepperScene(new StepperModel(trace232()));
    expect(nodesIn(scene).map(({ symbol }) => symbol)).toEqual([
      ...['x₁', 'x₂'],
      ...['h₁', 'h₂', 'h₃'],
      ...['ŷ₁', 'ŷ₂']
    ]);
    expect(scene.edge(1, 2, 0).symbol).toBe('w₃₁⁽¹⁾');
    expect(scene.edge(2, 0, 1).symbol).toBe('w₁₂⁽²⁾');
    expect(nodesIn(scene).every(({ name }) => name === undefined)).toBe(true);
  });

  test('names inputs and classes, and the classes for a target that names one', () => {
    const model = new Sequential(new Linear(2, 3), new Softmax(), new Linear(3, 3));
    const trace = record(model, { input, target: [2], loss: new CrossEntropyLoss(), ...names });
    const scene = stepperScene(new StepperModel(trace));
    expect(nodesIn(scene).map(({ name }) => name)).toEqual([
      ...['size', 'age'],
      // The classes are named beside their probabilities.
      ...Array(6).fill(undefined)
    ]);
    expect([0, 1, 2].map(unit => scene.probabilities!.of(unit).name)).toEqual(names.classNames);
    expect(scene.featureNames).toEqual(names.featureNames);
    expect(scene.classNames).toEqual(names.classNames);
  });

  test('does not name the classes for targets of several numbers', () => {
    const model = new Sequential(new Linear(2, 3));
    const trace = record(model, { input, target: [[1, 0, 0]], loss: new MSELoss(), ...names });
    expect(stepperScene(new StepperModel(trace))).not.toHaveProperty('classNames');
  });

  test('names two classes of one output at the loss, not at the node', () => {
    const model = new Sequential(new Linear(2, 1), new Sigmoid());
    const classNames = ['no', 'yes'];
    const scene = stepperScene(
      new StepperModel(record(model, { input, target: [[1]], loss: new BCELoss(), classNames }))
    );
    expect(scene.classNames).toEqual(classNames);
    expect(scene.node(1, 0)).not.toHaveProperty('name');
    expect(scene).not.toHaveProperty('featureNames');
  });
});

test('marks the numbers that the learner has edited', () => {
  const model = new StepperModel(trace232());
  model.edit('input[0,1]', 3);
  model.edit('target[0,1]', 1);
  const scene = stepperScene(model);
  expect(scene.node(0, 0).value).toMatchObject({ edited: false });
  expect(scene.node(0, 1).value).toMatchObject({ value: 3, edited: true });
  expect(scene.targets.map(({ edited }) => edited)).toEqual([false, true]);
});

const move = fc.record({
  kind: fc.constantFrom('edit', 'undo', 'step', 'sample', 'batch', 'focus'),
  key: fc.constantFrom('input[0,0]', 'target[1,0]', '0.weight[0,1]', '2.weight[0,0]', 'optimizer.lr'),
  value: fc.double({ min: 0, max: 3, noNaN: true }),
  at: fc.nat(60)
});

test('shows the same edges from its cache, after any steps and edits, as a new stepper', () => {
  const trace = makeTrace({ ...usual, samples: 2, iterations: 2 });
  const edges = (stepper: StepperModel): unknown[] => {
    const scene = stepperScene(stepper);
    return scene.widths.slice(1).flatMap((units, i) =>
      Array.from({ length: units * scene.widths[i] }, (_, at) => ({
        ...scene.edge(i + 1, Math.floor(at / scene.widths[i]), at % scene.widths[i])
      }))
    );
  };
  fc.assert(
    fc.property(fc.array(move, { maxLength: 25 }), moves => {
      const stepper = new StepperModel(trace);
      for (const { kind, key, value, at } of moves) {
        if (kind === 'edit') {
          stepper.edit(key, key.startsWith('target') ? at % 2 : value);
        } else if (kind === 'undo') {
          stepper.undo();
        } else if (kind === 'step') {
          stepper.goTo(at % stepper.steps);
        } else if (kind === 'sample') {
          stepper.sample = at % 2;
        } else if (kind === 'batch') {
          stepper.batch = !stepper.batch;
        } else {
          stepper.focus = at % 2 ? { kind: 'weight', stage: 1, unit: 0, input: 0 } : null;
        }
        const fresh = new StepperModel(JSON.parse(JSON.stringify(stepper.trace)) as Trace, {
          step: stepper.stepIndex,
          sample: stepper.sample,
          batch: stepper.batch
        });
        fresh.focus = stepper.focus;
        expect(stepper.problem).toBeNull();
        expect(edges(stepper)).toEqual(edges(fresh));
      }
    }),
    { numRuns: 60 }
  );
});
