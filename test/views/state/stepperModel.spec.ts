import * as fc from 'fast-check';
import { derive } from '../../../src/derivation';
import { messageOf } from '../../../src/engine/message';
import { Trace, TraceReader, decodeTensor, rerun } from '../../../src/trace';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { makeTrace, usual } from '../../derivation/networks';
import { trace241 } from './trace241';

const trace = trace241({ samples: 3 });

/** The edits of a model as plain entries. */
const editsOf = ({ edits }: StepperModel): [string, number][] => Array.from(edits);

/** Counts the changes that an action makes. */
function changesOf(model: StepperModel, act: () => void): number {
  let changes = 0;
  const count = (): void => void changes++;
  model.changed.connect(count);
  act();
  model.changed.disconnect(count);
  return changes;
}

const inputOf = ({ trace }: StepperModel): number[] => Array.from(decodeTensor(trace.data.input).data);

describe('a new stepper', () => {
  test('begins at the first step and the first sample, by neuron, without edits', () => {
    const model = new StepperModel(trace);
    expect(model.kept).toEqual({
      step: 0,
      sample: 0,
      batch: false,
      folds: new Map(),
      notation: 'scalar',
      granularity: 'neuron',
      edits: new Map(),
      undo: { past: [], future: [] },
      lens: '',
      pace: 800
    });
    expect([model.trace, model.focus, model.lit, model.problem, model.notice]).toEqual([
      trace,
      null,
      null,
      null,
      ''
    ]);
    expect([model.canUndo, model.canRedo, model.playing, model.editedAt]).toEqual([
      false,
      false,
      false,
      null
    ]);
    expect(model.digits).toBe(4);
  });

  test('begins at the place that is kept', () => {
    const before = new StepperModel(trace, {
      granularity: 'operation',
      step: 40,
      sample: 2,
      notation: 'matrix'
    });
    before.batch = true;
    before.lens = 'check';
    before.pace = 3000;
    before.edit('input[0,0]', 7);
    const after = new StepperModel(trace, before.kept);
    expect(after.kept).toEqual(before.kept);
    expect(inputOf(after)[0]).toBe(7);
    after.undo();
    expect(inputOf(after)[0]).toBe(inputOf(new StepperModel(trace))[0]);
    after.redo();
    expect(after.kept).toEqual(before.kept);
  });

  test('clamps a place that the trace does not have', () => {
    const { step, sample, pace } = new StepperModel(trace, { step: 99, sample: 3, pace: 1 }).kept;
    expect([step, sample, pace]).toEqual([16, 2, 800]);
    expect(new StepperModel(trace, { step: -1, sample: NaN }).kept).toMatchObject({ step: 0, sample: 0 });
  });

  test('has no batch to show for a single sample', () => {
    const model = new StepperModel(trace241(), { batch: true });
    expect(model.batch).toBe(false);
    model.batch = true;
    expect(model.batch).toBe(false);
  });

  test('drops edits that the engine refuses', () => {
    const model = new StepperModel(trace, { edits: new Map([['optimizer.lr', -1]]) });
    expect(editsOf(model)).toEqual([]);
    expect(model.problem).not.toBeNull();
  });
});

describe('an edit', () => {
  test('recomputes the trace and keeps step, sample and focus', () => {
    const model = new StepperModel(trace, { step: 7, sample: 1 });
    model.focus = { kind: 'neuron', stage: 0, unit: 1 };
    expect(model.edit('input[1,0]', 2.5)).toBe(true);
    expect(inputOf(model)).toEqual([0.5, -1.2, 2.5, 3, 1, 1]);
    expect(JSON.stringify(model.trace)).toBe(JSON.stringify(rerun(trace, new Map([['input[1,0]', 2.5]]))));
    expect([model.stepIndex, model.sample, model.focus?.kind]).toEqual([7, 1, 'neuron']);
    expect(model.original).toBe(trace);
  });

  test('notes when it was asked for', () => {
    const model = new StepperModel(trace);
    model.edit('input[0,0]', 1, false, 123);
    expect(model.editedAt).toBe(123);
  });

  test('that the engine refuses changes nothing but the problem', () => {
    const model = new StepperModel(trace);
    model.edit('input[0,0]', 1);
    model.edit('input[0,0]', 2);
    model.undo();
    const { reader } = model;
    expect(model.edit('optimizer.lr', -1)).toBe(false);
    expect(model.problem?.message).toContain('expected a number of at least 0');
    expect(model.reader).toBe(reader);
    expect(editsOf(model)).toEqual([['input[0,0]', 1]]);
    model.redo();
    expect(editsOf(model)).toEqual([['input[0,0]', 2]]);
    expect(model.problem).toBeNull();
  });

  test('can be undone by a view that it draws', () => {
    const model = new StepperModel(trace);
    const seen: boolean[] = [];
    model.changed.connect(() => seen.push(model.canUndo));
    model.edit('input[0,0]', 1);
    model.edit('optimizer.lr', -1);
    expect(seen).toEqual([true, true, true]);
    model.undo();
    seen.length = 0;
    model.edit('optimizer.lr', -1);
    expect(seen[seen.length - 1]).toBe(false);
  });

  test('merges into the undo step before, if it is asked to', () => {
    const model = new StepperModel(trace);
    model.edit('input[0,0]', 1);
    model.edit('input[0,1]', 5);
    model.edit('input[0,1]', 6, true);
    model.edit('input[0,1]', 7, true);
    model.undo();
    expect(editsOf(model)).toEqual([['input[0,0]', 1]]);
    model.redo();
    expect(editsOf(model)).toEqual([
      ['input[0,0]', 1],
      ['input[0,1]', 7]
    ]);
  });

  test('that is merged and refused keeps the undo step', () => {
    const model = new StepperModel(trace);
    model.edit('optimizer.lr', 0.2);
    expect(model.edit('optimizer.lr', -1, true)).toBe(false);
    expect([editsOf(model), model.canUndo]).toEqual([[['optimizer.lr', 0.2]], true]);
    model.undo();
    expect(editsOf(model)).toEqual([]);
  });

  test('is an undo step of its own if there is none to merge into', () => {
    const model = new StepperModel(trace);
    model.edit('input[0,0]', 1, true);
    expect(model.canUndo).toBe(true);
    model.undo();
    expect(editsOf(model)).toEqual([]);
  });

  test('to the same numbers reuses the recomputed trace', () => {
    const model = new StepperModel(trace);
    model.edit('input[0,0]', 0);
    const { reader } = model;
    model.edit('input[0,0]', 0, true);
    expect(model.reader).toBe(reader);
    model.edit('input[0,0]', -0, true);
    expect(model.reader).not.toBe(reader);
    model.edit('input[0,1]', -0, true);
    expect(inputOf(model).slice(0, 2)).toEqual([-0, -0]);
  });
});

describe('undo and redo', () => {
  const edited = (): StepperModel => {
    const model = new StepperModel(trace);
    model.edit('input[0,0]', 1);
    model.edit('input[0,1]', 2);
    return model;
  };

  test('go back and forward, and stop at the ends', () => {
    const model = edited();
    const states = [[], [['input[0,0]', 1]], editsOf(model)];
    const seen: unknown[] = [];
    for (const move of ['redo', 'undo', 'undo', 'undo', 'redo', 'redo', 'redo'] as const) {
      model[move]();
      seen.push([editsOf(model), model.canUndo, model.canRedo]);
    }
    expect(seen).toEqual([
      [states[2], true, false],
      [states[1], true, true],
      [states[0], false, true],
      [states[0], false, true],
      [states[1], true, true],
      [states[2], true, false],
      [states[2], true, false]
    ]);
  });

  test('change nothing if there is nothing to undo or redo', () => {
    const model = new StepperModel(trace);
    expect(changesOf(model, () => model.undo())).toBe(0);
    expect(changesOf(model, () => model.redo())).toBe(0);
    expect(changesOf(model, () => model.cancelEdit())).toBe(0);
  });

  test('restore the recorded trace itself', () => {
    const model = edited();
    model.undo();
    model.undo();
    expect(model.trace).toBe(trace);
  });

  test('redo is dropped by an edit and by a reset', () => {
    const model = edited();
    model.undo();
    model.edit('input[0,1]', 3);
    expect(model.canRedo).toBe(false);
    model.undo();
    expect(model.canRedo).toBe(true);
    model.reset();
    expect(model.canRedo).toBe(false);
  });

  test('a cancelled edit leaves redo as it was', () => {
    const model = edited();
    model.undo();
    model.edit('input[1,0]', 8);
    model.edit('input[1,0]', 9, true);
    model.cancelEdit();
    expect(editsOf(model)).toEqual([['input[0,0]', 1]]);
    model.redo();
    expect(editsOf(model)).toEqual([
      ['input[0,0]', 1],
      ['input[0,1]', 2]
    ]);
  });

  test('a reset takes back everything as one undo step', () => {
    const model = edited();
    const all = editsOf(model);
    model.reset();
    expect([editsOf(model), model.trace === trace]).toEqual([[], true]);
    model.undo();
    expect(editsOf(model)).toEqual(all);
  });

  test('a reset without edits changes nothing and keeps redo', () => {
    const model = edited();
    model.undo();
    model.undo();
    expect(changesOf(model, () => model.reset())).toBe(0);
    expect([model.canUndo, model.canRedo]).toEqual([false, true]);
  });
});

describe('messages', () => {
  test('a refusal is shown until the next step or edit', () => {
    const model = new StepperModel(trace);
    const problem = messageOf('“%1” is not a number.', 'x');
    expect(changesOf(model, () => model.refuse(problem))).toBe(1);
    expect(model.problem).toBe(problem);
    model.sample = 1;
    expect(model.problem).toBe(problem);
    model.goTo(1);
    expect(model.problem).toBeNull();
    model.refuse(problem);
    model.edit('input[0,0]', 1);
    expect(model.problem).toBeNull();
  });

  test('a notice is shown until the next change', () => {
    const model = new StepperModel(trace);
    expect(changesOf(model, () => model.tell('copied'))).toBe(1);
    expect(model.notice).toBe('copied');
    model.lens = 'check';
    expect(model.notice).toBe('');
  });
});

describe('granularity', () => {
  test.each([
    ['operation', 56],
    ['neuron', 17],
    ['layer', 11]
  ] as const)('%s makes %i steps', (granularity, steps) => {
    const model = new StepperModel(trace241(), { granularity });
    expect(model.steps).toBe(steps);
    model.goTo(99);
    expect(model.stepIndex).toBe(steps - 1);
  });

  test('counts the steps of all iterations', () => {
    expect(new StepperModel(trace241({ iterations: 3 })).steps).toBe(51);
  });

  test('keeps the step at the same operation and drops the focus', () => {
    const model = new StepperModel(trace241({ iterations: 2 }), { step: 17 + 7 });
    const operation = model.step.operation(0);
    model.focus = { kind: 'neuron', stage: 0, unit: 0 };
    for (const granularity of ['operation', 'layer', 'operation', 'neuron'] as const) {
      model.granularity = granularity;
      expect(model.granularity).toBe(granularity);
      const { step } = model;
      const operations = Array.from({ length: step.count }, (_, i) => step.operation(i));
      expect([step.iteration, operations]).toEqual([1, expect.arrayContaining([model.step.operation(0)])]);
    }
    expect(model.step.operation(0)).toEqual(operation);
    expect(model.stepIndex).toBe(17 + 7);
    expect(model.focus).toBeNull();
  });
});

describe('steps', () => {
  test('are clamped and drop the focus', () => {
    const model = new StepperModel(trace);
    model.focus = { kind: 'neuron', stage: 0, unit: 0 };
    model.goTo(3);
    expect([model.stepIndex, model.focus]).toEqual([3, null]);
    model.goTo(-1);
    expect(model.stepIndex).toBe(0);
    model.goTo(17);
    expect(model.stepIndex).toBe(16);
  });

  test('by phase go to the next one, or to the start of this or of the one before', () => {
    const model = new StepperModel(trace241({ iterations: 2 }));
    const walk = (direction: 1 | -1, times: number): number[] =>
      Array.from({ length: times }, () => {
        model.goToPhase(direction);
        return model.stepIndex;
      });
    expect(walk(1, 9)).toEqual([5, 6, 11, 16, 17, 22, 23, 28, 33]);
    expect(walk(-1, 9)).toEqual([28, 23, 22, 17, 16, 11, 6, 5, 0]);
    model.goTo(8);
    expect(walk(-1, 1)).toEqual([6]);
    model.goTo(8);
    expect(walk(1, 1)).toEqual([11]);
  });

  test('know which operations of the iteration are done', () => {
    const model = new StepperModel(trace241({ iterations: 2 }), { step: 2 });
    const [stage] = model.network.stages;
    const done = (unit: number): boolean => model.isDone({ kind: 'z', stage, unit });
    expect([done(1), done(2), done(3)]).toEqual([true, true, false]);
    model.goTo(17);
    expect([done(0), done(1)]).toEqual([true, false]);
    expect(model.isDone({ kind: 'own', stage, unit: 0, layer: 0 })).toBe(false);
  });

  test('run in phases', () => {
    expect(new StepperModel(trace).runs.map(({ phase, start, end }) => [phase, start, end])).toEqual([
      ['forward', 0, 5],
      ['loss', 5, 6],
      ['backward', 6, 11],
      ['update', 11, 16],
      ['after', 16, 17]
    ]);
  });
});

describe('playing', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test('goes a step further at the pace and stops at the last one', () => {
    const model = new StepperModel(trace, { step: 13, pace: 400 });
    model.play();
    expect(model.playing).toBe(true);
    jest.advanceTimersByTime(800);
    expect([model.stepIndex, model.playing]).toEqual([15, true]);
    const seen: boolean[] = [];
    model.changed.connect(() => seen.push(model.playing));
    jest.advanceTimersByTime(400);
    expect([model.stepIndex, model.playing]).toEqual([16, false]);
    expect(seen[seen.length - 1]).toBe(false);
    jest.advanceTimersByTime(4000);
    expect([model.stepIndex, jest.getTimerCount()]).toEqual([16, 0]);
  });

  test('begins again at the first step from the last one', () => {
    const model = new StepperModel(trace, { step: 16 });
    model.play();
    expect(model.stepIndex).toBe(0);
    model.dispose();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('pauses, and says so once', () => {
    const model = new StepperModel(trace);
    expect(changesOf(model, () => model.play())).toBe(1);
    expect(changesOf(model, () => model.pause())).toBe(1);
    expect(changesOf(model, () => model.pause())).toBe(0);
    jest.advanceTimersByTime(5000);
    expect(model.stepIndex).toBe(0);
  });

  test('takes another pace at once, and starts nothing if it is paused', () => {
    const model = new StepperModel(trace, { pace: 3000 });
    model.pace = 1500;
    expect([model.pace, model.playing, jest.getTimerCount()]).toEqual([1500, false, 0]);
    model.play();
    jest.advanceTimersByTime(1000);
    model.pace = 400;
    expect(model.playing).toBe(true);
    jest.advanceTimersByTime(400);
    expect(model.stepIndex).toBe(1);
    model.pace = 1;
    expect(model.pace).toBe(800);
    model.dispose();
  });

  test('disposing disconnects every listener', () => {
    const model = new StepperModel(trace);
    let changes = 0;
    model.changed.connect(() => changes++);
    model.dispose();
    model.goTo(3);
    expect(changes).toBe(0);
  });
});

describe('the view', () => {
  test('of a sample ends the view of the batch', () => {
    const model = new StepperModel(trace);
    model.focus = { kind: 'neuron', stage: 0, unit: 0 };
    model.batch = true;
    expect([model.batch, model.sample]).toEqual([true, 0]);
    model.sample = 9;
    expect([model.batch, model.sample]).toEqual([false, 2]);
    expect(changesOf(model, () => (model.notation = 'matrix'))).toBe(1);
    expect([model.notation, model.focus?.kind]).toEqual(['matrix', 'neuron']);
  });

  test('of the batch needs two samples', () => {
    const model = new StepperModel(trace241({ samples: 2 }), { batch: true });
    expect(model.batch).toBe(true);
    model.sample = 1;
    model.batch = true;
    expect([model.batch, model.sample]).toEqual([true, 1]);
  });

  test('follows the focus, and returns to the step without one', () => {
    const model = new StepperModel(trace);
    expect(changesOf(model, () => (model.focus = { kind: 'neuron', stage: 0, unit: 0 }))).toBe(1);
    expect(changesOf(model, () => (model.focus = null))).toBe(1);
  });

  test('of lit parts changes the graph alone, until the next change', () => {
    const model = new StepperModel(trace);
    const parts = { nodes: new Set<string>(), edges: new Set<string>(), loss: false };
    let lit = 0;
    model.litChanged.connect(() => lit++);
    const light = (): void => {
      model.lit = parts;
      model.lit = parts;
    };
    expect(changesOf(model, light)).toBe(0);
    expect([lit, model.lit]).toEqual([1, parts]);
    model.goTo(1);
    expect(model.lit).toBeNull();
  });
});

describe('terms and derivations', () => {
  test('are the same objects until something that they depend on changes', () => {
    const model = new StepperModel(trace241({ samples: 3, iterations: 2 }), { step: 3 });
    const { terms, derivation } = model;
    model.lens = 'check';
    model.goTo(4);
    expect(model.terms).toBe(terms);
    expect(model.derivation).not.toBe(derivation);
    model.goTo(3);
    expect(model.derivation).toBe(derivation);
    model.sample = 1;
    expect(model.terms).not.toBe(terms);
    expect(model.terms.sample).toBe(1);
    model.goTo(19);
    expect(model.terms.iteration).toBe(1);
    const { terms: second } = model;
    model.edit('input[0,0]', 1);
    expect(model.terms).not.toBe(second);
    expect(model.terms.reader).toBe(model.reader);
  });

  test('a derivation follows granularity and batch', () => {
    const model = new StepperModel(trace, { step: 8 });
    const { derivation } = model;
    model.batch = true;
    const whole = model.derivation;
    expect(whole).not.toEqual(derivation);
    model.batch = false;
    model.granularity = 'layer';
    expect(model.derivation.question).not.toEqual(derivation.question);
  });

  test('the derivation of another step is that step’s', () => {
    const model = new StepperModel(trace, { sample: 1 });
    const other = model.derivationOf(8);
    model.goTo(8);
    expect(JSON.stringify(other)).toBe(JSON.stringify(model.derivation));
  });
});

const keys = ['input[0,0]', 'input[1,1]', 'target[0,0]', 'optimizer.lr', 'input[5,0]'];
const number = fc.oneof(fc.double({ min: -3, max: 3, noNaN: true }), fc.constantFrom(0, -0, 0.5));
const move = fc.record({
  kind: fc.constantFrom('edit', 'edit', 'undo', 'redo', 'reset', 'cancelEdit', 'step', 'sample'),
  key: fc.constantFrom(...keys),
  value: number,
  merge: fc.boolean(),
  at: fc.nat(40)
});

test('equals a fresh rerun and derivation after any sequence of edits and steps', () => {
  const recorded: Trace = makeTrace({
    ...usual,
    samples: 2,
    optimizer: { ...usual.optimizer!, momentum: 0.9 },
    iterations: 2
  });
  fc.assert(
    fc.property(fc.array(move, { maxLength: 25 }), moves => {
      const model = new StepperModel(recorded);
      for (const { kind, key, value, merge, at } of moves) {
        if (kind === 'edit') {
          const before = editsOf(model);
          const accepted = model.edit(key, value, merge);
          expect(accepted ? model.edits.get(key) : editsOf(model)).toEqual(accepted ? value : before);
          expect(model.problem === null).toBe(accepted);
        } else if (kind === 'step') {
          model.goTo(at % model.steps);
        } else if (kind === 'sample') {
          model.sample = at % model.reader.samples;
        } else {
          model[kind]();
        }
        const now = model.edits.size > 0 ? rerun(recorded, model.edits) : recorded;
        expect(JSON.stringify(model.trace)).toBe(JSON.stringify(now));
        const { step, sample, granularity, derivation } = model;
        const derived = derive(new TraceReader(now), step, sample, granularity);
        expect(JSON.stringify(derivation)).toBe(JSON.stringify(derived));
      }
    }),
    { numRuns: 60 }
  );
});

test('changes nothing while a number is typed, whatever the number', () => {
  const trace = makeTrace(usual);
  const model = new StepperModel(trace);
  const { reader, derivation } = model;
  let drawn = 0;
  model.changed.connect(() => drawn++);
  for (const typed of [0.25, 1e308, -3, 0.5]) {
    model.typing('input[0,0]', typed);
  }
  model.typing('target[0,0]', 7);
  expect([model.reader, model.derivation, model.canUndo, model.problem, drawn]).toEqual([
    reader,
    derivation,
    false,
    null,
    0
  ]);
  model.typing('input[0,0]', 0.75);
  model.edit('input[0,0]', 0.75);
  expect(model.trace).toEqual(rerun(trace, new Map([['input[0,0]', 0.75]])));
});
