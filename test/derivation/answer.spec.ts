import * as fc from 'fast-check';
import {
  Derivation,
  Granularity,
  Program,
  Terms,
  derive,
  english,
  operationAnswer,
  sentenceText
} from '../../src/derivation';
import type { ShownValue } from '../../src/engine/formula/expression';
import { Trace, TraceReader, decodeNumber, record, rerun } from '../../src/trace';
import { Linear, MSELoss, ReLU, SGD, Sequential, Tanh, manualSeed } from '../../src/engine';
import { makeTrace, usual } from './networks';

const answers = (trace: Trace, granularity: Granularity, whole = false): (string | null)[] => {
  const reader = new TraceReader(trace);
  const program = new Program(trace, granularity);
  return Array.from({ length: program.length }, (_, i): Derivation =>
    derive(reader, program.step(i), 0, granularity, whole)
  ).map(({ answer }) => answer && sentenceText(answer, english));
};

const two = makeTrace({ ...usual, widths: [2, 2, 1], samples: 3 });

test('answers the steps of a neuron', () => {
  expect(answers(two, 'neuron')).toMatchInlineSnapshot(`
   [
     "The weighted inputs and the bias add up to 0.2802; Sigmoid turns this into 0.5696.",
     "The weighted inputs and the bias add up to −0.2403; Sigmoid turns this into 0.4402.",
     null,
     "It gives 0.6326; the target is 1, so it is 0.37 too low. This sample’s loss is 0.4579. The mean of all 3 samples is 0.6435.",
     "Of these weights, the batch’s loss reacts most to w₁⁽²⁾: raise w₁⁽²⁾ by 0.01 and it falls by about 0.00016. Lines: sample 1’s part.",
     "Of these weights, the batch’s loss reacts most to w₁₁⁽¹⁾: raise w₁₁⁽¹⁾ by 0.01 and it rises by about 2.8×10⁻⁵. Lines: sample 1’s part.",
     "Of these weights, the batch’s loss reacts most to w₂₁⁽¹⁾: raise w₂₁⁽¹⁾ by 0.01 and it falls by about 7.2×10⁻⁵. Lines: sample 1’s part.",
     "w₁₁⁽¹⁾ moves most: from 0.3643461 to 0.3640638.",
     "w₂₁⁽¹⁾ moves most: from −0.137081 to −0.136359.",
     "w₁⁽²⁾ moves most: from −0.14547 to −0.14389.",
     "Yes: the batch’s loss falls from 0.643492 to 0.643447, and this sample’s loss ℓ[1] from 0.45793 to 0.45777.",
   ]
  `);
});

test('answers every operation', () => {
  expect(answers(two, 'operation')).toMatchInlineSnapshot(`
   [
     "The weighted inputs and the bias add up to 0.2802.",
     "Sigmoid turns 0.2802 into 0.5696.",
     "The weighted inputs and the bias add up to −0.2403.",
     "Sigmoid turns −0.2403 into 0.4402.",
     "The weighted inputs and the bias add up to 0.1738.",
     "Sigmoid turns 0.1738 into 0.5433.",
     "Sigmoid turns 0.5433 into 0.6326.",
     "It gives 0.6326; the target is 1, so it is 0.37 too low. This sample’s loss is 0.4579. The mean of all 3 samples is 0.6435.",
     "∂L[1]/∂ŷ is −0.5269: raise ŷ by 0.01 and the batch’s loss falls by about 0.0053.",
     "∂L[1]/∂a⁽²’¹⁾ is −0.1225: raise a⁽²’¹⁾ by 0.01 and the batch’s loss falls by about 0.0012.",
     "δ⁽²⁾ is −0.03039: raise z⁽²⁾ by 0.01 and the batch’s loss falls by about 0.00030.",
     "∂L/∂w₁⁽²⁾ is −0.01576: raise w₁⁽²⁾ by 0.01 and the batch’s loss falls by about 0.00016. So the update raises w₁⁽²⁾. Lines: sample 1’s part.",
     "∂L/∂w₂⁽²⁾ is 0.004244: raise w₂⁽²⁾ by 0.01 and the batch’s loss rises by about 4.2×10⁻⁵. So the update lowers w₂⁽²⁾. Lines: sample 1’s part.",
     "∂L/∂b⁽²⁾ is −0.008250: raise b⁽²⁾ by 0.01 and the batch’s loss falls by about 8.2×10⁻⁵. So the update raises b⁽²⁾. Lines: sample 1’s part.",
     "∂L[1]/∂a₁⁽¹⁾ is 0.004420: raise a₁⁽¹⁾ by 0.01 and the batch’s loss rises by about 4.4×10⁻⁵.",
     "δ₁⁽¹⁾ is 0.001084: raise z₁⁽¹⁾ by 0.01 and the batch’s loss rises by about 1.1×10⁻⁵.",
     "∂L/∂w₁₁⁽¹⁾ is 0.002823: raise w₁₁⁽¹⁾ by 0.01 and the batch’s loss rises by about 2.8×10⁻⁵. So the update lowers w₁₁⁽¹⁾. Lines: sample 1’s part.",
     "∂L/∂w₁₂⁽¹⁾ is −0.002782: raise w₁₂⁽¹⁾ by 0.01 and the batch’s loss falls by about 2.8×10⁻⁵. So the update raises w₁₂⁽¹⁾. Lines: sample 1’s part.",
     "∂L/∂b₁⁽¹⁾ is 0.0006022: raise b₁⁽¹⁾ by 0.01 and the batch’s loss rises by about 6.0×10⁻⁶. So the update lowers b₁⁽¹⁾. Lines: sample 1’s part.",
     "∂L[1]/∂a₂⁽¹⁾ is −0.01093: raise a₂⁽¹⁾ by 0.01 and the batch’s loss falls by about 0.00011.",
     "δ₂⁽¹⁾ is −0.002694: raise z₂⁽¹⁾ by 0.01 and the batch’s loss falls by about 2.7×10⁻⁵.",
     "∂L/∂w₂₁⁽¹⁾ is −0.007219: raise w₂₁⁽¹⁾ by 0.01 and the batch’s loss falls by about 7.2×10⁻⁵. So the update raises w₂₁⁽¹⁾. Lines: sample 1’s part.",
     "∂L/∂w₂₂⁽¹⁾ is 0.007023: raise w₂₂⁽¹⁾ by 0.01 and the batch’s loss rises by about 7.0×10⁻⁵. So the update lowers w₂₂⁽¹⁾. Lines: sample 1’s part.",
     "∂L/∂b₂⁽¹⁾ is −0.001046: raise b₂⁽¹⁾ by 0.01 and the batch’s loss falls by about 1.0×10⁻⁵. So the update raises b₂⁽¹⁾. Lines: sample 1’s part.",
     "w₁₁⁽¹⁾ moves from 0.3643461 to 0.3640638, against its gradient.",
     "w₁₂⁽¹⁾ moves from −0.3121015 to −0.3118233, against its gradient.",
     "b₁⁽¹⁾ moves from −0.66569638 to −0.66575660, against its gradient.",
     "w₂₁⁽¹⁾ moves from −0.137081 to −0.136359, against its gradient.",
     "w₂₂⁽¹⁾ moves from 0.331894 to 0.331192, against its gradient.",
     "b₂⁽¹⁾ moves from 0.4240641 to 0.4241688, against its gradient.",
     "w₁⁽²⁾ moves from −0.14547 to −0.14389, against its gradient.",
     "w₂⁽²⁾ moves from 0.359736 to 0.359312, against its gradient.",
     "b⁽²⁾ moves from 0.0982999 to 0.0991248, against its gradient.",
     "Yes: the batch’s loss falls from 0.643492 to 0.643447, and this sample’s loss ℓ[1] from 0.45793 to 0.45777.",
   ]
  `);
});

test('answers the steps of a layer', () => {
  expect(answers(two, 'layer')).toMatchInlineSnapshot(`
   [
     null,
     null,
     "The weighted inputs and the bias add up to 0.1738.",
     "Sigmoid turns 0.1738 into 0.5433.",
     "Sigmoid turns 0.5433 into 0.6326.",
     "It gives 0.6326; the target is 1, so it is 0.37 too low. This sample’s loss is 0.4579. The mean of all 3 samples is 0.6435.",
     null,
     "δ⁽²⁾ is −0.03039: raise z⁽²⁾ by 0.01 and the batch’s loss falls by about 0.00030.",
     "Of these weights, the batch’s loss reacts most to w₁⁽²⁾: raise w₁⁽²⁾ by 0.01 and it falls by about 0.00016. Lines: sample 1’s part.",
     null,
     "Of these weights, the batch’s loss reacts most to w₂₁⁽¹⁾: raise w₂₁⁽¹⁾ by 0.01 and it falls by about 7.2×10⁻⁵. Lines: sample 1’s part.",
     "w₁⁽²⁾ moves most: from −0.14547 to −0.14389.",
     "Yes: the batch’s loss falls from 0.643492 to 0.643447, and this sample’s loss ℓ[1] from 0.45793 to 0.45777.",
   ]
  `);
});

test('says nothing of one sample while the whole batch is shown', () => {
  const whole = answers(two, 'operation', true);
  const loss = whole.findIndex(text => text !== null);
  expect(answers(two, 'operation')[loss]).toMatch(/ This sample’s loss is /);
  expect(whole[loss]).toMatch(
    /^The outputs are off by [\d.]+ on average\. The loss of the batch of 3 samples is /
  );
});

/** The loss of a trace with one parameter raised. */
const lossWith = (trace: Trace, key: string, value: number): number =>
  decodeNumber(rerun(trace, new Map([[key, value]])).iterations[0].loss);

test('says truly how the loss changes when a parameter is raised by 0.01', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.integer({ min: 1, max: 4 }), fc.boolean(), (seed, samples, bce) => {
      const trace = makeTrace({ ...usual, seed, samples, bce, widths: [3, 2, 1], activations: [1, 1, 0, 0] });
      const reader = new TraceReader(trace);
      const terms = new Terms(reader, 0, 0);
      for (const stage of terms.network.stages) {
        const answer = operationAnswer(terms, { kind: 'weight', stage, unit: 0, input: 0 })!;
        const text = sentenceText(answer, english);
        const name = `${terms.weightName(stage)}[0,0]`;
        const change =
          lossWith(trace, name, reader.param(0, terms.weightName(stage))!.data[0] + 0.01) - reader.loss(0);
        const said = (answer.args[4] as ShownValue).value;
        if (Math.abs(change) > 1e-3) {
          expect(text).toContain(
            `the ${samples > 1 ? 'batch’s ' : ''}loss ${change > 0 ? 'rises' : 'falls'}`
          );
          expect(Math.abs(said - Math.abs(change))).toBeLessThan(0.1 * Math.abs(change));
          expect(text).toContain(change > 0 ? 'So the update lowers w' : 'So the update raises w');
        }
      }
    }),
    { numRuns: 60 }
  );
});

test('claims nothing of the update if momentum carries the weight the other way', () => {
  manualSeed(1);
  const model = new Sequential(new Linear(1, 1), new Tanh(), new Linear(1, 1));
  const optimizer = new SGD(model.parameters(), { lr: 0.5, momentum: 0.95 });
  const trace = record(model, {
    input: [[1]],
    target: [[0.3]],
    loss: new MSELoss(),
    optimizer,
    iterations: 12
  });
  const reader = new TraceReader(trace);
  const ways = trace.iterations.map((iteration, i) => {
    const terms = new Terms(reader, i, 0);
    const [stage] = terms.network.stages;
    const text = sentenceText(operationAnswer(terms, { kind: 'weight', stage, unit: 0, input: 0 })!, english);
    const step = reader.tensor(iteration.update[0].step).data[0];
    const gradient = reader.paramGrad(i, terms.weightName(stage))!.data[0];
    expect(text.includes('So the update')).toBe(step * gradient < 0);
    return step * gradient < 0;
  });
  expect(new Set(ways).size).toBe(2);
});

test('claims nothing of a gradient that holds those of earlier passes', () => {
  const trace = makeTrace({ ...usual, iterations: 2, zeroGrad: false });
  const terms = new Terms(new TraceReader(trace), 1, 0);
  const [stage] = terms.network.stages;
  expect(operationAnswer(terms, { kind: 'weight', stage, unit: 0, input: 0 })).toBeNull();
});

test('says that a loss of 0 slope does not react', () => {
  manualSeed(1);
  const model = new Sequential(new Linear(1, 1), new ReLU());
  model.loadStateDict({ '0.weight': [[-1]], '0.bias': [0] });
  const trace = record(model, { input: [[1]], target: [[1]], loss: new MSELoss() });
  const terms = new Terms(new TraceReader(trace), 0, 0);
  const [stage] = terms.network.stages;
  expect(sentenceText(operationAnswer(terms, { kind: 'weight', stage, unit: 0, input: 0 })!, english)).toBe(
    '∂L/∂w is 0: the loss does not react to a small change of w.'
  );
});

test('takes no logit for the number that is compared with the target', () => {
  const trace = makeTrace({ ...usual, bce: false, loss: 'BCEWithLogitsLoss' });
  const terms = new Terms(new TraceReader(trace), 0, 0);
  expect(sentenceText(operationAnswer(terms, { kind: 'loss' })!, english)).toMatch(
    /^It guessed class 1 \(\d+ %\), which is correct\. The loss is [\d.]+\.$/
  );
});

describe('the answer to “Did it help?”', () => {
  /** One input, one weight and no bias: ŷ = w x, and L = mean of (ŷ − y)². */
  const said = (lr: number, input: number[], target: number[], whole = false, momentum = 0): string => {
    const model = new Sequential(new Linear(1, 1, { bias: false }));
    model.loadStateDict({ '0.weight': [[1]] });
    const optimizer = new SGD(model.parameters(), { lr, momentum });
    const data = { input: input.map(x => [x]), target: target.map(y => [y]), loss: new MSELoss(), optimizer };
    const trace = record(model, { ...data, iterations: momentum > 0 ? 3 : 1 });
    return answers(trace, 'neuron', whole).pop()!;
  };

  test.each([
    // w = 1 → 1 + 2 · 0.1 · 2 = 1.4: L = (1 − 3)² → (1.4 − 3)².
    ['falls', 0.1, [1], [3], 'Yes: the loss falls from 4 to 2.560.'],
    ['rises', 2, [1], [3], 'No: the loss rises from 4 to 36. The step was too long.'],
    ['stays', 1, [1], [3], 'The loss stays at 4.'],
    ['overflows', 1e200, [1], [3], 'No: with the new weights the loss is ∞. The step was far too long.']
  ])('of a sample whose loss %s', (_, lr, input, target, expected) => {
    expect(said(lr, input, target)).toBe(expected);
  });

  test('names a step that momentum carried up the slope', () => {
    // The velocity of the first two steps carries the third one past the minimum.
    expect(said(0.3, [1], [3], false, 0.9)).toMatch(/^No: .* The step did not go down the slope\.$/);
  });

  // w = 1 → 1.1: the sample with y = 3 gets better, the one with y = 1 worse.
  test.each([
    [0, 'Yes: the batch’s loss falls from 2 to 1.81, and this sample’s loss ℓ[1] from 4 to 3.61.'],
    [
      1,
      'For the batch yes: its loss falls from 2 to 1.81. But this sample’s loss ℓ[2] rises from 0 to 0.01000: one step serves all samples together, not each of them.'
    ]
  ])('of sample %i of a batch whose loss falls', (sample, expected) => {
    const model = new Sequential(new Linear(1, 1, { bias: false }));
    model.loadStateDict({ '0.weight': [[1]] });
    const optimizer = new SGD(model.parameters(), { lr: 0.05 });
    const trace = record(model, { input: [[1], [1]], target: [[3], [1]], loss: new MSELoss(), optimizer });
    expect(
      sentenceText(operationAnswer(new Terms(new TraceReader(trace), 0, sample), { kind: 'after' })!, english)
    ).toBe(expected);
  });

  test('of the whole batch counts the samples that get worse', () => {
    expect(said(0.05, [1, 1], [3, 1], true)).toBe(
      'Yes: the batch’s loss falls from 2 to 1.81, though the loss rises for 1 of its 2 samples: one step serves all of them together.'
    );
  });

  test('of a batch whose loss rises while the sample’s falls', () => {
    // The second sample's large input makes the step far too long; the first one's share falls by chance.
    const model = new Sequential(new Linear(1, 1, { bias: false }));
    model.loadStateDict({ '0.weight': [[1]] });
    const optimizer = new SGD(model.parameters(), { lr: 0.5 });
    const trace = record(model, { input: [[1], [3]], target: [[-20], [0]], loss: new MSELoss(), optimizer });
    expect(
      sentenceText(operationAnswer(new Terms(new TraceReader(trace), 0, 0), { kind: 'after' })!, english)
    ).toMatch(/^For the batch no: its loss rises from .*, though this sample’s loss ℓ\[1\] falls from /);
  });
});
