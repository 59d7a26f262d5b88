/** @jest-environment jsdom */
import katex from 'katex';
import { Typeset, katexOptions, loadKatex } from '../../../src/views/formula/typeset';
import { corpus } from './corpus';

/** Two formulas of each form, so that the second one is written into the template of the first. */
const formulas = corpus(2, 12);

beforeAll(async () => {
  await loadKatex();
});

/** KaTeX's own output, without our templates. */
function own(tex: string, output: 'html' | 'mathml'): HTMLElement {
  const box = document.createElement('div');
  katex.render(tex, box, { ...katexOptions(), output });
  return box;
}

/** Text as it is seen: without the zero-width spaces that hold the height of KaTeX's tables. */
const seen = (root: Element): string => root.textContent!.replaceAll('\u200b', '');

const html = (tex: string): string => seen(Typeset.of(tex, 'html')!.element);

const term = (key: number, tex: string): string => `\\htmlClass{sg-weight}{\\htmlData{k=${key}}{${tex}}}`;

test('shows the text that KaTeX shows, every sign and digit of it', () => {
  for (const tex of formulas) {
    expect({ tex, text: html(tex) }).toEqual({ tex, text: seen(own(tex, 'html')) });
  }
});

test('keeps every term', () => {
  for (const tex of formulas) {
    const keys = (root: Element): string[] =>
      Array.from(root.querySelectorAll('[data-k]'), each => each.getAttribute('data-k')!);
    expect(keys(Typeset.of(tex, 'html')!.element)).toEqual(keys(own(tex, 'html')));
  }
});

test('speaks the MathML that KaTeX writes, with the TeX as its source', () => {
  for (const tex of formulas) {
    const { element } = Typeset.of(tex, 'mathml')!;
    const [made, expected] = [element, own(tex, 'mathml')].map(root => {
      const math = root.querySelector('math')!;
      const source = math.querySelector('annotation')!.textContent;
      return { source, text: math.textContent!.replace(/\s/g, ''), count: math.querySelectorAll('*').length };
    });
    expect(made).toEqual(expected);
    expect(made.source).toBe(tex);
  }
});

test('becomes another formula of the same form, and is then the formula that KaTeX makes', () => {
  let became = 0;
  for (const [i, tex] of formulas.entries()) {
    const made = Typeset.of(formulas[Math.max(0, i - 1)], 'html')!;
    if (made.become(tex)) {
      became++;
      expect(seen(made.element)).toBe(seen(own(tex, 'html')));
    }
  }
  expect(became).toBeGreaterThan(5);
});

test.each([
  ['other digits', '2.5', '2.5'],
  ['a sign', '-2.5', '−2.5'],
  ['a sign in parentheses', `\\left(${term(1, '-2.5')}\\right)`, '(−2.5)'],
  ['a number that looks like a blank', '9000001', '9000001'],
  ['a negative number that looks like a blank', '-9000000', '−9000000']
])('writes %s into a template', (_, tex, text) => {
  const formula = (of: string): string => `${term(0, 'x_{1}')} = ${of.includes('html') ? of : term(1, of)}`;
  const made = Typeset.of(formula('7'), 'html')!;
  expect(seen(made.element)).toBe('x1=7');
  expect(made.become(formula(tex))).toBe(true);
  expect(seen(made.element)).toBe(`x1=${text}`);
  expect(html(formula(tex))).toBe(`x1=${text}`);
});

test('writes the exponent of a power of ten', () => {
  const formula = (digits: string, exponent: string): string => `x = ${digits} \\cdot 10^{${exponent}}`;
  expect(html(formula('3.5', '-7'))).toBe('x=3.5⋅10−7');
  expect(html(formula('1.25', '-12'))).toBe('x=1.25⋅10−12');
  const made = Typeset.of(formula('3.5', '-7'), 'html')!;
  expect(made.become(formula('2', '-8'))).toBe(true);
  expect(seen(made.element)).toBe('x=2⋅10−8');
});

test('becomes no formula of another form, and stays as it was', () => {
  const made = Typeset.of(`${term(0, 'x')} = ${term(1, '2')}`, 'html')!;
  expect(made.become(`${term(0, 'y')} = ${term(1, '2')}`)).toBe(false);
  expect(made.become(`${term(0, 'x')} = ${term(1, '2')} + 1`)).toBe(false);
  expect(seen(made.element)).toBe('x=2');
});

test('does not share an element between two formulas', () => {
  const [one, other] = ['1', '2'].map(n => Typeset.of(`z = ${term(0, n)}`, 'html')!);
  expect(one.element).not.toBe(other.element);
  expect([one, other].map(({ element }) => seen(element))).toEqual(['z=1', 'z=2']);
});
