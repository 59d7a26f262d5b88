import type { KatexOptions } from 'katex';
import { fewerSpans } from './fewerSpans';
import { TextSlot } from './textSlot';

type Katex = typeof import('katex').default;

let katex: Katex | null = null;
let loading: Promise<void> | null = null;

/** Loads KaTeX, which is not part of Lab's initial bundle. @returns null if it is already loaded */
export function loadKatex(): Promise<void> | null {
  loading ??= import('katex').then(module => {
    katex = module.default;
  });
  return katex ? null : loading;
}

/** Options for KaTeX: trusts only the two commands that our printer writes, and bounds expansion and size. */
export const katexOptions = (): KatexOptions => ({
  displayMode: true,
  throwOnError: false,
  trust: ({ command }) => command === '\\htmlClass' || command === '\\htmlData',
  // A name may have any letters: those that KaTeX's fonts lack come from the browser's.
  strict: (code: string) =>
    /^(htmlExtension|unknownSymbol|symbolNotInFont)$/.test(code) ? 'ignore' : 'warn',
  maxExpand: 1000,
  maxSize: 20,
  macros: {}
});

/** HTML is seen, MathML is spoken by screen readers. */
type Output = 'html' | 'mathml';

/** A number of a formula: as it looks, and in TeX. */
interface Blank {
  seen: string;
  tex: string;
}

/** KaTeX's output for a formula with blanks in place of numbers; null if a blank is missing from the output. */
type Template = Element | null;

const templates: Record<Output, Map<string, Template>> = { html: new Map(), mathml: new Map() };
/** Templates kept per output; the oldest is dropped first. */
const MAX_TEMPLATES = 400;

/**
 * A number in TeX. Skips the key in \htmlData, and the base of a power of ten, whose exponent KaTeX attaches to the
 * last digit: as one text, the base would differ from a blank.
 */
const NUMBER = /(\\htmlData\{k=\d+\}|10(?=\^))|\d+(?:\.\d+)?/g;
/** A number in TeX; a term that is a number includes its sign, and the parentheses that the sign needs. */
const SIGNED =
  /(\\left\()?(\\htmlClass\{[\w-]+\}\{\\htmlData\{k=\d+\}\{)(-?)(\d+(?:\.\d+)?)\}\}(\\right\))?|(\\htmlData\{k=\d+\}|10(?=\^))|\d+(?:\.\d+)?/g;
/** The first blank; the next one is larger by 1. As every number of a template is a blank, no other text matches. */
const FIRST = 9_000_000;
const BLANK = /90\d{5}/g;

/** TeX with blanks, and the numbers to write into them. */
interface Form {
  key: string;
  blanks: Blank[];
}

/** Splits TeX into a form and its numbers. In HTML the sign belongs to the number; in MathML it is an operator. */
function formOf(tex: string, output: Output): Form {
  const blanks: Blank[] = [];
  const blank = (seen: string, tex: string): string => String(FIRST + blanks.push({ seen, tex }) - 1);
  const key =
    output === 'mathml'
      ? tex.replace(NUMBER, (whole, data?: string) => data ?? blank(whole, whole))
      : tex.replace(
          SIGNED,
          (whole, left = '', mark?: string, sign = '', digits = '', right = '', data = '') => {
            if (!mark) {
              return data || blank(whole, whole);
            }
            const number = `${sign && '−'}${digits}`;
            return left && right
              ? `${mark}${blank(`(${number})`, whole)}}}`
              : `${left}${mark}${blank(number, whole)}}}${right}`;
          }
        );
  return { key, blanks };
}

/** A formula on the page. From step to step most formulas differ only in numbers, which are rewritten in place. */
export class Typeset {
  private blanks: Blank[] = [];
  private readonly texts: { slot: TextSlot; pattern: string; write: 'seen' | 'tex' }[] = [];

  private constructor(
    readonly element: Element,
    private readonly key: string,
    private readonly output: Output
  ) {
    eachText(element, text => {
      if (text.data.match(BLANK)) {
        const isSource = text.parentElement?.localName === 'annotation';
        const write = isSource ? 'tex' : 'seen';
        this.texts.push({ slot: new TextSlot(text), pattern: text.data, write });
      }
    });
  }

  /**
   * Typesets TeX whose scripts are all in braces. KaTeX renders each form once; this copies it and writes the numbers,
   * since all digits have one width and height.
   * @returns null until KaTeX is loaded
   */
  static of(tex: string, output: Output): Typeset | null {
    if (!katex) {
      return null;
    }
    const { key, blanks } = formOf(tex, output);
    const template = templateOf(key, blanks.length, output);
    if (!template) {
      return new Typeset(render(katex, tex, output), tex, output);
    }
    const made = new Typeset(template.cloneNode(true) as Element, key, output);
    made.write(blanks);
    return made;
  }

  /** Rewrites the numbers if `tex` differs in nothing else. @returns whether the formula is now that of `tex` */
  become(tex: string): boolean {
    if (tex === this.key) {
      return true;
    }
    const { key, blanks } = formOf(tex, this.output);
    const same = key === this.key && blanks.length === this.blanks.length;
    if (same) {
      this.write(blanks);
    }
    return same;
  }

  private write(blanks: Blank[]): void {
    this.blanks = blanks;
    for (const { slot, pattern, write } of this.texts) {
      slot.write(pattern.replace(BLANK, blank => blanks[Number(blank) - FIRST][write]));
    }
  }
}

function templateOf(key: string, blanks: number, output: Output): Template {
  const known = templates[output];
  let template = known.get(key);
  if (template === undefined) {
    const made = render(katex!, key, output);
    template = isComplete(made, blanks, output) ? made : null;
    if (known.size >= MAX_TEMPLATES) {
      known.delete(known.keys().next().value!);
    }
    known.set(key, template);
  }
  return template;
}

function render(program: Katex, tex: string, output: Output): Element {
  const box = document.createElement('div');
  program.render(tex, box, { ...katexOptions(), output });
  if (output === 'html') {
    // KaTeX nests two elements for a term's class and its data. Merge them.
    box.querySelectorAll('.enclosing > .enclosing:only-child').forEach(inner => {
      inner.classList.add(...inner.parentElement!.classList);
      inner.parentElement!.replaceWith(inner);
    });
    fewerSpans(box);
    box.normalize();
    return box;
  }
  const element = document.createElement('span');
  element.className = 'katex-mathml';
  element.append(...box.querySelectorAll('math'));
  // White space between the children of a row is not content.
  element.querySelectorAll('mrow').forEach(row => {
    Array.from(row.childNodes)
      .filter(child => child instanceof Text && child.data.trim() === '')
      .forEach(space => space.remove());
  });
  element.normalize();
  return element;
}

/** Whether every blank is in the output: once in HTML; in MathML twice, as an element and in the TeX annotation. */
function isComplete(made: Element, blanks: number, output: Output): boolean {
  const found = new Array<number>(blanks).fill(0);
  eachText(made, ({ data }) => data.match(BLANK)?.forEach(blank => found[Number(blank) - FIRST]++));
  return found.every(times => times >= (output === 'html' ? 1 : 2));
}

function eachText(root: Element, visit: (text: Text) => void): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    visit(walker.currentNode as Text);
  }
}
