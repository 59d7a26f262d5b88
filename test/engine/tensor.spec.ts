import * as fc from 'fast-check';
import { Tensor, TensorLike } from '../../src/engine';
import { sizeOf, unravel } from '../../src/engine/tensor';
import { tensor } from '../arbitraries';

describe('Tensor.from', () => {
  it('reads nested arrays of any depth, row by row', () => {
    const t = Tensor.from([
      [1, 2, 3],
      [4, 5, 6]
    ]);
    expect(t.shape).toEqual([2, 3]);
    expect(Array.from(t.data)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(Tensor.from([7]).shape).toEqual([1]);
    expect(Tensor.from([[[8]]]).shape).toEqual([1, 1, 1]);
    expect(Tensor.from([[], []]).shape).toEqual([2, 0]);
  });

  it('returns a tensor itself', () => {
    const t = new Tensor([2]);
    expect(Tensor.from(t)).toBe(t);
  });

  it.each<[unknown, string]>([
    [[[1, 2], [3]], 'x[1] has 1 entries: expected 2, as many as the first has.'],
    [[[1, 2], 3], 'x[1] is 3: expected a row of 2 like the first.'],
    [[1, [2]], 'x[1] is an array of 1: expected a number.'],
    [[[1, NaN]], 'x[0][1] is NaN: expected a number. Leave out samples with missing values.'],
    [[[1, '2']], 'x[0][1] is the text "2": expected a number. Write 2, without quotes.'],
    [[1, null], 'x[1] is null: expected a number. Leave out samples with missing values.'],
    [[1, true], 'x[1] is true: expected a number.'],
    [[1, , 3], 'x[1] is undefined: expected a number. Leave out samples with missing values.'],
    [[{}], 'x[0] is an object: expected a number.'],
    ['1, 2', 'x is the text "1, 2": expected a tensor or nested arrays of numbers.'],
    [undefined, 'x is undefined: expected a tensor or nested arrays of numbers.']
  ])('rejects %j and gives the index', (values, message) => {
    expect(() => Tensor.from(values as TensorLike, 'x')).toThrow(new TypeError(message));
  });
});

describe('a tensor', () => {
  const shape = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });

  it('is restored by Tensor.from(toArray())', () => {
    const any = shape.chain(s => tensor(s, fc.double({ noNaN: true })));
    fc.assert(
      fc.property(any, t => {
        const again = Tensor.from(t.toArray());
        expect(again).toEqual(t);
      })
    );
  });

  it('unravels a flat index', () => {
    fc.assert(
      fc.property(shape, s => {
        for (let i = 0; i < sizeOf(s); i++) {
          expect(unravel(i, s).reduce((at, index, d) => at * s[d] + index, 0)).toBe(i);
        }
      })
    );
  });

  it('rejects data that does not fill its shape', () => {
    expect(() => new Tensor([2, 3], new Float64Array(5))).toThrow(
      'A tensor of 2 × 3 holds 6 numbers, got 5.'
    );
  });

  it('returns its number by item() only if it has one element', () => {
    expect(Tensor.from([[3]]).item()).toBe(3);
    expect(() => Tensor.from([1, 2]).item()).toThrow('item() needs a tensor of one number, this one is 2.');
  });

  it('copies its data when cloned', () => {
    const t = Tensor.from([1, 2]);
    t.clone().data[0] = 9;
    expect(t.toArray()).toEqual([1, 2]);
  });
});
