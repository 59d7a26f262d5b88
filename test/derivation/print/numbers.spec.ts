import * as fc from 'fast-check';
import katex from 'katex';
import { DIGITS, columnFormat, formatNumber, withPower } from '../../../src/derivation';
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

test('what is shown is the number to its last digit shown', () => {
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

test('every number is TeX', () => {
  fc.assert(
    fc.property(fc.double(), x => {
      katex.renderToString(numberToTeX(x, DIGITS), { throwOnError: true });
    })
  );
});

test('a column has one number of decimals', () => {
  const format = columnFormat([0.62, -0.41, 0.00123, 1.5], DIGITS);
  expect([0.62, -0.41, 0.00123].map(format)).toEqual(['0.6200', '−0.4100', '0.0012']);
  expect(format(1e-9)).toBe('1×10⁻⁹');
});

test('a small number where its zeros have no room', () => {
  expect([-0.0042, -0.00049621, 0.05].map(withPower)).toEqual(['−4.2×10⁻³', '−5.0×10⁻⁴', '5.0×10⁻²']);
});
