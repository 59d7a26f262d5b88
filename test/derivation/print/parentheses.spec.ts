/** Whatever a formula is made of, its text and its TeX are read back as the same formula. */
import * as fc from 'fast-check';
import { TeXPrinter, numberToTeX, symbolToTeX, symbolToText, toText } from '../../../src/derivation';
import {
  Expression,
  PI,
  call,
  evaluate,
  given,
  negative,
  number,
  power,
  product,
  quantity,
  quotient,
  series,
  sum
} from '../../../src/engine/formula/expression';
import { exactly, meet } from '../../lines/interval';
import { PlainReader } from '../../lines/plainText';
import { intervalOf } from '../../lines/printed';
import { TeXReader } from '../../lines/texReader';

/** Symbols with and without indices and superscripts, each with one number. */
const values: [string, Parameters<typeof quantity>[0], number][] = [
  ['x', { name: 'x' }, 2],
  ['negative', { name: 'w', sub: '12', sup: '(1)' }, -3],
  ['tiny', { name: 'v' }, 1.5e-7],
  ['tiny and negative', { name: 'g', sub: '0' }, -2.5e-8],
  ['a square', { name: 'σ²' }, 0.25],
  ['an old one', { name: 'm', sup: 'old' }, 0.5],
  ['a derivative', { name: 'L', by: { name: 'w', sub: '1' } }, -0.125],
  ['a slope', { name: 'σ′', of: { name: 'z' } }, 0.1875]
];
const symbols = new Map<string, number>();
values.forEach(([, notation, value]) => {
  symbols.set(symbolToText(notation), value);
  symbols.set(symbolToTeX(notation), value);
});
const names = [...symbols.keys()].sort((a, b) => b.length - a.length);

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc.constantFrom(...values.map(([, notation, value]) => quantity(notation, 'weight', value))),
  fc.constantFrom(1, 2, 0.5, -1, -0.25, 0.044715, 1e-9, -3e12).map(number),
  fc.constant(PI)
);

const formula = fc.letrec<{ e: Expression }>(tie => {
  const e = tie('e');
  const some = fc.array(e, { minLength: 2, maxLength: 3 });
  return {
    e: fc.oneof(
      { maxDepth: 4, depthSize: 'medium' },
      leaf,
      some.map(all => sum(...all)),
      some.map(all => product(...all)),
      some.map(all => series(all, negative(all[0]), `k=1,${all.length}`)),
      fc.tuple(e, e).map(([a, b]) => quotient(a, b)),
      e.map(negative),
      fc.tuple(e, fc.constantFrom(2, 3)).map(([base, n]) => power(base, n)),
      e.map(x => call('abs', x)),
      e.map(x => call('tanh', x)),
      fc.tuple(e, e).map(([a, b]) => call('max', a, b)),
      fc.tuple(e, leaf).map(([of, x]) => given(of, x, '=', x))
    )
  };
}).e;

const around = { symbols, omitted: [] };

test.each(['symbols', 'numbers'] as const)('reads back plain text and TeX of %s', mode => {
  fc.assert(
    fc.property(formula, fc.constantFrom(4, 17), fc.boolean(), (e, digits, marked) => {
      const value = exactly(evaluate(e));
      const text = `x = ${toText(e, mode, digits)}`;
      const [, plain] = new PlainReader(text, names, digits).line().sides;
      expect(meet(intervalOf(plain, around), value)).toBe(true);
      const tex = `x = ${new TeXPrinter({ digits, marked }).expression(e, mode)}`;
      const [, typeset] = new TeXReader(tex, names, digits).line().sides;
      expect(meet(intervalOf(typeset, around), value)).toBe(true);
    }),
    { numRuns: 2000 }
  );
});

test('puts the minus of a numerator in parentheses, and the power of ten of a denominator', () => {
  const g = quantity({ name: 'g' }, 'gradient', -2);
  const tiny = quantity({ name: 'ε' }, 'rate', 1e-8);
  expect(toText(negative(product(number(0.1), quotient(g, tiny))), 'numbers', 4)).toBe(
    '−0.1 · (−2) / (1×10⁻⁸)'
  );
  expect(numberToTeX(-2, 4)).toBe('-2');
});
