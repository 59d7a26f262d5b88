/** @jest-environment jsdom */
import katex from 'katex';
import { fewerSpans } from '../../../src/views/formula/fewerSpans';
import { katexOptions } from '../../../src/views/formula/typeset';
import { corpus } from './corpus';

function render(tex: string): HTMLElement {
  const box = document.createElement('div');
  katex.render(tex, box, { ...katexOptions(), output: 'html' });
  return box;
}

const fewer = (box: HTMLElement): HTMLElement => {
  const copy = box.cloneNode(true) as HTMLElement;
  fewerSpans(copy);
  return copy;
};

/** KaTeX's sizes, from fontMetrics.ts of its source, in em of size 6. */
const sizes = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.44, 1.728, 2.074, 2.488];
const fonts = /^(mathnormal|mathbf|mathrm|boldsymbol|textrm|op-symbol|delimsizing)$/;

/** Each letter with what it looks like and what it belongs to: size, font, colour and term. */
function lettersOf(root: Element): string[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const letters: string[] = [];
  while (walker.nextNode()) {
    let size = 1;
    let font = '';
    const around: string[] = [];
    for (let each = walker.currentNode.parentElement; each && each !== root; each = each.parentElement) {
      const [, from, to] = /reset-size(\d+) size(\d+)/.exec(each.className) ?? [];
      size *= from ? sizes[Number(to) - 1] / sizes[Number(from) - 1] : 1;
      font ||= Array.from(each.classList).filter(name => fonts.test(name)).join(); // prettier-ignore
      const term = each.getAttribute('data-k');
      const marks = Array.from(each.classList).filter(name => name.startsWith('sg-') && !/^sg-(pile|row|script|pictured)$/.test(name)); // prettier-ignore
      around.push(...marks, ...(term === null ? [] : [`term ${term}`]));
    }
    for (const letter of (walker.currentNode as Text).data) {
      // A zero-width space holds the height of KaTeX's tables.
      if (letter !== '\u200b') {
        letters.push(`${letter} ${size.toFixed(4)} ${font} ${around.join(' ')}`);
      }
    }
  }
  return letters;
}

const count = (root: Element, selector: string): number => root.querySelectorAll(selector).length;

const pairs = corpus(1, 12).map(tex => {
  const own = render(tex);
  return { tex, own, made: fewer(own) };
});

test('keeps text, sizes, fonts and terms of every letter, and all lines and roots', () => {
  expect(pairs.length).toBeGreaterThan(20);
  for (const { tex, own, made } of pairs) {
    expect({ tex, letters: lettersOf(made) }).toEqual({ tex, letters: lettersOf(own) });
    for (const drawn of ['.frac-line', 'svg', 'path', '[data-k]']) {
      expect(count(made, drawn)).toBe(count(own, drawn));
    }
  }
});

test('makes at most 0.4 of the spans', () => {
  const sum = { own: 0, made: 0 };
  for (const { own, made } of pairs) {
    sum.own += count(own, 'span');
    sum.made += count(made, 'span');
  }
  expect(sum.made).toBeLessThan(0.4 * sum.own);
});

test('leaves KaTeX’s HTML as it is if it has an unknown class', () => {
  const box = render('\\frac{x_{1}}{2}');
  expect(fewer(box).outerHTML).not.toBe(box.outerHTML);
  box.querySelector('.mfrac')!.classList.add('mfraction');
  expect(fewer(box).outerHTML).toBe(box.outerHTML);
});

test('leaves a command that our printers do not write as KaTeX made it', () => {
  const box = render('\\boxed{x} + \\frac{1}{2}');
  expect(fewer(box).outerHTML).toBe(box.outerHTML);
});
