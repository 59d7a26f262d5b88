import {
  BCELoss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  Identity,
  Loss,
  MSELoss,
  NLLLoss,
  Tensor,
  evaluate
} from '../../../src/engine';

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
      new RangeError(
        `BCELoss expects targets between 0 and 1, got ${wrong}: target[1,0]. Write 0 and 1 for two classes.`
      )
    );
  });

  it('names the place of an output outside 0 to 1, and the likely cause', () => {
    expect(() => new BCELoss().forward([[1.5]], [[1]])).toThrow(
      'BCELoss expects outputs between 0 and 1, got 1.5: output[0,0]. Put a Sigmoid at the end of the model, or take BCEWithLogitsLoss.'
    );
  });
});

describe('every loss', () => {
  it('rejects a target of another shape than the output', () => {
    expect(() => new MSELoss().forward([[1], [2]], [1, 2])).toThrow(
      "MSELoss expects a target of the output's shape, 2 × 1, got 2."
    );
  });

  it('rejects a reduction other than mean and sum, and names what returns a loss a term', () => {
    expect(() => new MSELoss({ reduction: 'none' as 'sum' })).toThrow(
      "reduction is none, expected 'mean' or 'sum'. For a loss a term, call unreduced(output, target)."
    );
  });

  it.each<[string, Loss, number[][], number[] | number[][], number[]]>([
    ['of elements', new MSELoss(), [[1, 3]], [[2, 1]], [1, 4]],
    ['of weighted elements', new BCELoss({ weight: [2, 0] }), [[0.5, 0.5]], [[1, 1]], [2 * Math.LN2, 0]],
    ['of rows', new NLLLoss({ weight: [2, 5] }), [[-1, -3], [-4, -2], [0, 0]], [0, 1, -100], [2, 10, 0]] // prettier-ignore
  ])('%s gives the loss of each term', (_, loss, output, target, expected) => {
    const each = loss.unreduced(output, target);
    expect(Array.from(each.data)).toEqual(expected);
    const total = expected.reduce((sum, x) => sum + x, 0);
    const divisor = loss.divisor(Tensor.from(output), Tensor.from(target));
    expect(loss.forward(output, target) * divisor).toBeCloseTo(total, 14);
  });

  it('rejects backward before forward', () => {
    expect(() => new MSELoss().backward()).toThrow('MSELoss has nothing to go back over');
  });
});

describe('weights of classes and outputs', () => {
  const output = [[2, 0], [0, 1], [1, 1]]; // prettier-ignore

  it('means of batches are put together by the weights of their targets', () => {
    const loss = new CrossEntropyLoss({ weight: [1, 4], ignoreIndex: -1 });
    const target = [0, 1, -1];
    const batches = [0, 1].map(s => ({ input: Tensor.from([output[s]]), target: Tensor.from([target[s]]) }));
    const apart = evaluate(new Identity(), batches, { loss }).loss;
    expect(apart).toBeCloseTo(loss.forward(output, target), 14);
  });

  it('ignores −100 as PyTorch does, and gives it no gradient', () => {
    const loss = new CrossEntropyLoss();
    const [alone, both] = [loss.forward([output[0]], [0]), loss.forward(output.slice(0, 2), [0, -100])];
    expect(both).toBe(alone);
    expect(loss.backward().toArray()).toMatchObject([{}, [0, 0]]);
    expect(loss.shares(output.slice(0, 2), [0, -100])).toEqual([alone, 0]);
  });

  it.each<[string, () => unknown, string]>([
    [
      'a batch of ignored targets',
      () => new NLLLoss().forward([[-1, -2]], [-100]),
      'NLLLoss: every target of this batch is ignored or of a class of weight 0, so that there is nothing to average.'
    ],
    [
      'weights of another number of classes',
      () => new CrossEntropyLoss({ weight: [1, 2, 3] }).forward(output, [0, 1, 1]),
      'CrossEntropyLoss: weight has 3 numbers, expected one for each output, 2: the output is 3 × 2.'
    ],
    [
      'posWeight of another number of outputs',
      () => new BCEWithLogitsLoss({ posWeight: [1, 2, 3] }).forward(output, output),
      'BCEWithLogitsLoss: posWeight has 3 numbers, expected one for each output, 2'
    ],
    [
      'a negative weight',
      () => new BCELoss({ weight: [1, -2] }),
      'BCELoss: weight[1] is -2, expected a number of at least 0.'
    ],
    [
      'a number for weights',
      () => new CrossEntropyLoss({ weight: 3 as never }),
      'CrossEntropyLoss: weight is 3, expected a list of numbers, such as [1, 5].'
    ],
    [
      'half a class to ignore',
      () => new CrossEntropyLoss({ ignoreIndex: 0.5 }),
      'CrossEntropyLoss: ignoreIndex is 0.5, expected a whole number.'
    ],
    [
      'a class that is neither ignored nor there',
      () => new CrossEntropyLoss().forward(output, [0, 1, -1]),
      'CrossEntropyLoss expects classes from 0 to 1'
    ]
  ])('rejects %s', (_, mistake, message) => expect(mistake).toThrow(message));
});
