import {
  ExponentialLR,
  LambdaLR,
  LinearLR,
  LRScheduler,
  OneCycleLR,
  Parameter,
  ReduceLROnPlateau,
  SequentialLR,
  SGD,
  StepLR
} from '../../../src/engine';

const optimizerOf = (lr = 1): SGD => new SGD([new Parameter([1])], { lr });

/** The rates of `count` epochs, from the present one on. */
function ratesOf(schedule: LRScheduler, count: number): number[] {
  return Array.from({ length: count }, () => {
    const [lr] = schedule.getLastLr();
    schedule.step();
    return Number(lr.toPrecision(10));
  });
}

function warmUpAndDecay(optimizer: SGD): SequentialLR {
  return new SequentialLR(optimizer, {
    schedulers: [
      new LinearLR(optimizer, { startFactor: 0.5, totalIters: 2 }),
      new ExponentialLR(optimizer, { gamma: 0.5 })
    ],
    milestones: [3]
  });
}

test('starts each schedule at its epoch 0 from the initial rate', () => {
  expect(ratesOf(warmUpAndDecay(optimizerOf()), 6)).toEqual([0.5, 0.75, 1, 1, 0.5, 0.25]);
});

test('starts a sequence inside from its own beginning', () => {
  const optimizer = optimizerOf();
  const inside = warmUpAndDecay(optimizer);
  const schedulers = [new LambdaLR(optimizer, { lrLambda: () => 0.1 }), inside];
  const schedule = new SequentialLR(optimizer, { schedulers, milestones: [2] });
  expect(ratesOf(schedule, 7)).toEqual([0.1, 0.1, 0.5, 0.75, 1, 1, 0.5]);
});

test.each([1, 3, 5])('resumes after %s epochs from its state, as plain data', epochs => {
  const [one, other] = [optimizerOf(), optimizerOf()];
  const [first, second] = [warmUpAndDecay(one), warmUpAndDecay(other)];
  ratesOf(first, epochs);
  second.loadStateDict(JSON.parse(JSON.stringify(first.stateDict())));
  other.loadStateDict(one.stateDict());
  expect(ratesOf(second, 8)).toEqual(ratesOf(first, 8));
});

test('keeps the initial rates in the state', () => {
  const [one, other] = [optimizerOf(1), optimizerOf(2)];
  const [first, second] = [warmUpAndDecay(one), warmUpAndDecay(other)];
  second.loadStateDict(first.stateDict());
  expect(ratesOf(second, 4)[3]).toBe(1);
});

test.each([
  [
    'no list',
    (o: SGD) => ({ schedulers: new StepLR(o, { stepSize: 1 }), milestones: [] }),
    /schedulers is an/
  ],
  [
    'an empty list',
    () => ({ schedulers: [], milestones: [] }),
    /an array of 0, expected a list of schedules/
  ],
  [
    'a schedule that needs a metric',
    (o: SGD) => ({ schedulers: [new ReduceLROnPlateau(o)], milestones: [] }),
    /schedulers\[0\] is an instance of ReduceLROnPlateau, expected a schedule that needs no metric/
  ],
  [
    'a schedule of another optimizer',
    () => ({ schedulers: [new LinearLR(optimizerOf())], milestones: [] }),
    /schedulers\[0\] belongs to another optimizer/
  ],
  [
    'a milestone too many',
    (o: SGD) => ({ schedulers: [new LinearLR(o)], milestones: [5] }),
    /milestones is \[5\], expected the epochs at which a next schedule starts: 0/
  ],
  [
    'milestones in descending order',
    (o: SGD) => ({ schedulers: [new LinearLR(o), new LinearLR(o), new LinearLR(o)], milestones: [5, 3] }),
    /milestones is \[5, 3\].*: 2, one fewer than schedules, ascending/
  ]
])('refuses %s', (_, options, message) => {
  const optimizer = optimizerOf();
  expect(() => new SequentialLR(optimizer, options(optimizer) as never)).toThrow(message);
});

test('keeps the rates of a cycle that ends the sequence, and refuses a step after the cycle', () => {
  const optimizer = optimizerOf();
  const cycle = new OneCycleLR(optimizer, { maxLr: 1, totalSteps: 10, divFactor: 10 });
  const schedule = new SequentialLR(optimizer, { schedulers: [cycle], milestones: [] });
  expect(schedule.getLastLr()[0]).toBeCloseTo(0.1, 12);
  expect(() => ratesOf(schedule, 11)).toThrow(/this is step 11 of a cycle of 10/);
});
