import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { Program, derive } from '../../src/derivation';
import {
  Adam,
  AdamOptions,
  Dropout,
  FeedForward,
  Linear,
  MSELoss,
  Optimizer,
  Parameter,
  RMSprop,
  Residual,
  SGD,
  Sequential,
  manualSeed
} from '../../src/engine';
import { evaluate, valueOf } from '../../src/engine/formula/expression';
import {
  Edits,
  NamedTensor,
  Trace,
  TraceReader,
  parseAddress,
  readPayload,
  record,
  rerun
} from '../../src/trace';
import { makeTrace, recipes } from '../derivation/networks';

/** The trace as it would be sent: a trace from `rerun` holds tensors instead of plain data. */
const plain = (trace: unknown): unknown => JSON.parse(JSON.stringify(trace));

test('rerun without edits reproduces every bit', () => {
  fc.assert(
    fc.property(recipes, recipe => {
      const trace = makeTrace(recipe);
      expect(plain(rerun(trace, new Map()))).toEqual(trace);
    }),
    { numRuns: 60 }
  );
});

test('rerun of an edit and its inverse reproduces the original', () => {
  fc.assert(
    fc.property(recipes, recipe => {
      const trace = makeTrace(recipe);
      const reader = new TraceReader(trace);
      const key = `${trace.model.find(({ type }) => type === 'Linear')!.name}.weight[0,0]`;
      const changed = rerun(trace, new Map([[key, 0.123]]));
      expect(new TraceReader(changed).value(parseAddress(key)!)).toBe(0.123);
      // A trace does not hold earlier gradients of 0, so rerunning it can't know that gradients were accumulated. The
      // page always edits the recorded trace.
      const kept = (t: typeof trace): boolean[] => t.iterations.map(({ gradsBefore }) => !gradsBefore);
      fc.pre(isDeepStrictEqual(kept(changed), kept(trace)));
      const back = rerun(changed, new Map([[key, reader.value(parseAddress(key)!)!]]));
      expect(JSON.parse(JSON.stringify(back.iterations))).toEqual(trace.iterations);
    }),
    { numRuns: 40 }
  );
});

test('rerun repeats the masks of Dropouts, also inside layers, and rejects a trace without masks', () => {
  manualSeed(1);
  const inside = new Residual(new Sequential(new FeedForward(6, 8, { dropout: 0.5 }), new Dropout()));
  const model = new Sequential(new Linear(2, 6), new Dropout({ p: 0.3 }), inside);
  const options = { input: [[1, 2], [3, 4]], target: [[0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1]], loss: new MSELoss() }; // prettier-ignore
  const record2 = (): Trace =>
    JSON.parse(
      JSON.stringify(
        record(model, { ...options, optimizer: new SGD(model.parameters(), { lr: 0.1 }), iterations: 3 })
      )
    ) as Trace;
  const trace = record2();
  expect(readPayload(trace)).toEqual({ payload: trace });
  expect(trace.iterations[1].forward[2].masks!.map(({ name, value }) => [name, value.shape])).toEqual([
    ['2.block.0.dropout', [2, 8]],
    ['2.block.1', [2, 6]]
  ]);
  expect(trace.iterations[0].forward[1].masks).not.toEqual(trace.iterations[1].forward[1].masks);
  expect(plain(rerun(trace, new Map()))).toEqual(trace);
  const changed = plain(rerun(trace, new Map([['0.weight[0,0]', 9]]))) as Trace;
  expect(changed.iterations.map(({ forward }) => forward.map(({ masks }) => masks))).toEqual(
    trace.iterations.map(({ forward }) => forward.map(({ masks }) => masks))
  );

  const old = JSON.parse(JSON.stringify(trace)) as Trace;
  old.iterations.forEach(({ forward }) => forward.forEach(layer => delete layer.masks));
  expect(readPayload(old)).toEqual({ payload: old });
  expect(() => rerun(old, new Map())).toThrow('dropped at random');

  model.eval();
  const calm = record2();
  expect(calm.iterations[0].forward[2].masks).toEqual([]);
  expect(plain(rerun(calm, new Map()))).toEqual(calm);

  const damage = (change: (mask: NamedTensor) => void): unknown => {
    const damaged = JSON.parse(JSON.stringify(trace)) as Trace;
    change(damaged.iterations[0].forward[1].masks![0]);
    return readPayload(damaged);
  };
  expect(damage(mask => (mask.name = '0'))).toHaveProperty('error');
  expect(damage(mask => (mask.value.shape = [1, 12]))).toHaveProperty('error');
  expect(damage(mask => (mask.value = { shape: [2, 6], data: Array<number>(12).fill(2) }))).toHaveProperty(
    'error'
  );
});

test('an edited learning rate applies to every update', () => {
  const trace = makeTrace({
    ...fc.sample(recipes, { seed: 1, numRuns: 1 })[0],
    optimizer: { momentum: 0, nesterov: false, weightDecay: 0 }
  });
  const changed = rerun(trace, new Map([['optimizer.lr', 0]]));
  const { before, after } = changed.iterations[0].update[0];
  expect(after).toEqual(before);
  expect(changed.optimizer).toMatchObject({ type: 'SGD', lr: 0 });
});

test('rejects an edit of a missing number, and a value that the engine rejects', () => {
  const trace = makeTrace({
    ...fc.sample(recipes, { seed: 2, numRuns: 1 })[0],
    bce: true,
    activations: [0, 0, 0, 0]
  });
  expect(() => rerun(trace, new Map([['nothing[0]', 1]]))).toThrow('There is no nothing[0] to change.');
  expect(() => rerun(trace, new Map([['target[0,0]', 3]]))).toThrow(
    'BCELoss expects targets between 0 and 1'
  );
});

test.each([
  ['optimizer.betas[0]', 0.5, (o: Trace) => (o.optimizer!.betas as number[])[0]],
  ['optimizer.betas[1]', 0.9, (o: Trace) => (o.optimizer!.betas as number[])[1]],
  ['optimizer.eps', 0.25, (o: Trace) => o.optimizer!.eps],
  ['optimizer.weightDecay', 0.1, (o: Trace) => o.optimizer!.weightDecay],
  ['optimizer.amsgrad', 1, (o: Trace) => Number(o.optimizer!.amsgrad)]
] as const)('rerun applies an edit of %s', (key, value, of) => {
  const make = (options: AdamOptions): Trace => {
    manualSeed(1);
    const model = new Sequential(new Linear(2, 2), new Linear(2, 1));
    const optimizer = new Adam(model.parameters(), options);
    const data = { input: [[1, 2]], target: [[1]], loss: new MSELoss(), optimizer };
    return plain(record(model, { ...data, iterations: 3 })) as Trace;
  };
  const changed = rerun(make({}), new Map([[key, value]]));
  expect(of(changed)).toBe(value);
  const betas: [number, number] = [0.9, 0.999];
  const [, name, at] = /\.(\w+)(?:\[(\d)\])?/.exec(key)!;
  if (at) {
    betas[Number(at)] = value;
  }
  const options = at ? { betas } : { [name]: name === 'amsgrad' ? true : value };
  expect(plain(changed)).toEqual({ ...make(options), modelId: changed.modelId });
});

/** A trace of three layers in three parameter groups, of which the first group holds the last layer. */
function grouped(own: Partial<AdamOptions>, common: Partial<AdamOptions> = {}): Trace {
  manualSeed(1);
  const model = new Sequential({
    linear1: new Linear(2, 2),
    linear2: new Linear(2, 2),
    linear3: new Linear(2, 1)
  });
  const [w1, b1, w2, b2, w3, b3] = model.parameters();
  const groups = [{ params: [w3, b3] }, { params: [w1, b1, w2], ...own }, { params: [b2], lr: 0.5 }];
  const optimizer = new Adam(groups, { lr: 0.1, ...common });
  const data = { input: [[1, 2]], target: [[1]], loss: new MSELoss(), optimizer };
  return { ...(plain(record(model, { ...data, iterations: 3 })) as Trace), modelId: 'm1' };
}

const own = { lr: 0.01, betas: [0.8, 0.9] as [number, number], amsgrad: true };

test('rerun reproduces parameter groups in any order', () => {
  const trace = grouped(own);
  expect(trace.iterations[0].update.map(({ options }) => options)).toEqual([
    own,
    own,
    own,
    { lr: 0.5 },
    undefined,
    undefined
  ]);
  expect(plain(rerun(trace, new Map()))).toEqual(trace);
});

test.each<[string, Edits, Partial<AdamOptions>, Partial<AdamOptions>]>([
  ['a number', new Map([['optimizer.lr@linear1.weight', 0.3]]), { lr: 0.3 }, {}],
  [
    'through another parameter of the group',
    new Map([['optimizer.lr@linear2.weight', 0.3]]),
    { lr: 0.3 },
    {}
  ],
  ['an element of a list', new Map([['optimizer.betas[1]@linear1.weight', 0.5]]), { betas: [0.8, 0.5] }, {}],
  ['a flag', new Map([['optimizer.amsgrad@linear1.weight', 0]]), { amsgrad: false }, {}],
  ["to the first group's value", new Map([['optimizer.lr@linear1.weight', 0.1]]), { lr: 0.1 }, {}],
  ["the first group's", new Map([['optimizer.lr', 0.3]]), {}, { lr: 0.3 }],
  [
    'both',
    new Map([
      ['optimizer.lr', 0.01],
      ['optimizer.lr@linear1.weight', 0.2]
    ]),
    { lr: 0.2 },
    { lr: 0.01 }
  ]
])('rerun applies an edit of a group option: %s', (_, edits, changed, common) => {
  expect(plain(rerun(grouped(own), edits))).toEqual(grouped({ ...own, ...changed }, common));
});

test('rejects editing an option that the group does not override, and invalid values', () => {
  const changed =
    (key: string, value = 1) =>
    () =>
      rerun(grouped(own), new Map([[key, value]]));
  expect(changed('optimizer.lr@linear3.weight')).toThrow(
    'There is no optimizer.lr@linear3.weight to change.'
  );
  expect(changed('optimizer.eps@linear1.weight')).toThrow('There is no optimizer.eps@linear1.weight');
  expect(changed('optimizer.lr@linear9.weight')).toThrow('There is no optimizer.lr@linear9.weight');
  expect(changed('optimizer.lr@linear1.weight', -1)).toThrow(
    'Adam: lr is -1, expected a number of at least 0.'
  );
});

test.each<[string, (p: Parameter[]) => Optimizer]>([
  ['optimizer.amsgrad', p => new Adam(p, { amsgrad: false })],
  ['optimizer.amsgrad', p => new Adam(p, { amsgrad: true })],
  ['optimizer.centered', p => new RMSprop(p)],
  ['optimizer.momentum', p => new RMSprop(p)],
  ['optimizer.momentum', p => new SGD(p, { lr: 0.1 })]
])('derivations stay right when %s is switched in the middle of a run', (key, make) => {
  manualSeed(1);
  const model = new Sequential(new Linear(2, 2), new Linear(2, 1));
  const data = { input: [[1, 2]], target: [[1]], loss: new MSELoss(), optimizer: make(model.parameters()) };
  record(model, data);
  const trace = plain(record(model, { ...data, iterations: 2 })) as Trace;
  const on = trace.optimizer![key.replace('optimizer.', '')];
  const changed = plain(rerun(trace, new Map([[key, on ? 0 : 0.5]]))) as Trace;
  expect(readPayload(changed)).toEqual({ payload: changed });
  const program = new Program(changed, 'operation');
  for (let i = 0; i < program.length; i++) {
    for (const { forms, result } of derive(
      new TraceReader(changed),
      program.step(i),
      0,
      'operation'
    ).blocks.flatMap(({ lines }) => lines)) {
      expect(evaluate(forms[forms.length - 1])).toBeCloseTo(valueOf(result), 12);
    }
  }
});
