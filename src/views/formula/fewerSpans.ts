/**
 * KaTeX's spans, fewer. Most of them say what a symbol is, and not how it looks; others are tables that put one thing
 * over another. Styling and laying them out is most of what a step costs, and with a third of them the formula is
 * the same: test/e2e/typeset.spec.ts compares the place of every letter.
 */

/** KaTeX's classes that no rule of its style sheet is for. */
const INERT = new Set('mord mbin mrel mopen mclose mpunct minner mtight text'.split(' '));
/** Those that say which letters: they can as well be said of the span around them. */
const LETTERS = new Set('mathnormal mathit mathrm mathbf boldsymbol amsrm textrm textbf textit'.split(' '));
/** Those whose em is not that of the span around them, or that take part in no line. */
const APART = ['katex-sizing', 'katex-strut', 'pstrut'];
/** What stands for no delimiter, in em. */
const NO_DELIMITER = 0.12;
/** KaTeX's sizes 1 to 11, in em of the sixth. */
const SIZES = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.44, 1.728, 2.074, 2.488];

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
  root.querySelectorAll<HTMLElement>('.katex-base').forEach(flatten);
  for (const span of Array.from(root.querySelectorAll('span')).reverse()) {
    if (isInert(span)) {
      span.replaceWith(...span.childNodes);
    }
  }
  root.normalize();
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
    row(item);
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
    if (table.matches('.msupsub') && items.length === 1 && last.matches('.sg-row')) {
      script(table, last);
    }
  }
}

/** What stands in a row that holds one thing, stands in the row itself: with its size, in whose em the rest then is. */
function row(item: HTMLElement): void {
  const [strut, content, ...more] = Array.from(item.children) as HTMLElement[];
  const isSized = content?.matches('.katex-sizing') && isPlain(content);
  if (more.length > 0 || !strut.matches('.pstrut') || !content || !(isSized || isInert(content))) {
    return;
  }
  if (isSized) {
    const ratio = ratioOf(content);
    for (const side of ['marginTop', 'marginLeft', 'marginRight'] as const) {
      item.style[side] &&= em(parseFloat(item.style[side]) / ratio);
    }
    strut.style.height = em(parseFloat(strut.style.height) / ratio);
    item.classList.add(...content.classList);
  }
  item.classList.add('sg-row');
  item.replaceChildren(strut, ...content.childNodes);
}

/** A subscript alone, or a superscript, is a text that is lower or higher. */
function script(table: HTMLElement, item: HTMLElement): void {
  item.style.verticalAlign = em(parseFloat(table.style.verticalAlign) / ratioOf(item));
  item.style.marginTop = '';
  item.classList.replace('sg-row', 'sg-script');
  item.firstElementChild!.remove();
  table.replaceWith(item);
}

/** How large its em is, in that of what is around it. */
function ratioOf({ className }: Element): number {
  const [, from, to] = /reset-size(\d+) size(\d+)/.exec(className) ?? [];
  return from ? SIZES[Number(to) - 1] / SIZES[Number(from) - 1] : 1;
}

/** Aligned equations of which there is one are no table: its sides stand beside each other. */
function flatten(base: HTMLElement): void {
  const [strut, table, ...more] = Array.from(base.children) as HTMLElement[];
  const piles = Array.from(table?.children ?? [], column => column.firstElementChild as HTMLElement | null);
  const rows = piles.map(pile => pile?.firstElementChild as HTMLElement | null);
  const raised = new Set(piles.map(pile => pile?.style.verticalAlign));
  if (
    more.length === 0 &&
    table?.matches('.mtable') &&
    raised.size === 1 &&
    Array.from(table.children).every(column => column.matches('[class^=col-align-]')) &&
    piles.every(pile => pile?.matches('.sg-pile') && pile.childElementCount === 1) &&
    rows.every(each => each?.matches('.sg-row'))
  ) {
    rows.forEach(each => each!.firstElementChild!.remove());
    table.replaceWith(...rows.flatMap(each => Array.from(each!.childNodes)));
    strut.style.verticalAlign = em(parseFloat(strut.style.verticalAlign) - parseFloat([...raised][0]!));
    spaces(base);
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
