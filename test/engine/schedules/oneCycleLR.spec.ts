import { OneCycleLR, Parameter, SGD } from '../../../src/engine';

const optimizerOf = (groups = 1): SGD =>
  new SGD(
    Array.from({ length: groups }, () => ({ params: [new Parameter([1])] })),
    { lr: 1 }
  );

test('rises from maxLr / divFactor to maxLr, and falls to the last rate', () => {
  const schedule = new OneCycleLR(optimizerOf(), { maxLr: 1, epochs: 5, stepsPerEpoch: 2, divFactor: 10 });
  const rates = Array.from({ length: 10 }, () => {
    const [lr] = schedule.getLastLr();
    schedule.step();
    return lr;
  });
  expect(rates[0]).toBeCloseTo(0.1, 12);
  expect(Math.max(...rates)).toBeCloseTo(1, 12);
  expect(rates.indexOf(Math.max(...rates))).toBe(2);
  expect(rates[9]).toBeCloseTo(1e-5, 12);
});

test('starts at the highest rate if the rise has no steps', () => {
  const schedule = new OneCycleLR(optimizerOf(), { maxLr: 1, totalSteps: 10, pctStart: 0.1 });
  expect(schedule.getLastLr()).toEqual([1]);
});

test('resumes from its state', () => {
  const [one, other] = [optimizerOf(), optimizerOf()].map(
    optimizer => new OneCycleLR(optimizer, { maxLr: 1, totalSteps: 10 })
  );
  one.step();
  one.step();
  other.loadStateDict(one.stateDict());
  one.step();
  other.step();
  expect(other.getLastLr()).toEqual(one.getLastLr());
});

test.each([
  [{ maxLr: 1 }, /expects the number of steps: totalSteps, or epochs and stepsPerEpoch/],
  [{ maxLr: 1, epochs: 3 }, /expects the number of steps/],
  [{ maxLr: 1, totalSteps: 0 }, /totalSteps is 0, expected a whole number of at least 1/],
  [{ maxLr: 1, epochs: 1.5, stepsPerEpoch: 2 }, /epochs is 1.5/],
  [{ maxLr: [1], totalSteps: 3 }, /maxLr has 1 rates, expected one number, or a list of 2/],
  [{ maxLr: -1, totalSteps: 3 }, /maxLr is -1, expected a number greater than 0/],
  [{ maxLr: 1, totalSteps: 3, pctStart: 1.5 }, /pctStart is 1.5, expected a number from 0 to 1/],
  [
    { maxLr: 1, totalSteps: 3, annealStrategy: 'cosine' },
    /annealStrategy is .*expected one of 'cos', 'linear'/
  ],
  [{ maxLr: 1, totalSteps: 3, divFactor: 0 }, /divFactor is 0/]
])('refuses %j', (options, message) => {
  expect(() => new OneCycleLR(optimizerOf(2), options as never)).toThrow(message);
});
