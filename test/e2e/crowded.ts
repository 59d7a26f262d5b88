/** What is too near to something else, or cut off. The functions run in the page: they can use nothing from outside. */

/** Texts of a stepper that overlap or are clipped; a formula counts as one text. */
export function crowded(root: Element): string[] {
  const found: { text: string; box: DOMRect; element: Element }[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement!;
    const text = node.textContent!.trim();
    const hidden = '.sg-spoken, .katex, option, title, [hidden], details:not([open]) > :not(summary)';
    if (text === '' || element.closest(hidden) || !element.checkVisibility()) {
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(node);
    const scroller = element.closest('.sg-table-scroll, .sg-derivation-scroll, .sg-lens, .sg-graph-scroll');
    const view = scroller?.getBoundingClientRect();
    const bar = root.querySelector('.sg-timeline')?.getBoundingClientRect();
    const slides = !element.closest('.sg-timeline');
    for (const box of range.getClientRects()) {
      // Text that is scrolled away, or under a sticky heading or the timeline, is not visible.
      const under = bar && slides && box.top < bar.bottom && box.bottom > bar.top;
      const seen = !under && (!view || (box.top >= view.top + 29 && box.bottom <= view.bottom));
      if (seen && box.width > 1) {
        found.push({ text, box, element });
      }
    }
  }
  const over = (a: DOMRect, b: DOMRect): boolean =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5;
  const pairs = found.flatMap((a, i) =>
    found
      .slice(0, i)
      .filter(b => a.element !== b.element && over(a.box, b.box))
      .map(b => `${a.text} over ${b.text}`)
  );
  const cut = Array.from(
    root.querySelectorAll<HTMLElement>('button, th, .sg-question, .sg-legend, .sg-header')
  )
    .filter(each => each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1)
    .map(each => `${each.textContent} is cut off`);
  return [...pairs, ...cut];
}

/** Numbers that overflow their node, or their part of a neuron. */
export const beyond = (root: Element): string[] =>
  Array.from(root.querySelectorAll('.sg-node, .sg-block-cell')).flatMap(node => {
    const ring = Array.from(node.querySelectorAll('circle, .sg-unit')).find(each => each.checkVisibility());
    const share = node.matches('.sg-wide') ? 1 / 3 : 1;
    const room = (ring?.getBoundingClientRect().width ?? Infinity) * share;
    return Array.from(node.querySelectorAll('.sg-node-sum, .sg-node-value'))
      .filter(number => number.checkVisibility() && number.getBoundingClientRect().width > room)
      .map(
        number =>
          `${number.textContent} in ${node.getAttribute('data-link') ?? node.getAttribute('data-cell')}`
      );
  });

/** Texts and shapes of a graph that stick out of its picture. */
export function outside(graph: Element): string[] {
  const frame = graph.querySelector('svg')!.getBoundingClientRect();
  return Array.from(graph.querySelectorAll('.sg-graph-svg text, .sg-graph-svg path, .sg-unit'))
    .filter(each => each.checkVisibility())
    .filter(each => {
      const box = each.getBoundingClientRect();
      return (
        box.width > 0 &&
        (box.left < frame.left - 1 ||
          box.right > frame.right + 1 ||
          box.top < frame.top - 1 ||
          box.bottom > frame.bottom + 1)
      );
    })
    .map(each => `${each.getAttribute('class')} ${each.textContent}`);
}
