import type { KatexOptions } from 'katex';

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
  output: 'htmlAndMathml',
  throwOnError: false,
  trust: ({ command }) => command === '\\htmlClass' || command === '\\htmlData',
  strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'warn'),
  maxExpand: 1000,
  maxSize: 20,
  macros: {}
});

/** A formula with blanks for its numbers, as KaTeX made it; null where the blanks were not found again. */
type Template = Element | null;

const templates = new Map<string, Template>();
const MAX_TEMPLATES = 400;

/** A number in TeX; the key of a term is none. */
const NUMBER = /(\\htmlData\{k=\d+\})|\d+(?:\.\d+)?/g;
/** The first blank. Every number of a template is a blank, so that nothing else looks like one. */
const FIRST = 9_000_000;
const BLANK = /90\d{5}/g;

/**
 * A formula, from TeX whose every script is in braces. From step to step formulas differ in their numbers alone,
 * and no digit is wider or higher than another: what KaTeX made once is copied, with other numbers.
 * @returns null until KaTeX is here
 */
export function typeset(tex: string): Element | null {
  if (!katex) {
    return null;
  }
  const numbers: string[] = [];
  const key = tex.replace(NUMBER, (whole, data?: string) =>
    data ? whole : String(FIRST + numbers.push(whole) - 1)
  );
  let template = templates.get(key);
  if (template === undefined) {
    const made = render(katex, key);
    template = isComplete(made, numbers.length) ? made : null;
    if (templates.size >= MAX_TEMPLATES) {
      templates.delete(templates.keys().next().value!);
    }
    templates.set(key, template);
  }
  if (!template) {
    return render(katex, tex);
  }
  const copy = template.cloneNode(true) as Element;
  eachText(copy, text => {
    text.data = text.data.replace(BLANK, blank => numbers[Number(blank) - FIRST]);
  });
  return copy;
}

function render(program: Katex, tex: string): Element {
  const element = document.createElement('div');
  program.render(tex, element, katexOptions());
  return element;
}

/** Whether every blank is there: to be seen, in the MathML, and in its source. */
function isComplete(made: Element, blanks: number): boolean {
  const found = new Array<number>(blanks).fill(0);
  eachText(made, ({ data }) => data.match(BLANK)?.forEach(blank => found[Number(blank) - FIRST]++));
  return found.every(times => times >= 3);
}

function eachText(root: Element, visit: (text: Text) => void): void {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    visit(walker.currentNode as Text);
  }
}
