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

  it('costs 100 and no more for a wrong certainty', () => {
    const loss = new BCELoss();
    expect(loss.forward([[0]], [[1]])).toBe(100);
    expect(loss.forward([[1]], [[0]])).toBe(100);
    expect(loss.forward([[1]], [[1]])).toBeCloseTo(0, 15);
  });

  it.each([2, -0.1, Infinity])('says where a target is %d', wrong => {
    expect(() => new BCELoss().forward([[0.5], [0.5]], [[0], [wrong]])).toThrow(
      new RangeError(`BCELoss expects targets between 0 and 1, got ${wrong}: target[1,0].`)
    );
  });

  it('says where an output is outside, and why that may be', () => {
    expect(() => new BCELoss().forward([[1.5]], [[1]])).toThrow(
      'BCELoss expects outputs between 0 and 1, got 1.5: output[0,0]. Is a Sigmoid missing at the end?'
    );
  });
});

describe('every loss', () => {
  it('wants a target of the shape of the output', () => {
    expect(() => new MSELoss().forward([[1], [2]], [1, 2])).toThrow(
      "MSELoss expects a target of the output's shape, 2 × 1, got 2."
    );
  });

  it('has a reduction of mean or sum', () => {
    expect(() => new MSELoss({ reduction: 'none' as 'sum' })).toThrow(
      "reduction is none, expected 'mean' or 'sum'."
    );
  });

  it('goes forward first', () => {
    expect(() => new MSELoss().backward()).toThrow('MSELoss has nothing to go back over');
  });
});
