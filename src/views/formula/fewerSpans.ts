/*
 * KaTeX's HTML with about a third of its spans. Styling and layout of the spans is most of what a step costs; most of
 * them say what a symbol means, not how it looks, or are two-row tables that only place one box above another.
 *
 * This knows KaTeX's private classes and its size table, therefore:
 * - package.json pins the exact version of KaTeX;
 * - HTML with a class that is not listed below stays as KaTeX made it;
 * - test/views/formula/fewerSpans.spec.ts compares text, sizes, fonts and terms with KaTeX's own HTML, and
 *   test/e2e/typeset.spec.ts the place of every letter in the browser.
 * To do without it, remove its one call in typeset.ts.
 */

/** Classes that no rule of KaTeX's style sheet selects on their own. */
const INERT = new Set('mord mbin mrel mopen mclose mpunct minner mtight text'.split(' '));
/** Classes of fonts. A font is inherited, so that a span around the letters can have the class instead. */
const FONTS = new Set('mathnormal mathit mathrm mathbf boldsymbol amsrm textrm textbf textit'.split(' '));
/** Classes of spans that take no margin: their em differs from that of their parent, or they only hold a height. */
const MARGINLESS = ['katex-sizing', 'katex-strut', 'pstrut'];
/** The other classes that KaTeX gives to what our printers write; with a pattern for numbered ones and our own. */
const OTHERS = new Set(
  (
    'katex katex-display katex-html katex-base katex-strut katex-sizing katex-accent accent-body arraycolsep ' +
    'delimcenter delimsizing mult enclosing frac-line mfrac hide-tail svg-align sqrt large-op small-op mop mspace ' +
    'msupsub mtable nulldelimiter op-limits op-symbol pstrut vlist vlist-r vlist-s vlist-t vlist-t2'
  ).split(' ')
);
const NUMBERED = /^(reset-size\d+|size\d+|col-align-[lcr]|sg-[\w-]+)$/;
/** Width of a null delimiter, in em. */
const NULL_DELIMITER = 0.12;
/** KaTeX's sizes 1 to 11, in em of size 6. */
const SIZES = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.44, 1.728, 2.074, 2.488];

/** Removes the spans of `root` that do not change how the formula looks, inner spans first. */
export function fewerSpans(root: Element): void {
  if (!isKnown(root)) {
    return;
  }
  for (const span of Array.from(root.querySelectorAll<HTMLElement>('span')).reverse()) {
    if (span.getAttribute('style') === 'top: 0em;' && span.classList.contains('delimcenter')) {
      span.classList.remove('delimcenter');
      span.removeAttribute('style');
    }
    if (span.classList.contains('vlist-t')) {
      stack(span);
    }
    spacesToMargins(span);
    joinLetters(span);
    mergeOnlyChild(span);
  }
  root.querySelectorAll<HTMLElement>('.katex-base').forEach(flatten);
  for (const span of Array.from(root.querySelectorAll('span')).reverse()) {
    if (isInert(span)) {
      span.replaceWith(...span.childNodes);
    }
  }
  root.normalize();
}

/** Whether every class in `root` is one that this file knows. */
const isKnown = (root: Element): boolean =>
  Array.from(root.querySelectorAll('[class]')).every(({ classList }) =>
    Array.from(classList).every(
      name => INERT.has(name) || FONTS.has(name) || OTHERS.has(name) || NUMBERED.test(name)
    )
  );

/** Replaces a vlist, a two-row table that stacks boxes, by one box with children of height 0. */
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
  // The baseline is that of the last child, where KaTeX's struts put it.
  style.verticalAlign = em(-(parseFloat(last.style.top) + parseFloat(strut.style.height)));
  let from = 0;
  for (const item of items) {
    const top = parseFloat(item.style.top);
    item.style.marginTop = em(top - from);
    item.style.top = '';
    hoistContent(item);
    // An SVG is as wide as its containing block.
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
      toScript(table, last);
    }
  }
}

/** Moves the only content of an item into the item itself; the item's own lengths are then in em of that content. */
function hoistContent(item: HTMLElement): void {
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

/** Replaces the stack of a lone subscript or superscript by raised or lowered text. */
function toScript(table: HTMLElement, item: HTMLElement): void {
  item.style.verticalAlign = em(parseFloat(table.style.verticalAlign) / ratioOf(item));
  item.style.marginTop = '';
  item.classList.replace('sg-row', 'sg-script');
  item.firstElementChild!.remove();
  table.replaceWith(item);
}

/** The em of a sized span, in em of its parent. */
function ratioOf({ className }: Element): number {
  const [, from, to] = /reset-size(\d+) size(\d+)/.exec(className) ?? [];
  return from ? SIZES[Number(to) - 1] / SIZES[Number(from) - 1] : 1;
}

/** Replaces the table of an `aligned` with one row by its two sides, one beside the other. */
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
    spacesToMargins(base);
  }
}

/** Turns spaces into margins of their neighbours. */
function spacesToMargins(span: HTMLElement): void {
  for (const space of Array.from(span.children) as HTMLElement[]) {
    const none = space.classList.contains('nulldelimiter') && !space.classList.contains('katex-sizing');
    const width = none
      ? NULL_DELIMITER
      : space.className === 'mspace' && hasMargin(space)
        ? parseFloat(space.style.marginRight)
        : null;
    if (width === null) {
      continue;
    }
    const [before, after] = [space.previousSibling, space.nextSibling];
    if (after === null && span.classList.contains('enclosing')) {
      // A lit term does not include the space between it and the next term.
      widen(span, 'marginRight', width);
      space.remove();
    } else if (takesMargin(before)) {
      widen(before, 'marginRight', width);
      space.remove();
    } else if (before === null && takesMargin(after)) {
      widen(after, 'marginLeft', width);
      space.remove();
    }
  }
}

const widen = ({ style }: HTMLElement, side: 'marginLeft' | 'marginRight', by: number): void => {
  style[side] = em(parseFloat(style[side] || '0') + by);
};

/** Whether the only style of a span is a right margin. */
const hasMargin = ({ style }: HTMLElement): boolean => /^margin-right: -?[\d.]+em;$/.test(style.cssText);

const takesMargin = (node: ChildNode | null): node is HTMLElement =>
  node instanceof HTMLElement &&
  !MARGINLESS.some(name => node.classList.contains(name)) &&
  !(node.childNodes.length === 0 && isInert(node));

/** Joins adjacent texts of one font into one span, and removes empty spans. */
function joinLetters(span: HTMLElement): void {
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
      visibleClasses(before) === visibleClasses(child)
    ) {
      child.firstChild!.before(before.firstChild!);
      child.normalize();
      before.remove();
    }
  }
}

/** Merges a span with its only child if at most one of them has a style. */
function mergeOnlyChild(span: HTMLElement): void {
  const inner = span.firstChild;
  if (!(inner instanceof HTMLElement) || span.childNodes.length !== 1) {
    return;
  }
  const { classList } = inner;
  const names = Array.from(classList);
  if (
    isPlain(inner) &&
    names.length > 0 &&
    names.every(name => INERT.has(name) || FONTS.has(name)) &&
    !span.matches('.katex, .katex-html, .katex-base, .katex-display')
  ) {
    classList.forEach(name => !INERT.has(name) && span.classList.add(name));
    span.replaceChildren(...inner.childNodes);
  } else if (isInert(span) && !classList.contains('enclosing')) {
    span.replaceWith(inner);
  }
}

const em = (n: number): string => `${Math.round(n * 1e4) / 1e4}em`;

/** Whether an element has no attribute but its class. */
const isPlain = ({ attributes }: Element): boolean =>
  Array.from(attributes).every(({ name }) => name === 'class');

const isInert = (span: Element): boolean =>
  isPlain(span) && span.classList.length > 0 && Array.from(span.classList).every(name => INERT.has(name));

const isText = ({ childNodes: [only, ...more] }: Element): boolean =>
  only?.nodeType === Node.TEXT_NODE && more.length === 0;

/** The classes of a span that change how it looks. */
const visibleClasses = ({ classList }: Element): string =>
  Array.from(classList)
    .filter(name => !INERT.has(name))
    .sort()
    .join(' ');
