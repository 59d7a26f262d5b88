/** A parameter without a gradient stays as it is, state included, at every step at which PyTorch skips it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Adam, AdamW, Linear, MSELoss, Parameter, SGD, Sequential, trainStep } from '../../src/engine';
import { Options, optimizers } from '../../src/engine/registry';
import { record } from '../../src/trace';

interface SkippedCase {
  name: string;
  type: string;
  options: Options;
  /** The options of the second group, whose only parameter is the third. */
  other: Options;
  start: number[][];
  events: {
    /** Whether zeroGrad comes first. */
    zero: boolean;
    /** What a backward pass adds to each gradient; null where it does not reach the parameter. */
    grads: (number[] | null)[];
    after: number[][];
    state: Record<string, number | number[]>[];
  }[];
}

const cases = JSON.parse(readFileSync(join(__dirname, 'skipped.json'), 'utf8')) as SkippedCase[];

const near = (actual: ArrayLike<number>, expected: number | number[], where: string): void =>
  [expected].flat().forEach((x, i) => {
    if (!(Math.abs(actual[i] - x) <= 1e-12 * (1 + Math.abs(x)))) {
      throw new Error(`${where}: ${actual[i]}, expected ${x}`);
    }
  });

it.each(cases.map(c => [c.name, c] as const))('%s', (_, { type, options, other, start, events }) => {
  const parameters = start.map(row => new Parameter([3], Float64Array.from(row)));
  const groups = [{ params: parameters.slice(0, 2) }, { params: parameters.slice(2), ...other }];
  let optimizer = optimizers[type].from(groups as never, options);
  events.forEach(({ zero, grads, after, state }, e) => {
    if (zero) {
      optimizer.zeroGrad();
    }
    grads.forEach((grad, i) => {
      if (grad) {
        grad.forEach((g, k) => (parameters[i].grad.data[k] += g));
        parameters[i].reached = true;
      }
    });
    if (e === 8) {
      // A checkpoint keeps which parameters have a state.
      const kept = optimizer.stateDict();
      optimizer = optimizers[type].from(groups as never, options);
      optimizer.loadStateDict(kept);
    }
    optimizer.step();
    parameters.forEach((parameter, i) => {
      near(parameter.data, after[i], `parameter ${i} after step ${e}`);
      const mine = optimizer.state.get(parameter);
      // PyTorch's Adagrad makes its state before the first step.
      if (!mine && type === 'Adagrad') {
        expect(state[i].step).toBe(0);
        return;
      }
      expect(Object.keys(mine ?? {}).sort()).toEqual(Object.keys(state[i]).sort());
      Object.entries(state[i]).forEach(([name, value]) =>
        near(mine![name].data, value, `${name} of ${i} after step ${e}`)
      );
    });
  });
});

const model = (): Sequential => new Sequential(new Linear(2, 2), new Linear(2, 1));
const data = { input: [[1, 2]], target: [[3]], loss: new MSELoss() };
const weights = (m: Sequential): number[][] => m.parameters().map(p => Array.from(p.data));

describe('no step', () => {
  it('follows from weight decay or momentum alone: before any backward, and after zeroGrad', () => {
    for (const make of [
      (m: Sequential) => new AdamW(m.parameters(), { weightDecay: 0.1 }),
      (m: Sequential) => new Adam(m.parameters(), { weightDecay: 0.1 }),
      (m: Sequential) => new SGD(m.parameters(), { lr: 0.1, momentum: 0.9, weightDecay: 0.1 })
    ]) {
      const m = model();
      const optimizer = make(m);
      const fresh = weights(m);
      optimizer.step();
      expect(weights(m)).toEqual(fresh);
      expect(optimizer.state.size).toBe(0);
      trainStep(m, data.loss, optimizer, data.input, data.target);
      const moved = weights(m);
      expect(moved).not.toEqual(fresh);
      m.zeroGrad();
      optimizer.step();
      expect(weights(m)).toEqual(moved);
    }
  });

  it('is recorded of parameters that the pass does not reach', () => {
    const m = model();
    const apart = new Parameter([1], Float64Array.of(5));
    const optimizer = new SGD([...m.parameters(), apart], { lr: 0.1, weightDecay: 0.5 });
    const trace = record(m, { ...data, optimizer, iterations: 3 });
    expect(trace.iterations.map(({ update }) => update.length)).toEqual([4, 4, 4]);
    expect(apart.data[0]).toBe(5);
  });

  it('but one of a gradient of 0 that a pass has computed moves the weight', () => {
    const m = new Sequential(new Linear(1, 1));
    const optimizer = new SGD(m.parameters(), { lr: 0.1, weightDecay: 0.5 });
    m.loadStateDict({ '0.weight': [[2]], '0.bias': [0] });
    m.forward([[1]]);
    m.backward([[0]]);
    optimizer.step();
    expect(m.parameters()[0].data[0]).toBeCloseTo(1.9, 15);
  });
});
