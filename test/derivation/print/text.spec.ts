import {
  applied,
  call,
  difference,
  elementwise,
  given,
  matrix,
  negative,
  number,
  power,
  product,
  quantity,
  quotient,
  series,
  sum
} from '../../../src/engine/formula/expression';
import { TeXPrinter, elidedSums, symbolToTeX, symbolToText, toText } from '../../../src/derivation';
import { elide } from '../../../src/derivation/print/elision';
import { nameToTeX } from '../../../src/derivation/print/nameToTeX';
import { textToTeX } from '../../../src/derivation/print/textToTeX';

const w = (value = 0.5, sub = '21') => quantity({ name: 'w', sub, sup: '(1)' }, 'weight', value);
const x = (value: number) => quantity({ name: 'x' }, 'input', value);
const long = (n: number) =>
  series(
    Array.from({ length: n }, (_, i) => number(i + 1)),
    quantity({ name: 'x', sub: 'k' }, 'input', NaN),
    `k=1,${n}`
  );

test.each([
  ['a sum', sum(w(), number(2)), 'w₂₁⁽¹⁾ + 2', '0.5 + 2'],
  ['a difference', difference(number(1), x(0.25)), '1 − x', '1 − 0.25'],
  ['a negative number in a sum', sum(number(1), number(-2)), '1 + (−2)', '1 + (−2)'],
  ['a sum in a sum', sum(number(1), sum(number(2), number(3))), '1 + (2 + 3)', '1 + (2 + 3)'],
  ['a sum at the start of a sum', sum(sum(number(1), number(2)), number(3)), '1 + 2 + 3', '1 + 2 + 3'],
  ['a product of negatives', product(x(-2), w(-0.5)), 'x · w₂₁⁽¹⁾', '(−2) · (−0.5)'],
  ['a product of a sum', product(number(2), sum(x(1), number(3))), '2 · (x + 3)', '2 · (1 + 3)'],
  ['an elementwise product', elementwise(x(1), x(2)), 'x ⊙ x', '1 ⊙ 2'],
  [
    'a quotient',
    quotient(sum(x(1), number(3)), product(number(2), x(4))),
    '(x + 3) / (2 · x)',
    '(1 + 3) / (2 · 4)'
  ],
  ['a quotient of calls', quotient(call('exp', x(1)), x(4)), 'exp(x) / x', 'exp(1) / 4'],
  ['a negative', negative(x(3)), '−x', '−3'],
  ['the negative of a sum', negative(sum(x(3), number(1))), '−(x + 1)', '−(3 + 1)'],
  ['a power', power(x(3), number(2)), 'x²', '3²'],
  ['a power of a negative', power(x(-3), number(2)), 'x²', '(−3)²'],
  ['a power of a symbol with a superscript', power(w(), number(2)), '(w₂₁⁽¹⁾)²', '0.5²'],
  ['a power of a tiny number', power(number(1.5e-7), number(2)), '(1.5×10⁻⁷)²', '(1.5×10⁻⁷)²'],
  ['a call of two', call('max', number(0), x(-1)), 'max(0, x)', 'max(0, −1)'],
  ['an applied function', applied('softmax', x(1)), 'softmax(x)', 'softmax(1)'],
  ['a case', given(x(1), x(1), '>', number(0)), 'x (x > 0)', '1 (1 > 0)'],
  ['three terms of a sum', long(3), '1 + 2 + 3', '1 + 2 + 3'],
  ['four terms of a sum', long(4), 'Σ(k=1…4) xₖ', '1 + 2 + 3 + 4'],
  ['six terms of a sum', long(6), 'Σ(k=1…6) xₖ', '1 + 2 + 3 + 4 + 5 + 6'],
  ['seven terms of a sum', long(7), 'Σ(k=1…7) xₖ', '1 + 2 + 3 + 4 + 5 + … (2 more)'],
  ['a matrix', matrix(2, 2, (i, j) => number(2 * i + j)), '(0, 1; 2, 3)', '(0, 1; 2, 3)']
])('writes %s', (_name, e, symbols, numbers) => {
  expect([toText(e, 'symbols', 4), toText(e, 'numbers', 4)]).toEqual([symbols, numbers]);
});

test('writes dots for the rows and columns that a large matrix leaves out', () => {
  const e = matrix(7, 8, (i, j) => number(10 * i + j));
  expect(toText(e, 'numbers', 4)).toBe(
    '(0, 1, 2, …, 7; 10, 11, 12, …, 17; 20, 21, 22, …, 27; …; 60, 61, 62, …, 67)'
  );
});

test('leaves out terms of a long sum with numbers, and all of them with symbols', () => {
  expect(elide(long(6) as never, 'numbers')).toMatchObject({ hidden: 0 });
  expect(elide(long(7) as never, 'numbers')).toMatchObject({ hidden: 2, shown: { length: 5 } });
  expect(elide(long(4) as never, 'symbols')).toEqual({ shown: null, hidden: 0 });
});

test('finds the elided sums inside sums, products, quotients and negatives', () => {
  const e = long(9);
  expect(elidedSums(sum(negative(e), product(number(2), quotient(number(1), e))))).toEqual([e, e]);
  expect(elidedSums(sum(long(6), number(1)))).toEqual([]);
});

test('writes symbols with indices, layers, arguments and denominators', () => {
  expect([
    symbolToText({ name: 'w', sub: '21', sup: '(1)' }),
    symbolToText({ name: 'L', by: { name: 'w', sub: '2' } }),
    symbolToText({ name: 'σ′', of: { name: 'z', sub: '2' } }),
    symbolToText({ name: 'W₁', sub: '2' })
  ]).toEqual(['w₂₁⁽¹⁾', '∂L/∂w₂', 'σ′(z₂)', 'W₁[2]']);
  expect([
    symbolToTeX({ name: 'w', sub: '21', sup: '(1)' }),
    symbolToTeX({ name: 'L', by: { name: 'w' } }),
    symbolToTeX({ name: 'm', sup: 'old' })
  ]).toEqual(['w_{21}^{(1)}', '\\frac{\\partial L}{\\partial w}', 'm^{\\text{old}}']);
});

test('writes names as TeX', () => {
  expect(['η', 'Δw', 'σ′', 'W₂', 'x', 'softmax', 'A_b%'].map(nameToTeX)).toEqual([
    '\\eta',
    '\\Delta w',
    "\\sigma'",
    '{W_2}',
    'x',
    '\\operatorname{softmax}',
    '\\text{A\\_b\\%}'
  ]);
});

test('escapes text for TeX', () => {
  expect(['a_b 5%', '{x}', '10⁻¹²', 'a\nb', '−∂'].map(textToTeX)).toEqual([
    'a\\_b 5\\%',
    '$\\{$x$\\}$',
    '10$^{-12}$',
    'a b',
    '$-$ $\\partial$'
  ]);
});

describe('a line of TeX', () => {
  const tex = (e: Parameters<TeXPrinter['line']>[0]['result'], room?: number): string =>
    new TeXPrinter({ digits: 4, ...(room === undefined ? {} : { room }) }).line({
      left: quantity({ name: 'z' }, 'z', 1),
      forms: [e],
      result: number(21)
    });

  test('breaks after every third term without a known width', () => {
    const rows = tex(long(6)).split('\\\\');
    expect(rows.map(row => row.replace(/[^+]/g, '').length)).toEqual([0, 2, 3, 0]);
  });

  test('breaks a sum where its width ends', () => {
    const wide = tex(long(6), 100).split('\\\\');
    const narrow = tex(long(6), 8).split('\\\\');
    expect(wide).toHaveLength(3);
    expect(narrow.length).toBeGreaterThan(3);
    expect(narrow.join('').replace(/[^\d+]/g, '')).toBe(wide.join('').replace(/[^\d+]/g, ''));
  });

  test('does not begin with a continued row', () => {
    expect(tex(long(6), 4)).not.toMatch(/=\s*\\\\\n&\\quad/);
  });
});
