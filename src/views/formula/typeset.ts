import type { KatexOptions } from 'katex';
import { fewerSpans } from './fewerSpans';

type Katex = typeof import('katex').default;

let katex: Katex | null = null;
let loading: Promise<void> | null = null;

/** Fetches KaTeX, which Lab does not load with the page. @returns null when it is here already */
export function loadKatex(): Promise<void> | null {
  loading ??= import('katex').then(module => {
    katex = module.default;
  });
  return katex ? null : loading;
}

/** Only the two commands that our own printer writes are trusted; everything that can grow is bounded. */
export const katexOptions = (): KatexOptions => ({
  displayMode: true,
  throwOnError: false,
  trust: ({ command }) => command === '\\htmlClass' || command === '\\htmlData',
  strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'warn'),
  maxExpand: 1000,
  maxSize: 20,
  macros: {}
});

/** What KaTeX makes: what is seen, or what is read out. */
type Output = 'html' | 'mathml';

/** A number of a formula: as it is seen, and as TeX. */
interface Blank {
  seen: string;
  tex: string;
}

/** A formula with blanks for its numbers, as KaTeX made it; null where the blanks were not found again. */
type Template = Element | null;

const templates: Record<Output, Map<string, Template>> = { html: new Map(), mathml: new Map() };
const MAX_TEMPLATES = 400;

/** A number in TeX; the key of a term is none, nor the ten of a power: its exponent stands at its last digit alone. */
const NUMBER = /(\\htmlData\{k=\d+\}|10(?=\^))|\d+(?:\.\d+)?/g;
/** The same, where a term that is a number is one with its sign, and with the parentheses that the sign asks for. */
const SIGNED =
  /(\\left\()?(\\htmlClass\{[\w-]+\}\{\\htmlData\{k=\d+\}\{)(-?)(\d+(?:\.\d+)?)\}\}(\\right\))?|(\\htmlData\{k=\d+\}|10(?=\^))|\d+(?:\.\d+)?/g;
/** The first blank. Every number of a template is a blank, so that nothing else looks like one. */
const FIRST = 9_000_000;
const BLANK = /90\d{5}/g;

/** TeX with blanks, and what is to stand in them. */
interface Form {
  key: string;
  blanks: Blank[];
}

/** Of what is seen, formulas that differ in signs have the same form; of what is read out, a sign is a sign. */
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

/** A formula on the page. From step to step formulas differ in their numbers alone: those can be written anew. */
export class Typeset {
  private blanks: Blank[] = [];
  private readonly texts: { text: Text; pattern: string; write: 'seen' | 'tex' }[] = [];

  private constructor(
    readonly element: Element,
    private readonly key: string,
    private readonly output: Output
  ) {
    eachText(element, text => {
      if (text.data.match(BLANK)) {
        const isSource = text.parentElement?.localName === 'annotation';
        this.texts.push({ text, pattern: text.data, write: isSource ? 'tex' : 'seen' });
      }
    });
  }

  /**
   * Makes one, from TeX whose every script is in braces. No digit is wider or higher than another: what KaTeX made
   * once is copied, with other numbers.
   * @returns null until KaTeX is here
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

  /** Becomes another formula, where only its numbers are others. @returns whether it could */
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
    for (const { text, pattern, write } of this.texts) {
      const data = pattern.replace(BLANK, blank => blanks[Number(blank) - FIRST][write]);
      if (text.data !== data) {
        text.data = data;
      }
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
    // A term's class and its data are two elements around it: one will do.
    box.querySelectorAll('.enclosing > .enclosing:only-child').forEach(inner => {
      inner.classList.add(...inner.parentElement!.classList);
      inner.parentElement!.replaceWith(inner);
    });
    fewerSpans(box);
    return box;
  }
  const element = document.createElement('span');
  element.className = 'katex-mathml';
  element.append(...box.querySelectorAll('math'));
  // Spaces between the parts of a row say nothing.
  element.querySelectorAll('mrow').forEach(row => {
    Array.from(row.childNodes)
      .filter(child => child instanceof Text && child.data.trim() === '')
      .forEach(space => space.remove());
  });
  return element;
}

/** Whether every blank is there: to be seen, or in the MathML and its source. */
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
