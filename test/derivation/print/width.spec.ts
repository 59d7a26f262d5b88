import * as fc from 'fast-check';
import {
  Expression,
  call,
  matrix,
  negative,
  number,
  power,
  product,
  quantity,
  quotient,
  sum
} from '../../../src/engine/formula/expression';
import { MINUS, PLUS, TIMES, partWidth, widthOf } from '../../../src/derivation/print/width';

const DIGITS = 4;
const w = (e: Expression): number => widthOf(e, 'numbers', DIGITS);
const positive = fc.double({ min: 0.001, max: 999, noNaN: true }).map(number);

test('adds the widths of parts and signs', () => {
  fc.assert(
    fc.property(positive, positive, positive, (a, b, c) => {
      expect(w(sum(a, b, c))).toBeCloseTo(w(a) + w(b) + w(c) + 2 * PLUS, 10);
      expect(w(product(a, b, c))).toBeCloseTo(w(a) + w(b) + w(c) + 2 * TIMES, 10);
      expect(w(negative(a))).toBeCloseTo(w(a) + MINUS, 10);
      expect(w(quotient(a, b))).toBeGreaterThan(Math.max(w(a), w(b)));
      expect(w(quotient(a, b))).toBeLessThan(Math.max(w(a), w(b)) + 1);
      expect(w(power(a, number(2)))).toBeGreaterThan(w(a));
      // An exponent is set smaller; the others stand in parentheses, bars or under a root.
      expect(w(call('exp', a))).toBeCloseTo(0.5 + 0.7 * w(a), 10);
      expect(w(call('tanh', a))).toBeGreaterThan(w(a) + 4 * 0.5);
      expect(w(call('sqrt', a))).toBeGreaterThan(w(a));
      expect(w(call('max', number(0), a))).toBeGreaterThan(w(call('tanh', a)));
    })
  );
});

test('adds the parentheses of a part that needs them', () => {
  const factor = number(-0.5);
  expect(partWidth(factor, product(number(2), factor), 'numbers', DIGITS)).toBeGreaterThan(w(factor));
  expect(partWidth(number(0.5), product(number(2), number(0.5)), 'numbers', DIGITS)).toBe(w(number(0.5)));
});

test('grows with every column of a matrix and with dots for columns left out, not with rows', () => {
  const of = (rows: number, columns: number): number => w(matrix(rows, columns, () => number(0.25)));
  expect(of(1, 3) - of(1, 2)).toBeCloseTo(of(1, 2) - of(1, 1), 10);
  expect(of(1, 2)).toBeGreaterThan(of(1, 1) + w(number(0.25)));
  expect(of(5, 2)).toBe(of(1, 2));
  // Of 7 columns, four are written.
  expect(of(1, 7)).toBeGreaterThan(of(1, 4));
});

test('has the width of symbols or of numbers', () => {
  const weight = quantity({ name: 'w', sub: '21', sup: '(1)' }, 'weight', 0.123456);
  const short = widthOf({ ...weight } as Expression, 'symbols', DIGITS);
  expect(widthOf(weight, 'numbers', 7)).toBeGreaterThan(widthOf(weight, 'numbers', DIGITS));
  expect(short).toBeGreaterThan(widthOf(quantity({ name: 'w' }, 'weight', 0.123456), 'symbols', DIGITS));
  expect(widthOf(weight, 'symbols', 7)).toBe(short);
});
