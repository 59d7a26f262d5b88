import { Operation } from '../../../src/derivation';
import { lookedAt, stepOperations, subjectOperation } from '../../../src/views/state/lookedAt';
import { MAX_PARTS } from '../../../src/views/state/parts';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { makeTrace, usual } from '../../derivation/networks';
import { trace241 } from './trace241';

const kinds = (operations: Operation[]): string[] => operations.map(({ kind }) => kind);

const at = (step: number, granularity: 'operation' | 'neuron' | 'layer' = 'neuron'): StepperModel =>
  new StepperModel(trace241(), { step, granularity });

describe('what the learner looks at', () => {
  test('is the step without a focus', () => {
    expect(kinds(lookedAt(at(0)))).toEqual(['z', 'activation']);
    expect(kinds(lookedAt(at(5)))).toEqual(['loss']);
    expect(lookedAt(at(7))).toEqual(stepOperations(at(7)));
  });

  test('is the focused operation', () => {
    const model = at(0);
    model.focus = { kind: 'operation', operation: { kind: 'loss' } };
    expect(lookedAt(model)).toEqual([{ kind: 'loss' }]);
    expect(kinds(stepOperations(model))).toEqual(['z', 'activation']);
  });

  test('is the gradient of the focused weight or bias', () => {
    const model = at(0);
    const [stage] = model.network.stages;
    model.focus = { kind: 'weight', stage: 0, unit: 2, input: 1 };
    expect(lookedAt(model)).toEqual([{ kind: 'weight', stage, unit: 2, input: 1 }]);
    model.focus = { kind: 'weight', stage: 0, unit: 2, input: null };
    expect(lookedAt(model)).toEqual([{ kind: 'bias', stage, unit: 2 }]);
  });

  test('is the sum and the incoming gradient of the focused neuron', () => {
    const model = at(0);
    const [, stage] = model.network.stages;
    model.focus = { kind: 'neuron', stage: 1, unit: 0 };
    expect(lookedAt(model)).toEqual([
      { kind: 'z', stage, unit: 0 },
      { kind: 'arrives', stage, unit: 0 }
    ]);
  });

  test('is the incoming gradient alone of a neuron without weights', () => {
    const model = new StepperModel(makeTrace({ ...usual, leading: true }));
    model.focus = { kind: 'neuron', stage: 0, unit: 1 };
    expect(lookedAt(model)).toEqual([{ kind: 'arrives', stage: model.network.stages[0], unit: 1 }]);
  });

  test('is at most MAX_PARTS operations of a large step', () => {
    const model = new StepperModel(makeTrace({ ...usual, widths: [MAX_PARTS, 2, 1] }), {
      granularity: 'layer'
    });
    // The update, before the last step.
    model.goTo(model.steps - 2);
    expect(model.step.count).toBeGreaterThan(MAX_PARTS);
    expect(stepOperations(model)).toHaveLength(MAX_PARTS);
  });
});

describe('the operation that a lens shows', () => {
  test('is a weight before a bias, and a bias before a δ', () => {
    const model = at(6);
    expect(kinds(lookedAt(model))).toEqual(expect.arrayContaining(['arrives', 'slope', 'weight', 'bias']));
    expect(subjectOperation(model)).toEqual({
      kind: 'weight',
      stage: model.network.stages[1],
      unit: 0,
      input: 0
    });
    const subjectAmong = (...among: Operation['kind'][]): string => {
      const operations = stepOperations(model).filter(({ kind }) => among.includes(kind));
      const step = { ...model.step, count: operations.length, operation: (i: number) => operations[i] };
      return subjectOperation({ focus: null, network: model.network, step }).kind;
    };
    expect(subjectAmong('arrives', 'slope', 'bias')).toBe('bias');
    expect(subjectAmong('arrives', 'slope')).toBe('arrives');
  });

  test('is the update, the loss or the first operation of another step', () => {
    expect(subjectOperation(at(11)).kind).toBe('update');
    expect(subjectOperation(at(5)).kind).toBe('loss');
    expect(subjectOperation(at(0)).kind).toBe('z');
  });

  test('is the incoming gradient of a focused neuron', () => {
    const model = at(0);
    model.focus = { kind: 'neuron', stage: 1, unit: 0 };
    expect(subjectOperation(model).kind).toBe('arrives');
  });
});
