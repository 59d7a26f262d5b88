import { BCELoss, MSELoss } from '../../../src/engine';

describe('BCELoss', () => {
  it('is the mean over every element, with 1/N in its gradient', () => {
    const loss = new BCELoss();
    expect(loss.forward([[0.5], [0.5]], [[1], [0]])).toBeCloseTo(Math.LN2, 15);
    expect(loss.backward().toArray()).toEqual([[-1], [1]]);
    const sum = new BCELoss({ reduction: 'sum' });
    expect(sum.forward([[0.5], [0.5]], [[1], [0]])).toBeCloseTo(2 * Math.LN2, 15);
    expect(sum.backward().toArray()).toEqual([[-2], [2]]);
  });

  it('limits the loss of a wrong certainty to 100', () => {
    const loss = new BCELoss();
    expect(loss.forward([[0]], [[1]])).toBe(100);
    expect(loss.forward([[1]], [[0]])).toBe(100);
    expect(loss.forward([[1]], [[1]])).toBeCloseTo(0, 15);
  });

  it.each([2, -0.1, Infinity])('names the place of a target of %d', wrong => {
    expect(() => new BCELoss().forward([[0.5], [0.5]], [[0], [wrong]])).toThrow(
      new RangeError(`BCELoss expects targets between 0 and 1, got ${wrong}: target[1,0].`)
    );
  });

  it('names the place of an output outside 0 to 1, and the likely cause', () => {
    expect(() => new BCELoss().forward([[1.5]], [[1]])).toThrow(
      'BCELoss expects outputs between 0 and 1, got 1.5: output[0,0]. Is a Sigmoid missing at the end?'
    );
  });
});

describe('every loss', () => {
  it('rejects a target of another shape than the output', () => {
    expect(() => new MSELoss().forward([[1], [2]], [1, 2])).toThrow(
      "MSELoss expects a target of the output's shape, 2 × 1, got 2."
    );
  });

  it('rejects a reduction other than mean and sum', () => {
    expect(() => new MSELoss({ reduction: 'none' as 'sum' })).toThrow(
      "reduction is none, expected 'mean' or 'sum'."
    );
  });

  it('rejects backward before forward', () => {
    expect(() => new MSELoss().backward()).toThrow('MSELoss has nothing to go back over');
  });
});
