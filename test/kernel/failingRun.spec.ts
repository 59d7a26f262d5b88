/** A run that an error ends: the error reaches the cell, and the view is closed, whatever else fails. */
import {
  BCELoss,
  DataLoader,
  FitOptions,
  Linear,
  MSELoss,
  Module,
  SGD,
  Sequential,
  Sigmoid,
  StepLR,
  Tensor,
  fit,
  manualSeed,
  record,
  trainStep
} from '../../src/kernel';
import { MIME_TYPE } from '../../src/trace/mime';
import { kernel, lastReport, lastText, sent } from './kernelOutputs';

jest.mock('../../src/kernel/tslab', () => ({ tslab: () => kernel }));

const mistake = new Error('my own mistake');
const throwing = (): never => {
  throw mistake;
};

beforeEach(() => {
  sent.length = 0;
  manualSeed(0);
});

/** A layer that throws from its n-th forward or backward on. */
class Bad extends Module {
  private forwards = 0;
  private backwards = 0;
  constructor(private readonly at: { forward?: number; backward?: number; thrown?: unknown }) {
    super();
  }
  override forward(x: Tensor): Tensor {
    if (++this.forwards >= (this.at.forward ?? Infinity)) {
      throw this.at.thrown ?? mistake;
    }
    return x.clone();
  }
  override backward(gradient: Tensor): Tensor {
    if (++this.backwards >= (this.at.backward ?? Infinity)) {
      throw mistake;
    }
    return gradient.clone();
  }
}

const data = {
  input: [
    [1, 2],
    [0, 1],
    [2, 0],
    [1, 1]
  ],
  target: [[1], [0], [0], [1]]
};

interface Case {
  layer?: Module;
  options?: (optimizer: SGD) => Partial<FitOptions>;
  /** Finished epochs, and the epoch of the error. */
  epochs: number;
  failedIn: number;
}

/** Throws at the n-th call. */
const nth = (n: number): (() => number) => {
  let calls = 0;
  return () => (++calls >= n ? throwing() : 0.5);
};

/** Batches of which the n-th can't be had. */
const brokenLoader = (n: number): Iterable<{ input: Tensor; target: Tensor }> => {
  let served = 0;
  return {
    *[Symbol.iterator]() {
      for (let i = 0; i < 2; i++) {
        if (++served >= n) {
          throw mistake;
        }
        yield { input: Tensor.from(data.input), target: Tensor.from(data.target) };
      }
    }
  };
};

class BrokenLoss extends MSELoss {
  private readonly next = nth(3);
  override forward(...args: Parameters<MSELoss['forward']>): number {
    this.next();
    return super.forward(...args);
  }
}

class BrokenSchedule extends StepLR {
  private readonly count: () => number;
  constructor(optimizer: SGD, at: number) {
    super(optimizer, { stepSize: 1 });
    this.count = nth(at);
  }
  override step(): void {
    this.count();
    super.step();
  }
}

class BrokenOptimizer extends SGD {
  private readonly next = nth(3);
  override step(): void {
    this.next();
    super.step();
  }
}

const loader = (): DataLoader => new DataLoader(data, { batchSize: 2 });

const cases: Record<string, Case> = {
  'a layer at its first forward': { layer: new Bad({ forward: 1 }), epochs: 0, failedIn: 1 },
  'a layer at its first backward': { layer: new Bad({ backward: 1 }), epochs: 0, failedIn: 1 },
  'a layer at its third backward': { layer: new Bad({ backward: 3 }), epochs: 2, failedIn: 3 },
  'a loss': { options: () => ({ loss: new BrokenLoss() }), epochs: 1, failedIn: 2 },
  'an optimiser': { epochs: 2, failedIn: 3 },
  'a metric of the first epoch': { options: () => ({ metrics: { own: nth(1) } }), epochs: 0, failedIn: 1 },
  'a metric of the third epoch': { options: () => ({ metrics: { own: nth(3) } }), epochs: 2, failedIn: 3 },
  'a validation of other features': {
    options: () => ({ validation: { input: [[1]], target: [[1]] } }),
    epochs: 0,
    failedIn: 1
  },
  'a schedule after the first epoch': {
    options: optimizer => ({ schedule: new BrokenSchedule(optimizer, 1) }),
    epochs: 1,
    failedIn: 1
  },
  'a schedule at its third step': {
    options: optimizer => ({
      schedule: new BrokenSchedule(optimizer, 3),
      schedulePer: 'step',
      train: loader()
    }),
    epochs: 1,
    failedIn: 2
  },
  'a loader at its first batch': { options: () => ({ train: brokenLoader(1) }), epochs: 0, failedIn: 1 },
  'a loader within an epoch': { options: () => ({ train: brokenLoader(4) }), epochs: 1, failedIn: 2 },
  'a loader at the start of an epoch': {
    options: () => ({ train: brokenLoader(5) }),
    epochs: 2,
    failedIn: 3
  },
  onStep: { options: () => ({ onStep: nth(3) }), epochs: 2, failedIn: 3 },
  onEpoch: { options: () => ({ onEpoch: () => throwing() }), epochs: 1, failedIn: 1 },
  'onEpoch, later': {
    options: () => ({ onEpoch: () => new Promise((_, reject) => setTimeout(() => reject(mistake))) }),
    epochs: 1,
    failedIn: 1
  },
  'a checkpoint of the first epoch': { options: () => ({ checkpoint: throwing }), epochs: 1, failedIn: 1 },
  'an observer': { options: () => ({ observer: { beforeUpdate: throwing } }), epochs: 0, failedIn: 1 },
  'wrong features': {
    options: () => ({ train: { input: [[1, 2, 3]], target: [[1]] } }),
    epochs: 0,
    failedIn: 1
  },
  'a wrong target': {
    options: () => ({ train: { input: [[1, 2]], target: [[1, 1]] } }),
    epochs: 0,
    failedIn: 1
  }
};

test.each(Object.entries(cases))('an error of %s ends the run and closes its view', async (what, each) => {
  const model = new Sequential(new Linear(2, 1), ...(each.layer ? [each.layer] : []), new Sigmoid());
  const optimizer = new (what === 'an optimiser' ? BrokenOptimizer : SGD)(model.parameters(), { lr: 0.1 });
  const more = each.options?.(optimizer) ?? {};
  const options = { train: data, loss: new BCELoss(), optimizer, epochs: 50, ...more };
  const before = process.listeners('SIGINT');
  const error: unknown = await fit(model, options).catch((e: unknown) => e);
  if (/^(wrong features|a wrong target|a validation)/.test(what)) {
    expect(String(error)).toMatch(/^RangeError: .*expect/);
  } else {
    expect(error).toBe(mistake);
  }
  const report = lastReport();
  expect([report.stopped, report.progress]).toEqual(['failed', undefined]);
  expect([report.epochs.length, report.failedIn]).toEqual([each.epochs, each.failedIn]);
  // The numbers were all finite, so there is nothing to explain.
  expect(report.record?.trouble).toBeUndefined();
  expect(sent[sent.length - 1]['text/html']).toContain('It was ended by an error.');
  expect(process.listeners('SIGINT')).toEqual(before);
  // The model is free again.
  if (!each.layer) {
    const own = new SGD(model.parameters(), { lr: 0.1 });
    expect(trainStep(model, new BCELoss(), own, data.input, data.target)).toBeGreaterThan(0);
  }
});

test.each(Array.from({ length: 40 }, (_, i) => i + 1))(
  'a layer that throws at forward %i, whoever calls it, ends the run and closes its view',
  async forward => {
    for (const thrown of [mistake, 'a text', 42]) {
      const model = new Sequential(new Linear(2, 1), new Bad({ forward, thrown }));
      const optimizer = new SGD(model.parameters(), { lr: 0.1 });
      const options = { train: loader(), validation: data, loss: new MSELoss(), optimizer, epochs: 500 };
      await expect(fit(model, options)).rejects.toBe(thrown);
      const report = lastReport();
      expect([report.stopped, report.progress]).toEqual(['failed', undefined]);
      expect(report.failedIn).toBe(report.epochs.length + 1);
      expect(lastText()).toContain('It was ended by an error.');
    }
  }
);

test('closes the view without a record if the report fails, too', async () => {
  const { RunRecorder } = jest.requireActual<typeof import('../../src/trace')>('../../src/trace');
  const model = new Sequential(new Linear(2, 1), new Bad({ forward: 6 }));
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const options = { train: data, loss: new MSELoss(), optimizer, epochs: 500 };
  const failed = jest.spyOn(RunRecorder.prototype, 'failed').mockImplementation(() => {
    throw new Error('of the report');
  });
  try {
    await expect(fit(model, options)).rejects.toBe(mistake);
  } finally {
    failed.mockRestore();
  }
  expect(lastReport()).toMatchObject({ stopped: 'failed' });
  expect(lastReport().record).toBeUndefined();
});

test('explains an error whose cause is a number that is not finite', async () => {
  class Strict extends MSELoss {
    override forward(...args: Parameters<MSELoss['forward']>): number {
      if (Tensor.from(args[0], 'output').data.some(x => !Number.isFinite(x))) {
        throw mistake;
      }
      return super.forward(...args);
    }
  }
  const model = new Sequential({ first: new Linear(2, 4), last: new Linear(4, 1) });
  const optimizer = new SGD(model.parameters(), { lr: 1e200 });
  const options = { train: data, loss: new Strict(), optimizer, epochs: 50 };
  await expect(fit(model, options)).rejects.toBe(mistake);
  expect(lastReport().record!.trouble).toMatchObject({
    where: expect.stringMatching(/output|weights/) as string
  });
});

describe('a model in training', () => {
  const small = (): Sequential => new Sequential({ inner: new Linear(2, 1) });
  const run = (model: Module, options: Partial<FitOptions> = {}): ReturnType<typeof fit> =>
    fit(model, {
      train: data,
      loss: new MSELoss(),
      optimizer: new SGD(model.parameters(), { lr: 0.01 }),
      epochs: 3,
      ...options
    });
  const refused = /^(fit|trainStep|record): fit is training this model, .*await the fit/;

  test('is refused to a second fit, of the whole or of a part, whose view is not opened', async () => {
    const model = small();
    const first = run(model, { onEpoch: () => new Promise(resolve => setTimeout(resolve, 100)) });
    await expect(run(model)).rejects.toThrow(refused);
    await expect(run(model.children()[0][1])).rejects.toThrow(refused);
    const other = new Sequential(new Linear(2, 1));
    const shared = new SGD([...model.parameters(), ...other.parameters()], { lr: 0.1 });
    await expect(run(other, { optimizer: shared })).rejects.toThrow(refused);
    await expect(first).resolves.toMatchObject({ epochs: { length: 3 } });
    expect(sent.every(bundle => (bundle[MIME_TYPE] as { stopped?: string }).stopped === undefined)).toBe(
      true
    );
    await expect(run(model)).resolves.toMatchObject({ epochs: { length: 3 } });
  });

  test.each(['trainStep', 'record'])('is refused to %s until the run is over', async name => {
    const model = small();
    const optimizer = new SGD(model.parameters(), { lr: 0.01 });
    const other = (): unknown =>
      name === 'record'
        ? record(model, { ...data, loss: new MSELoss() })
        : trainStep(model, new MSELoss(), optimizer, data.input, data.target);
    const errors: unknown[] = [];
    const onEpoch = (): void => {
      try {
        other();
      } catch (error) {
        errors.push((error as Error).message);
      }
    };
    await run(model, { onEpoch });
    expect(errors).toEqual(Array(3).fill(expect.stringMatching(refused)));
    expect(other()).toBeDefined();
  });

  test('is free after invalid options, a broken checkpoint and an error', async () => {
    const model = small();
    await expect(run(model, { epochs: 0 })).rejects.toThrow('epochs');
    await expect(run(model, { resume: {} as FitOptions['resume'] })).rejects.toThrow('checkpoint');
    await expect(run(model, { onStep: throwing })).rejects.toBe(mistake);
    await expect(Promise.all([run(model), run(small())])).resolves.toHaveLength(2);
  });
});
