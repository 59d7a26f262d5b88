/**
 * KaTeX's spans, fewer. Most of them say what a symbol is, and not how it looks; others are tables that put one thing
 * over another. Styling and laying them out is most of what a step costs, and with less than half of them the formula
 * is the same: test/e2e/typeset.spec.ts compares the place of every letter.
 */

/** KaTeX's classes that no rule of its style sheet is for. */
const INERT = new Set('mord mbin mrel mopen mclose mpunct minner mtight text'.split(' '));
/** Those that say which letters: they can as well be said of the span around them. */
const LETTERS = new Set('mathnormal mathit mathrm mathbf boldsymbol amsrm textrm textbf textit'.split(' '));
/** Those whose em is not that of the span around them, or that take part in no line. */
const APART = ['katex-sizing', 'katex-strut', 'pstrut'];
/** What stands for no delimiter, in em. */
const NO_DELIMITER = 0.12;

/** Takes out what can be spared, the inner before the outer. */
export function fewerSpans(root: Element): void {
  for (const span of Array.from(root.querySelectorAll<HTMLElement>('span')).reverse()) {
    if (span.getAttribute('style') === 'top: 0em;' && span.classList.contains('delimcenter')) {
      span.classList.remove('delimcenter');
      span.removeAttribute('style');
    }
    if (span.classList.contains('vlist-t')) {
      stack(span);
    }
    spaces(span);
    letters(span);
    only(span);
  }
}

/** Things over one another, as blocks without a height in one box, and not as a table of two rows. */
function stack(table: HTMLElement): void {
  const [above, below] = Array.from(table.children, row => row.firstElementChild as HTMLElement | null);
  const items = Array.from(above?.children ?? []) as HTMLElement[];
  const last = items.at(-1);
  const strut = last?.firstElementChild as HTMLElement | null | undefined;
  if (
    !above ||
    !last ||
    !items.every(({ style }) => style.top.endsWith('em')) ||
    !strut?.matches('.pstrut')
  ) {
    return;
  }
  const { style } = table;
  style.paddingTop = above.style.height;
  style.height = below?.style.height || '0';
  // Its baseline is that of its last line, which KaTeX's struts put there.
  style.verticalAlign = em(-(parseFloat(last.style.top) + parseFloat(strut.style.height)));
  let from = 0;
  for (const item of items) {
    const top = parseFloat(item.style.top);
    item.style.marginTop = em(top - from);
    item.style.top = '';
    // A picture is as wide as what it is positioned in.
    if (item.querySelector('svg') && !item.querySelector('.sg-pictured')) {
      item.classList.add('sg-pictured');
    }
    from = top;
  }
  table.classList.remove('vlist-t2');
  table.classList.add('sg-pile');
  table.replaceChildren(...items);
  const around = table.parentElement!;
  if (around.matches('.msupsub, .mfrac') && around.childNodes.length === 1 && !around.hasAttribute('style')) {
    table.classList.add(...around.classList);
    around.replaceWith(table);
  }
}

/** Spaces are margins of what stands beside them. */
function spaces(span: HTMLElement): void {
  for (const space of Array.from(span.children) as HTMLElement[]) {
    const none = space.classList.contains('nulldelimiter') && !space.classList.contains('katex-sizing');
    const width = none
      ? NO_DELIMITER
      : space.className === 'mspace' && hasMargin(space)
        ? parseFloat(space.style.marginRight)
        : null;
    if (width === null) {
      continue;
    }
    const [before, after] = [space.previousSibling, space.nextSibling];
    if (after === null && span.classList.contains('enclosing')) {
      // What lights up is the term, without what is between it and the next.
      widen(span, 'marginRight', width);
      space.remove();
    } else if (takes(before)) {
      widen(before, 'marginRight', width);
      space.remove();
    } else if (before === null && takes(after)) {
      widen(after, 'marginLeft', width);
      space.remove();
    }
  }
}

const widen = ({ style }: HTMLElement, side: 'marginLeft' | 'marginRight', by: number): void => {
  style[side] = em(parseFloat(style[side] || '0') + by);
};

/** Whether its style is a space to the right, and nothing else. */
const hasMargin = ({ style }: HTMLElement): boolean => /^margin-right: -?[\d.]+em;$/.test(style.cssText);

const takes = (node: ChildNode | null): node is HTMLElement =>
  node instanceof HTMLElement &&
  !APART.some(name => node.classList.contains(name)) &&
  !(node.childNodes.length === 0 && isInert(node));

/** Letters of one kind that follow one another are one text; what has none is nothing. */
function letters(span: HTMLElement): void {
  for (const child of Array.from(span.children) as HTMLElement[]) {
    const before = child.previousSibling;
    if (child.childNodes.length === 0 && isInert(child)) {
      child.remove();
    } else if (
      before instanceof HTMLElement &&
      isText(before) &&
      isText(child) &&
      isPlain(before) &&
      (isPlain(child) || hasMargin(child)) &&
      looks(before) === looks(child)
    ) {
      child.firstChild!.before(before.firstChild!);
      child.normalize();
      before.remove();
    }
  }
}

/** A span around one other is one with it, where only one of them looks like something. */
function only(span: HTMLElement): void {
  const inner = span.firstChild;
  if (!(inner instanceof HTMLElement) || span.childNodes.length !== 1) {
    return;
  }
  const { classList } = inner;
  const said = Array.from(classList);
  if (
    isPlain(inner) &&
    said.length > 0 &&
    said.every(name => INERT.has(name) || LETTERS.has(name)) &&
    !span.matches('.katex, .katex-html, .katex-base, .katex-display')
  ) {
    classList.forEach(name => !INERT.has(name) && span.classList.add(name));
    span.replaceChildren(...inner.childNodes);
  } else if (isInert(span) && !classList.contains('enclosing')) {
    span.replaceWith(inner);
  }
}

const em = (n: number): string => `${Math.round(n * 1e4) / 1e4}em`;

/** Whether nothing but classes is said of it. */
const isPlain = ({ attributes }: Element): boolean =>
  Array.from(attributes).every(({ name }) => name === 'class');

const isInert = (span: Element): boolean =>
  isPlain(span) && span.classList.length > 0 && Array.from(span.classList).every(name => INERT.has(name));

const isText = ({ childNodes: [only, ...more] }: Element): boolean =>
  only?.nodeType === Node.TEXT_NODE && more.length === 0;

/** The classes that it looks like. */
const looks = ({ classList }: Element): string =>
  Array.from(classList)
    .filter(name => !INERT.has(name))
    .sort()
    .join(' ');
