import { evaluate, quantity } from '../../engine/formula/expression';
import { Line, Path, Paths, formatNumber, symbol, symbolToText, unitSymbol, valueOf } from '../../derivation';
import { countText, timesText } from '../page/counts';
import { h } from '../page/dom';
import { formula } from '../formula/formula';
import type { Focus } from '../state/focus';
import { Parts, edgeKey, nodeKey } from '../state/parts';
import type { StepperModel } from '../state/stepperModel';
import type { Translate } from '../page/translate';

type Weight = Extract<Focus, { kind: 'weight' }>;

/**
 * A weight's gradient as a sum over paths: a row per path, which lights the path in the graph; the sum; and its number
 * of multiplications compared with backpropagation.
 * @param changed called after a path was opened for the first time
 * @param room width of a row of a formula, in em
 */
export function pathsView(
  paths: Paths,
  weight: Weight,
  model: StepperModel,
  translate: Translate,
  changed: () => void,
  room: number
): HTMLElement[] {
  const { count, blocked } = paths;
  const heading = h(
    'p',
    { class: 'sg-heading' },
    count === 1n
      ? translate('One path from the loss')
      : translate('Sum over %1 paths from the loss', countText(count))
  );
  const remark = (text: string): HTMLElement => h('p', { class: 'sg-remark' }, text);
  if (blocked !== null) {
    return [
      heading,
      remark(
        translate(
          '%1 makes each of its numbers from a whole row: a path through it can’t be followed number by number. δ holds the sum all the same.',
          blocked
        )
      )
    ];
  }
  const rows = h('div', { class: 'sg-paths', tabindex: -1 });
  paths.paths.forEach((path, i) =>
    rows.append(row(path, lineOfPath(paths, i), weight, model, translate, changed, room))
  );
  lightWays(rows, paths.paths, weight, model);
  const hidden = count - BigInt(paths.paths.length);
  const notes: HTMLElement[] = [];
  if (hidden > 0n) {
    notes.push(
      remark(
        translate(
          '… %1 more paths: these are the largest. Together these come to %2.',
          countText(hidden),
          formatNumber(paths.listed, model.digits)
        )
      )
    );
  }
  if (model.batch) {
    notes.push(remark(translate('A path is one sample’s: these are of sample %1.', model.sample + 1)));
  }
  return [
    heading,
    rows,
    ...notes,
    formula(paths.total, model, translate, { room }),
    comparison(paths, model.digits, translate)
  ];
}

/** The product of a path: the gradient itself if there is no other path. */
function lineOfPath({ count, paths, total: { left } }: Paths, i: number): Line {
  const { product } = paths[i];
  const name = count === 1n ? symbol(left) : { name: 'p', sub: String(i + 1) };
  const result = quantity(name, 'gradient', evaluate(product));
  return { left: result, forms: [product], result };
}

/** A path as a row: its units and its product; when opened, the product with its factors. */
function row(
  { units }: Path,
  line: Line,
  weight: Weight,
  model: StepperModel,
  translate: Translate,
  changed: () => void,
  room: number
): HTMLElement {
  const { network, terms } = model;
  const names = units.map((unit, i) =>
    symbolToText(unitSymbol(terms, network.stages[weight.stage + i], unit))
  );
  const value = valueOf(line.result);
  const summary = h(
    'summary',
    {},
    `L → ${names.reverse().join(' → ')}`,
    h('span', { class: 'sg-number sg-gradient', 'data-value': value }, formatNumber(value, model.digits))
  );
  const details = h('details', { class: 'sg-path', 'data-path': units.join(',') }, summary);
  summary.addEventListener('click', () => {
    // Formulas are made on demand, since there may be many paths.
    if (details.childElementCount === 1) {
      details.append(formula(line, model, translate, { room }));
      changed();
    }
  });
  return details;
}

/** Lights the path of the row under the pointer, else of the focused row, else of the row opened last. */
function lightWays(rows: HTMLElement, paths: Path[], weight: Weight, model: StepperModel): void {
  const ways = paths.map(path => way(path, weight));
  const at = { pointed: -1, focused: -1, opened: -1 };
  const indexOf = (target: EventTarget | null): number => {
    const details = target instanceof Element ? target.closest('details') : null;
    return details ? Array.from(rows.children).indexOf(details) : -1;
  };
  const set = (what: keyof typeof at, index: number): void => {
    at[what] = index;
    const lit = [at.pointed, at.focused, at.opened].find(each => each >= 0);
    model.lit = lit === undefined ? null : ways[lit];
  };
  rows.addEventListener('mouseover', event => set('pointed', indexOf(event.target)));
  rows.addEventListener('mouseleave', () => set('pointed', -1));
  rows.addEventListener('focusin', event => set('focused', indexOf(event.target)));
  rows.addEventListener('focusout', event => set('focused', indexOf(event.relatedTarget)));
  rows.addEventListener(
    'toggle',
    event => {
      const index = indexOf(event.target);
      if ((event.target as HTMLDetailsElement).open) {
        set('opened', index);
      } else if (at.opened === index) {
        set('opened', -1);
      }
    },
    // `toggle` does not bubble.
    true
  );
}

/** The nodes and edges of a path, including the edge of its weight and the input of that edge. */
export function way({ units }: Path, { stage, input }: Weight): Parts {
  const parts: Parts = { nodes: new Set(), edges: new Set(), loss: true };
  const through = input === null ? units : [input, ...units];
  const first = input === null ? stage + 1 : stage;
  through.forEach((unit, i) => {
    parts.nodes.add(nodeKey(first + i, unit));
    if (i > 0) {
      parts.edges.add(edgeKey(first + i, unit, through[i - 1]));
    }
  });
  return parts;
}

/** A table of both ways to the gradient: its value, its multiplications, and their ratio. */
function comparison(
  { byPath, byDelta, total, paths, count, listed }: Paths,
  digits: number,
  translate: Translate
): HTMLElement {
  const cell = (n: bigint): HTMLElement =>
    h('td', { class: 'sg-number', 'data-value': n.toString() }, countText(n));
  const number = (value: number | null): HTMLElement =>
    value === null
      ? h('td', {}, '…')
      : h('td', { class: 'sg-number sg-gradient', 'data-value': value }, formatNumber(value, digits));
  const name = total.left.kind === 'quantity' ? symbolToText(total.left.symbol) : '';
  const head = ['', name, translate('multiplications'), translate('for every gradient')];
  const sum = BigInt(paths.length) === count ? listed : null;
  const delta = total.result.kind === 'quantity' ? total.result.value : null;
  const times = (a: bigint, b: bigint): HTMLElement =>
    b === 0n ? h('td', {}, '…') : h('td', { class: 'sg-number' }, `${timesText(a, b)} : 1`);
  const table = h(
    'table',
    { class: 'sg-compare' },
    h('thead', {}, h('tr', {}, ...head.map(text => (text ? h('th', { scope: 'col' }, text) : h('td'))))),
    h(
      'tbody',
      {},
      h(
        'tr',
        { 'data-way': 'paths' },
        h('th', { scope: 'row' }, translate('path by path')),
        number(sum),
        cell(byPath.one),
        cell(byPath.all)
      ),
      h(
        'tr',
        { 'data-way': 'delta' },
        h('th', { scope: 'row' }, translate('by δ')),
        number(delta),
        cell(byDelta.one),
        cell(byDelta.all)
      ),
      h(
        'tr',
        { 'data-way': 'ratio' },
        h('th', { scope: 'row' }, translate('ratio')),
        h('td'),
        times(byPath.one, byDelta.one),
        times(byPath.all, byDelta.all)
      )
    )
  );
  const why =
    byPath.all > byDelta.all
      ? translate(
          'δ of a unit is the sum over every path from the loss to it. Backpropagation computes it once, for all the weights before it: that is what it saves. Counted for one sample, with the slopes at hand.'
        )
      : translate('In a network of one row no two paths share their way: there is nothing to save.');
  return h('div', { class: 'sg-comparison' }, table, h('p', { class: 'sg-remark' }, why));
}
