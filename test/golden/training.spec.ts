/** Optimisers, schedules and splits against PyTorch 2.13, metrics against scikit-learn 1.9: see make.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AverageOptions,
  BCELoss,
  CosineAnnealingLR,
  DataLoader,
  ExponentialLR,
  LambdaLR,
  Linear,
  LinearLR,
  LRScheduler,
  MultiStepLR,
  NestedNumbers,
  OneCycleLR,
  Optimizer,
  Parameter,
  ReduceLROnPlateau,
  SGD,
  Scheduler,
  Sequential,
  SequentialLR,
  Sigmoid,
  StepLR,
  Tensor,
  TensorDataset,
  accuracy,
  classScores,
  clipGradNorm,
  clipGradValue,
  confusionMatrix,
  evaluate,
  f1,
  fit,
  fromCSV,
  logLoss,
  manualSeed,
  precision,
  randomSplit,
  recall,
  rocAuc,
  standardize
} from '../../src/engine';
import { Options, optimizers } from '../../src/engine/registry';
import { defaultGenerator } from '../../src/engine/random/random';
import type { PenguinsCase } from './cases';

function load<T>(name: string): T[] {
  return JSON.parse(readFileSync(join(__dirname, `${name}.json`), 'utf8')) as T[];
}

/** Expects |a − b| ≤ tolerance · (1 + |b|) for every number. */
function expectClose(actual: Tensor, expected: NestedNumbers, where: string, tolerance = 1e-10): void {
  const wanted = Tensor.from(expected);
  expect(actual.data.length).toBe(wanted.data.length);
  wanted.data.forEach((b, i) => {
    const a = actual.data[i];
    if (!(Math.abs(a - b) <= tolerance * (1 + Math.abs(b)))) {
      throw new Error(`${where}, number ${i}: ${a}, but expected ${b}`);
    }
  });
}

type ScheduleSpec = { type: string } & Record<string, never>;
interface SequenceSpec {
  schedulers: ScheduleSpec[];
  milestones: number[];
}

const makeSchedule = (optimizer: Optimizer, { type, ...options }: ScheduleSpec): Scheduler => {
  if (type === 'LambdaLR') {
    return new LambdaLR(optimizer, { lrLambda: epoch => Number(options.base) ** epoch });
  }
  if (type === 'SequentialLR') {
    const { schedulers, milestones } = options as unknown as SequenceSpec;
    const inside = schedulers.map(spec => makeSchedule(optimizer, spec) as LRScheduler);
    return new SequentialLR(optimizer, { schedulers: inside, milestones });
  }
  const kinds = {
    StepLR,
    MultiStepLR,
    ExponentialLR,
    CosineAnnealingLR,
    LinearLR,
    OneCycleLR,
    ReduceLROnPlateau
  };
  return new kinds[type as keyof typeof kinds](optimizer, options as never);
};

interface OptimizerCase {
  name: string;
  type: string;
  options: Options;
  groups: { shapes: number[][]; options: Options }[];
  clip: { norm?: number; value?: number } | null;
  schedules: ScheduleSpec[];
  start: NestedNumbers[];
  steps: {
    grads: NestedNumbers[];
    lrs: number[];
    norm?: number;
    metric: number;
    after: NestedNumbers[];
  }[];
  state: Record<string, number | NestedNumbers>[];
}

describe('optimisers, over 20 steps', () => {
  it.each(load<OptimizerCase>('optimizers').map(c => [c.name, c] as const))('%s', (_, c) => {
    const shapes = c.groups.flatMap(group => group.shapes);
    const parameters = shapes.map((shape, i) => new Parameter(shape, Tensor.from(c.start[i]).data));
    let used = 0;
    const groups = c.groups.map(({ shapes, options }) => ({
      ...options,
      params: parameters.slice(used, (used += shapes.length))
    }));
    const optimizer = optimizers[c.type].from(groups as never, c.options);
    const schedules = c.schedules.map(spec => makeSchedule(optimizer, spec));
    c.steps.forEach((expected, step) => {
      const where = `${c.name}, step ${step + 1}`;
      parameters.forEach((p, i) => p.grad.data.set(Tensor.from(expected.grads[i]).data));
      expectClose(
        Tensor.from(optimizer.paramGroups.map(({ lr }) => lr)),
        expected.lrs,
        `${where}, lr`,
        1e-12
      );
      if (c.clip?.value !== undefined) {
        clipGradValue(parameters, c.clip.value);
      }
      if (c.clip?.norm !== undefined) {
        expectClose(Tensor.from([clipGradNorm(parameters, c.clip.norm)]), [expected.norm!], `${where}, norm`);
      }
      optimizer.step();
      schedules.forEach(schedule => schedule.step(expected.metric));
      parameters.forEach((p, i) => expectClose(p, expected.after[i], `${where}, parameter ${i}`));
    });
    parameters.forEach((p, i) => {
      const state = optimizer.state.get(p) ?? {};
      // PyTorch's SGD keeps no count of steps.
      expect(Object.keys(state).sort()).toEqual(Object.keys(c.state[i]).sort());
      for (const [name, value] of Object.entries(c.state[i])) {
        expectClose(state[name], typeof value === 'number' ? [value] : value, `${c.name}, ${name}`);
      }
    });
  });
});

interface ScheduleCase {
  name: string;
  lrs: number[];
  schedules: ScheduleSpec[];
  metrics: number[];
  seen: number[][];
}

describe('schedules, over 60 epochs', () => {
  it.each(load<ScheduleCase>('schedules').map(c => [c.name, c] as const))('%s', (_, c) => {
    const groups = c.lrs.map(lr => ({ params: [new Parameter([1])], lr }));
    const optimizer = new SGD(groups, { lr: 1 });
    const schedules = c.schedules.map(spec => makeSchedule(optimizer, spec));
    c.seen.forEach((lrs, epoch) => {
      if (epoch > 0) {
        schedules.forEach(schedule => schedule.step(c.metrics[epoch - 1]));
      }
      expectClose(
        Tensor.from(schedules[0].getLastLr()),
        lrs,
        `${c.name}, epoch ${epoch}, ${JSON.stringify(c.schedules)}`,
        1e-12
      );
    });
  });
});

interface SplitCase {
  seed: number;
  samples: number;
  lengths: number[];
  parts: number[][];
  next: number;
}

describe('randomSplit', () => {
  it.each(load<SplitCase>('splits').map(c => [`${c.samples} in ${c.lengths}, seed ${c.seed}`, c] as const))(
    '%s',
    (_, c) => {
      manualSeed(c.seed);
      const column = Array.from({ length: c.samples }, (_sample, i) => [i]);
      const parts = randomSplit(new TensorDataset(column, column), c.lengths);
      expect(parts.map(({ input }) => Array.from(input.data))).toEqual(c.parts);
      expect(defaultGenerator.uniform()).toBe(c.next);
    }
  );
});

type Three = { precision: number; recall: number; f1: number };
interface MetricsCase {
  name: string;
  output: NestedNumbers;
  target: NestedNumbers;
  accuracy: number;
  confusion: number[][];
  classes: ({ label: number; support: number } & Three)[];
  averages: Record<string, Three>;
  rocAuc: number | null;
  logLoss: number | null;
}

describe('metrics', () => {
  it.each(load<MetricsCase>('metrics').map(c => [c.name, c] as const))('%s', (_, c) => {
    const { output, target } = c;
    expect(accuracy(output, target)).toBeCloseTo(c.accuracy, 12);
    expect(confusionMatrix(output, target).toArray()).toEqual(c.confusion);
    const flat = (rows: MetricsCase['classes']): number[] =>
      rows.flatMap(row => [row.label, row.support, row.precision, row.recall, row.f1]);
    expectClose(
      Tensor.from(flat(classScores(output, target))),
      flat(c.classes),
      `${c.name}, by class`,
      1e-12
    );
    for (const [average, expected] of Object.entries(c.averages)) {
      const options = { average } as AverageOptions;
      const found = [
        precision(output, target, options),
        recall(output, target, options),
        f1(output, target, options)
      ];
      expectClose(
        Tensor.from(found),
        [expected.precision, expected.recall, expected.f1],
        `${c.name}, ${average}`,
        1e-12
      );
    }
    if (c.rocAuc !== null) {
      expect(rocAuc(output, target)).toBeCloseTo(c.rocAuc, 12);
      expect(logLoss(output, target)).toBeCloseTo(c.logLoss!, 12);
    }
  });
});

describe("the article's program on penguins, through fit", () => {
  const file = readFileSync(join(__dirname, '../../notebooks/data/penguins.csv'), 'utf8');
  const penguins = fromCSV(file, {
    input: ['bill_length_mm', 'bill_depth_mm'],
    target: 'species',
    classNames: speciesOf(file)
  });

  it.each(load<PenguinsCase>('penguins').map(c => [c.name, c] as const))('%s', async (_, c) => {
    const data = standardize(penguins).transform(penguins);
    manualSeed(0);
    const model = new Sequential(new Linear(2, 4), new Sigmoid(), new Linear(4, 1), new Sigmoid());
    const losses: number[] = [];
    const printed: string[] = [];
    let last = 0;
    await fit(model, {
      train: new DataLoader(data, { batchSize: 10, shuffle: true }),
      loss: new BCELoss(),
      optimizer: new SGD(model.parameters(), { lr: c.lr }),
      epochs: c.epochs,
      onStep: ({ loss }) => {
        last = loss;
      },
      onEpoch: ({ epoch }) => {
        losses.push(last);
        if (epoch % 10 === 0) {
          printed.push(`Epoch [${epoch}/${c.epochs}], Loss: ${last.toFixed(4)}`);
        }
      }
    });
    expect(printed).toEqual(c.printed);
    expectClose(Tensor.from(losses), c.losses, 'losses');
    for (const [name, p] of model.namedParameters()) {
      expectClose(p, c.state[name], name);
    }
    const found = evaluate(model, data, { loss: new BCELoss(), metrics: { accuracy } });
    expect(found.loss).toBeCloseTo(c.lossOverAll, 12);
    expect(found.metrics.accuracy).toBe(c.accuracy);
  });
});

/** The two species, a gentoo last: its target is 1. */
function speciesOf(csv: string): string[] {
  const all = new Set(
    csv
      .trim()
      .split('\n')
      .slice(1)
      .map(row => row.split(',')[0])
  );
  return [...all].sort((a, b) => Number(a === 'Gentoo') - Number(b === 'Gentoo'));
}
