/** Any text can name a class, a layer or a feature: formulas show it letter by letter. */
import * as fc from 'fast-check';
import katex from 'katex';
import { TeXPrinter, symbolToTeX } from '../../../src/derivation';
import { nameToTeX } from '../../../src/derivation/print/nameToTeX';
import { cleanName } from '../../../src/derivation/print/wordToTeX';
import { applied, quantity } from '../../../src/engine/formula/expression';

/** KaTeX has no glyphs of its own for most scripts: the browser's font is used, which strict mode reports. */
const strict = (code: string): 'ignore' | 'error' =>
  /^(unknownSymbol|symbolNotInFont)$/.test(code) ? 'ignore' : 'error';

/** The letters that KaTeX shows. */
function seen(tex: string): string {
  const html = katex.renderToString(tex, { strict, throwOnError: true, output: 'html' });
  return html
    .replace(/<[^>]*>/g, '')
    .replace(
      /&(amp|lt|gt|quot|#x27);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" })[name]!
    ) // prettier-ignore
    .replace(/\u00a0/g, ' ')
    .normalize('NFC');
}

/** Quotes and dashes become what TeX makes of them. Accents are drawn above letters, zero-width spaces left out. */
const letters = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\p{M}\p{Sk}\p{Lm}\p{Cf}\s'"‘’“”\-–—~¨¯°´¸˚]/gu, '')
    .replace(/[·⋅]/g, '·')
    .replace(/ı/g, 'i')
    .replace(/ȷ/g, 'j');

const words = [
  '平方', 'My_Layer', 'Layer_', '_', '$', '$$', '', '\\', '\\undefined', '}', '{', '100%', 'a&b', '#1', 'x^2', 'a~b', 'Größe',
  'שכבה', 'طبقة', 'слой', '层\u202e1', 'a\u0000b', 'a\nb', '\ud800', '🙂', '\\end{document}', 'Δ', '′', 'Δ平方′', '\u0350', 'a\u0350', 'é',
  '𝐀', '\ue000', '<script>', 'a|b', 'constructor', '__proto__', '-->', 'ⅷ', '－', 'x'.repeat(5000)
]; // prettier-ignore

describe.each(words)('the name %j', name => {
  it('is shown by KaTeX, letter by letter', () => {
    expect(letters(seen(nameToTeX(name)))).toBe(letters(cleanName(name) || '?'));
    expect(nameToTeX(name)).not.toMatch(/\$(?<!\\\$)/);
    expect(nameToTeX(name).length).toBeLessThan(1500);
  });
});

const letter = fc.oneof(
  fc.constantFrom(...'\\{}$&#^_~% ab\u0301\u202e'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
);
const anyName = fc.array(letter, { maxLength: 30 }).map(all => all.join(''));

test('any name is shown by KaTeX, letter by letter', () => {
  fc.assert(
    fc.property(anyName, name => {
      expect(letters(seen(nameToTeX(name)))).toBe(letters(cleanName(name) || '?'));
    }),
    { numRuns: 1500 }
  );
});

test('any name stands in a formula, in an index and in a superscript', () => {
  fc.assert(
    fc.property(anyName, name => {
      const symbol = { name, sub: name, sup: `(1,${name})` };
      seen(symbolToTeX(symbol));
      seen(symbolToTeX({ name: 'L', by: symbol }));
      const x = quantity(symbol, 'input', 0.5);
      const line = { left: x, forms: [applied(name, x)], result: x };
      seen(`\\begin{aligned}${new TeXPrinter({ digits: 4 }).line(line)}\\end{aligned}`);
    }),
    { numRuns: 300 }
  );
});
