import * as fc from 'fast-check';
import katex from 'katex';
import {
  DIGITS,
  Line,
  TeXPrinter,
  columnFormat,
  formatNumber,
  lineToText,
  lineWidth,
  toText,
  withPower
} from '../../../src/derivation';
import { power, product, quantity } from '../../../src/engine/formula/expression';
import { numberToTeX } from '../../../src/derivation/print/numbers';

test.each([
  [0.01, '0.01'],
  [-0.038581, '−0.03858'],
  [1, '1'],
  [-0, '0'],
  [0.62, '0.62'],
  [1234567, '1.235×10⁶'],
  [1.2345e-7, '1.235×10⁻⁷'],
  [NaN, 'NaN'],
  [-Infinity, '−∞']
])('%d is shown as %s', (x, text) => expect(formatNumber(x, DIGITS)).toBe(text));

test('rounds to the last digit shown', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 }), x => {
      const [mantissa, exponent] = formatNumber(x, DIGITS).replaceAll('−', '-').split('×10');
      const power = Number(
        Array.from(exponent ?? '⁰', c => '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c))
          .map(d => (d < 0 ? '-' : d))
          .join('')
      );
      expect(Math.abs(Number(`${mantissa}e${power}`) - x)).toBeLessThanOrEqual(0.6e-3 * Math.abs(x));
    })
  );
});

/** A printed number, read as its digits and a power of ten. */
function read(text: string): { value: number; digits: string } {
  const [mantissa, exponent = '⁰'] = text.replace('−', '-').split('×10');
  const power = Array.from(exponent, c => (c === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c))).join('');
  return { value: Number(`${mantissa}e${power}`), digits: mantissa.replace(/[-.]/g, '').replace(/^0+/, '') };
}

/** Numbers of all sizes, many of them close to a rounding with a digit more. */
const anyNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -1e7, max: 1e7 }),
  fc
    .tuple(fc.integer({ min: -12, max: 12 }), fc.integer({ min: 1, max: 17 }), fc.boolean())
    .map(([size, nines, negative]) => Number(`${negative ? '-' : ''}0.${'9'.repeat(nines)}5e${size}`))
);

test.each([
  [9.99995, 4, '10.00'],
  [-9.99995, 4, '−10.00'],
  [0.99996, 4, '1.000'],
  [0.000099996, 4, '0.0001000'],
  [0.000099994, 4, '9.999×10⁻⁵'],
  [999999.7, 4, '1.000×10⁶'],
  [999999.7, 7, '999999.7'],
  [99999.96, 6, '100000'],
  [9.5, 1, '10'],
  [0.1 + 0.2, 17, '0.30000000000000004']
])('%d has %d digits after rounding: %s', (x, digits, text) => expect(formatNumber(x, digits)).toBe(text));

test('prints the nearest number of the digits asked for, and every number itself at 17', () => {
  fc.assert(
    fc.property(anyNumber, fc.integer({ min: 1, max: 17 }), (x, digits) => {
      const printed = read(formatNumber(x, digits));
      const nearest = Number(x.toPrecision(digits));
      const whole = Math.abs(nearest) < 1e6 && Math.abs(nearest) >= 10 ** digits;
      // A number up to 999,999 keeps its digits before the point.
      expect(printed.value).toBe(whole ? Number(x.toFixed(0)) : nearest === 0 ? 0 : nearest);
      if (printed.digits.length > digits) {
        expect(whole).toBe(true);
      } else if (printed.digits.length < digits) {
        expect(printed.value).toBe(x === 0 ? 0 : x);
      }
      expect(read(formatNumber(x, 17)).value).toBe(x === 0 ? 0 : x);
      expect(Number(numberToTeX(x, 17).replace('{\\cdot}10^{', 'e').replace('}', ''))).toBe(x === 0 ? 0 : x);
    }),
    { numRuns: 5000 }
  );
});

test('writes every number as TeX', () => {
  fc.assert(
    fc.property(fc.double(), x => {
      katex.renderToString(numberToTeX(x, DIGITS), { throwOnError: true });
    })
  );
});

test('gives a column one number of decimals', () => {
  const format = columnFormat([0.62, -0.41, 0.00123, 1.5], DIGITS);
  expect([0.62, -0.41, 0.00123].map(format)).toEqual(['0.6200', '−0.4100', '0.0012']);
  expect(format(1e-9)).toBe('1×10⁻⁹');
});

test('writes a small number with a power of ten if its zeros have no room', () => {
  expect([-0.0042, -0.00049621, 0.05].map(withPower)).toEqual(['−4.2×10⁻³', '−5.0×10⁻⁴', '5.0×10⁻²']);
});

test('memoises numbers by their digits', () => {
  for (let round = 0; round < 2; round++) {
    expect([3, 7, 4].map(digits => formatNumber(1 / 3, digits))).toEqual(['0.333', '0.3333333', '0.3333']);
    expect([3, 7].map(digits => numberToTeX(2e-7 / 3, digits))).toEqual([
      '6.67{\\cdot}10^{-8}',
      '6.666667{\\cdot}10^{-8}'
    ]);
  }
});

test('prints a line with the digits of its output', () => {
  const third = quantity({ name: 'z' }, 'z', 1 / 3);
  const ninth = quantity({ name: 'L' }, 'loss', 1 / 9);
  const line: Line = { left: ninth, forms: [product(third, third)], result: ninth };
  expect(lineToText(line, 3)).toBe('L = z · z = 0.333 · 0.333 = 0.111');
  expect(lineToText({ ...line, minDigits: 5 }, 3)).toBe('L = z · z = 0.33333 · 0.33333 = 0.11111');
  expect(new TeXPrinter({ digits: 3 }).line(line)).toContain('\\boldsymbol{0.111}');
  expect(new TeXPrinter({ digits: 7 }).line(line)).toContain('\\boldsymbol{0.1111111}');
  expect(lineWidth(line, 7)).toBeGreaterThan(lineWidth(line, 3));
});

test('parenthesises the base of a power only if it has an exponent', () => {
  const square = power(quantity({ name: 'z' }, 'z', 1234567), 2);
  expect(toText(square, 'numbers', 4)).toBe('(1.235×10⁶)²');
  expect(toText(square, 'numbers', 7)).toBe('1234567²');
});
