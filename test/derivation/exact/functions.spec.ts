import { Bounds, meet, point, printed } from '../../../src/derivation/exact/bounds';
import { ONE, ZERO, fromFloat, less, plus, times, toFloat } from '../../../src/derivation/exact/fraction';
import { functions, raise } from '../../../src/derivation/exact/functions';
import { erf } from '../../lines/printed';

const at = (x: number): Bounds[] => [point(fromFloat(x))];
const near = ({ low, high }: Bounds, value: number): void => {
  for (const end of [low, high]) {
    expect(Math.abs(toFloat(end) - value)).toBeLessThanOrEqual(1e-8 * Math.abs(value));
  }
  expect(less(high, low)).toBe(false);
};

const numbers = [-700, -37.5, -9.9, -4.1, -1, -1e-3, -1e-9, -1e-200, 1e-300, 1e-9, 0.3, 1, 3.9, 12, 700];

test.each(numbers)('bounds exp, tanh and erf of %d closely', x => {
  near(functions.exp(at(x))!, Math.exp(x));
  near(functions.tanh(at(x))!, Math.tanh(x));
  near(functions.erf(at(x))!, erf(x));
});

test.each([1e-300, 1e-9, 0.3, 1 - 1e-9, 1, 1 + 1e-9, 2, 1e17, 1e300])(
  'bounds ln and the root of %d closely',
  x => {
    near(functions.ln(at(x))!, Math.log(x));
    near(functions.sqrt(at(x))!, Math.sqrt(x));
  }
);

test.each([25, 800, 1e6, 1e300])('knows that functions of ±%d do not reach their limits', x => {
  expect(less(ZERO, functions.exp(at(-x))!.low)).toBe(true);
  for (const name of ['tanh', 'erf'] as const) {
    expect(less(functions[name](at(x))!.high, ONE)).toBe(true);
    expect(less(functions[name](at(-x))!.low, ONE)).toBe(true);
    expect(meet(functions[name](at(-x))!, point(fromFloat(-1)))).toBe(false);
  }
});

test('knows that a root is not 1 beside a term far too small for a float64', () => {
  const nearOne = plus(ONE, times(fromFloat(1e-30), ONE));
  expect(meet(functions.sqrt([point(nearOne)])!, point(ONE))).toBe(false);
  expect(functions.sqrt(at(6.25))).toEqual(point(expect.anything()));
  near(functions.sqrt(at(6.25))!, 2.5);
});

test('says nothing about what is not defined, or overflows', () => {
  expect(functions.ln(at(-1))).toBeNull();
  expect(functions.ln(at(0))).toBeNull();
  expect(functions.sqrt(at(-1))).toBeNull();
  expect(functions.exp(at(1e5))).toBeNull();
  expect(raise(at(-2)[0], at(0.5)[0])).toBeNull();
  expect(raise(at(0)[0], at(-1)[0])).toBeNull();
});

test.each([
  [2, 3, 8],
  [-2, 3, -8],
  [-2, 2, 4],
  [2, -2, 0.25],
  [0.9, 1000, 0.9 ** 1000],
  [0.999, 100_000, 0.999 ** 100_000],
  [2, 0.5, Math.SQRT2]
])('raises %d to %d', (base, exponent, value) => {
  near(raise(at(base)[0], at(exponent)[0])!, value);
});

test('takes fewer digits than asked for as exact, others as rounded', () => {
  expect(printed('0.5', 4)).toEqual(point({ n: 5n, d: 10n }));
  const { low, high } = printed('-1.234e-7', 4);
  expect([toFloat(low), toFloat(high)]).toEqual([-1.2345e-7, -1.2335e-7]);
});
