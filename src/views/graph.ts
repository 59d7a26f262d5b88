import { linkHorizontal, select } from 'd3';
import { brief, formatNumber, symbolToText, withPower } from '../derivation';
import { exact, h, replaceChildren, s, update } from './dom';
import { Layout, layoutNetwork, placeOf } from '../derivation/layout';
import { labelledNode, surfaceIn } from './labelledNode';
import { edgeWidth, legend } from './legend';
import { nodeLink } from './links';
import {
  SMALLEST,
  TIGHT,
  nameLines,
  numberLines,
  roomForNames,
  shorten,
  sizeIn,
  textWidth
} from './nodeText';
import type { Backdrop } from './nodeSurface';
import { Roving } from './roving';
import { Figure, Scene, SceneEdge, SceneNode } from './scene';
import { Spread, spreadStrip } from './spread';
import { Translate } from './translate';

/** What the learner clicks in the graph. */
export interface GraphEvents {
  node(column: number, unit: number): void;
  edge(column: number, unit: number, input: number): void;
}

/** A place for an edge: the column that it leads to, and rows of that and of the column before. */
interface Slot {
  column: number;
  row: number;
  input: number;
  /** Whether it is a weight. */
  weights: boolean;
  path: string;
  key: string;
}

/** What the layout leaves to the right of the loss, in px. */
const RIGHT = 48;
/** What there is for the name of a class under its node, in px. */
const NAME = 76;
/** About the longest δ: where it has no room beside its unit, none of the graph's stands there. */
const DELTA = '−0.0012';
/** What is right of the outputs of a small graph at least: half of what is said of those left out. */
const NO_NAME = 24;
/** More targets than this have no room above the loss. */
const MAX_TARGETS = 6;
/** So many of a folded row's units stay open that the learner asked for. */
const OPENED = 3;

/** The network: nodes with their values, edges whose width and colour are a weight's or a gradient's. */
export class Graph {
  readonly element: HTMLElement;
  readonly roving: Roving;
  private readonly svg = s('svg', { class: 'sg-graph-svg', role: 'group' });
  private readonly edges = s('g');
  private readonly hits = s('g');
  private readonly nodes = s('g');
  private readonly lossNode = s('g');
  private readonly legend = h('div', { class: 'sg-legend' });
  /** Under the picture: its legend, and what else belongs to it. */
  readonly foot = h('div', { class: 'sg-graph-foot' });
  private width = 560;
  /** For the names of the inputs, in px. */
  private nameRoom = 0;
  /** The units that the learner asked to see, by column. */
  private readonly opened = new Map<number, number[]>();
  private scene: Scene | null = null;
  private layout: Layout | null = null;
  /** Where edges are drawn, and on what that depends; a path for each, in the same order. */
  private slots: Slot[] = [];
  private geometry = '';
  private drawn: SVGPathElement[] = [];

  /** What of an edge is drawn: most stay as they are at a step, and their names take a while to be put together. */
  private readonly known = new WeakMap<Element, string>();

  /** @param height of a small graph, in px: its symbols stand in its nodes; else it is as high as it has to be */
  constructor(
    private readonly translate: Translate,
    private readonly events: GraphEvents,
    private readonly height?: number
  ) {
    this.svg.append(this.edges, this.hits, this.nodes);
    const scroll = h('div', { class: 'sg-graph-scroll', tabindex: -1 });
    scroll.append(this.svg);
    this.foot.append(this.legend);
    this.element = h('div', { class: 'sg-graph', 'data-section': 'graph' }, scroll, this.foot);
    this.svg.setAttribute('aria-label', translate('The network'));
    // Not the SVG: Chromium makes one that listens for focus a Tab stop.
    this.roving = new Roving(this.element, '[data-link], .sg-toggle');
  }

  /** Takes the room that there is. @returns whether that changes anything */
  resize(width: number): boolean {
    const changed = Math.abs(width - this.width) > 1;
    this.width = width;
    return changed;
  }

  /** Draws a scene; what was there is changed, not made again, so that nothing jumps or loses focus. */
  draw(scene: Scene, backdrop?: Backdrop): void {
    const withLoss = scene.targets.length > 0;
    this.scene = scene;
    const looked = scene.looked.map((units, column) => [...(this.opened.get(column) ?? []), ...units]);
    this.nameRoom = roomForNames(scene.featureNames, this.width);
    const margin = Math.max(34, this.nameRoom + 12);
    const right = Math.max(NO_NAME, roomForNames(scene.classNames, this.width));
    const small = this.height === undefined ? undefined : { height: this.height, right };
    const layout = layoutNetwork(scene.widths, looked, this.width, margin, withLoss, small);
    update(this.svg, {
      viewBox: `0 0 ${layout.width} ${layout.height}`,
      width: layout.width,
      height: layout.height
    });
    this.drawEdges(scene, layout);
    this.drawNodes(scene, layout, backdrop);
    const broken = this.edges.querySelector('.sg-broken') !== null;
    replaceChildren(this.legend, ...legend(scene, this.translate, broken));
    this.roving.refresh();
  }

  private drawEdges(scene: Scene, layout: Layout): void {
    this.layout = layout;
    this.placeEdges(scene, layout);
    const width = edgeWidth(scene);
    const backward = scene.phase === 'backward';
    const hits = this.hits.children;
    let at = 0;
    this.slots.forEach((slot, i) => {
      const { column, weights, path } = slot;
      const [unit, input] = this.unitsOf(slot);
      const edge = weights ? scene.edge(column, unit, input) : null;
      const toLoss = column === scene.widths.length;
      const active = edge ? edge.active : toLoss && scene.loss.active && scene.node(column - 1, input).active;
      const of = edge?.shown;
      const look = `sg-edge ${colourOf(of, backward)}${active ? ' sg-active' : ''}`;
      const wide = of === undefined ? 1.2 : Number.isFinite(of) ? width(Math.abs(of)) : 2;
      const drawn = this.drawn[i];
      if (this.isNew(drawn, `${look} ${wide} ${path}`)) {
        // One that comes to take part is drawn over the others. None is moved else: that is to make it anew.
        if (edge && active && !drawn.classList.contains('sg-active')) {
          this.edges.append(drawn);
        }
        update(drawn, { d: path, class: look, 'stroke-width': wide });
      }
      if (edge) {
        this.drawHit(hits[at++], edge, path);
      }
    });
  }

  private drawHit(hit: Element, { weight: { ref, value }, symbol }: SceneEdge, path: string): void {
    if (this.isNew(hit, `${ref} ${symbol} ${exact(value)} ${path}`)) {
      const linked = hit.getAttribute('data-ref') === ref && hit.classList.contains('sg-linked');
      update(hit, {
        class: `sg-hit${linked ? ' sg-linked' : ''}`,
        d: path,
        role: 'button',
        'data-ref': ref,
        'data-value': value,
        'data-link': ref.replace(/^#\d+\//, ''),
        'aria-label': this.translate('weight %1: %2', symbol, formatNumber(value))
      });
    }
  }

  /** Finds the places of the edges again, and makes a path for each, where the layout has others than before. */
  private placeEdges(scene: Scene, layout: Layout): void {
    const last = scene.widths.length;
    const joins = layout.columns.map((_, column) =>
      column === 0 ? '' : column === last ? 'all' : scene.joins(column)
    );
    const { radius, width, height, columns } = layout;
    const rows = columns.map(({ rows }, column) =>
      // Who is joined to itself alone depends on who is drawn.
      rows.map(unit =>
        unit === null ? '…' : joins[column] === 'each' || joins[column + 1] === 'each' ? unit : '.'
      )
    );
    const geometry = [radius, width, height, ...joins, ...rows].join(' ');
    if (geometry === this.geometry) {
      return;
    }
    this.geometry = geometry;
    const link = linkHorizontal<unknown, [number, number]>();
    this.slots = [];
    for (let column = 1; column < columns.length; column++) {
      const [left, right] = [columns[column - 1], columns[column]];
      right.rows.forEach((unit, i) => {
        left.rows.forEach((input, j) => {
          if (unit !== null && input !== null && (joins[column] !== 'each' || unit === input)) {
            const source: [number, number] = [left.x + radius, left.y[j]];
            const path = link({ source, target: [right.x - radius, right.y[i]] }) ?? '';
            const weights = joins[column] === 'weights';
            this.slots.push({ column, row: i, input: j, weights, path, key: `${column}/${i}/${j}` });
          }
        });
      });
    }
    this.drawn = select(this.edges)
      .selectAll<SVGPathElement, Slot>('path')
      .data(this.slots, d => d.key)
      .join('path')
      .nodes();
    select(this.hits)
      .selectAll<SVGPathElement, Slot>('path')
      .data(
        this.slots.filter(({ weights }) => weights),
        d => d.key
      )
      .join(enter =>
        enter
          .append('path')
          .on('click', (_, slot) => this.open(slot))
          .on('keydown', (event: KeyboardEvent, slot) => onEnter(event, () => this.open(slot)))
      )
      .order();
  }

  /** Whose edge is drawn at a place: the unit that it leads to, and where it comes from. */
  private unitsOf({ column, row, input }: Slot): [number, number] {
    const { columns } = this.layout!;
    return [columns[column].rows[row]!, columns[column - 1].rows[input]!];
  }

  /** Whether something else is said of an element than when it was drawn last. */
  private isNew(element: Element, is: string): boolean {
    const differs = this.known.get(element) !== is;
    this.known.set(element, is);
    return differs;
  }

  private open(slot: Slot): void {
    this.events.edge(slot.column, ...this.unitsOf(slot));
  }

  private drawNodes(scene: Scene, layout: Layout, backdrop?: Backdrop): void {
    const shown: (SceneNode & { x: number; y: number; key: string })[] = [];
    const gaps: { x: number; y: number; hidden: number; column: number }[] = [];
    scene.widths.forEach((_, column) => {
      const { rows, x, y, hidden } = layout.columns[column];
      rows.forEach((unit, row) => {
        if (unit === null) {
          gaps.push({ x, y: y[row], hidden, column });
        } else {
          shown.push({ ...scene.node(column, unit), x, y: y[row], key: `${column}/${row}` });
        }
      });
    });
    select(this.nodes)
      .selectAll<SVGGElement, (typeof shown)[0]>('g.sg-node:not(.sg-loss-node)')
      .data(shown, d => d.key)
      .join(enter =>
        enter
          .append('g')
          .on('click', (_, d) => this.events.node(d.column, d.unit))
          .on('keydown', (event: KeyboardEvent, d) =>
            onEnter(event, () => this.events.node(d.column, d.unit))
          )
      )
      .each((d, i, all) => {
        const link = nodeLink(d.column, d.unit);
        const still = all[i].getAttribute('data-link') === link && all[i].classList.contains('sg-linked');
        const linked = still ? ' sg-linked' : '';
        update(all[i], {
          class: `sg-node ${d.column === 0 ? 'sg-input' : 'sg-activation'}${d.active ? ' sg-active' : ''}${linked}`,
          transform: `translate(${d.x},${d.y})`,
          role: 'button',
          'data-link': link,
          'aria-label': [d.name, d.symbol, d.value ? formatNumber(d.value.value) : '']
            .filter(Boolean)
            .join(' ')
        });
      })
      .each((d, i, all) => {
        // Only what has changed is made anew: a second click must find what the first was on.
        const picture = backdrop?.(d.column, d.unit);
        const { radius, spacing } = layout;
        const shown = [d.symbol, d.name, figureKey(d.value), figureKey(d.delta), spreadKey(d.spread)];
        if (!this.isNew(all[i], [...shown, radius, spacing, this.nameRoom, !picture].join('\n'))) {
          // One picture after another, with nothing between them.
          const before = picture && all[i].querySelector('image');
          if (before) {
            update(before, { href: picture });
          }
        } else {
          const parts =
            this.height === undefined
              ? this.nodeParts(d, layout, picture)
              : labelledNode(d, radius, { left: this.nameRoom, right: NAME }, picture);
          all[i].replaceChildren(...parts);
        }
      });
    select(this.nodes)
      .selectAll<SVGTextElement, (typeof gaps)[0]>('text.sg-gap')
      .data(gaps)
      .join(enter =>
        enter
          .append('text')
          .on('click', (_, gap) => this.choose(gap))
          .on('keydown', (event: KeyboardEvent, gap) => onEnter(event, () => this.choose(gap)))
      )
      .attr('class', 'sg-gap')
      .attr('role', 'button')
      .attr('data-link', d => `gap ${d.column}`)
      .attr('aria-label', d => this.translate('… %1 more: choose one', d.hidden))
      .attr('x', d => d.x)
      .attr('y', d => d.y)
      .text(d => `… ${this.translate('%1 more', d.hidden)}`);
    this.drawLoss(scene, layout);
  }

  /** Asks which of the units that are folded away to show. */
  private choose({ x, y, column }: { x: number; y: number; column: number }): void {
    const units = this.scene!.widths[column];
    const label = this.translate('which one, from 1 to %1', units);
    const input = h('input', {
      class: 'sg-edit',
      type: 'number',
      min: 1,
      max: units,
      'aria-label': label,
      title: label,
      placeholder: `1 … ${units}`
    });
    const box = this.svg.parentElement!;
    Object.assign(input.style, { left: `${Math.max(0, x - box.scrollLeft - 60)}px`, top: `${y - 20}px` });
    let open = true;
    const close = (unit: number | null): void => {
      if (open) {
        open = false;
        input.remove();
        if (unit !== null) {
          const others = (this.opened.get(column) ?? []).filter(other => other !== unit);
          this.opened.set(column, [unit, ...others].slice(0, OPENED));
          this.draw(this.scene!);
        }
        const link = unit === null ? `gap ${column}` : nodeLink(column, unit);
        this.svg.querySelector<SVGElement>(`[data-link="${link}"]`)?.focus();
      }
    };
    input.addEventListener('keydown', event => {
      if (event.key === 'Enter' || event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        const chosen = input.valueAsNumber;
        const valid = event.key === 'Enter' && Number.isInteger(chosen) && chosen >= 1 && chosen <= units;
        close(valid ? chosen - 1 : null);
      }
    });
    input.addEventListener('blur', () => close(null));
    this.element.append(input);
    input.focus({ preventScroll: true });
  }

  private nodeParts(d: SceneNode, layout: Layout, picture?: string): SVGElement[] {
    const { radius, spacing, columns } = layout;
    const input = d.column === 0;
    const parts: SVGElement[] = [s('circle', { r: radius }), ...surfaceIn(radius, picture)];
    const over = picture ? ' sg-over' : '';
    parts.push(
      number(d.value, radius, { class: `sg-node-value${over}`, dy: d.spread ? '-0.05em' : '0.35em' })
    );
    if (d.spread) {
      parts.push(spreadStrip(d.spread, radius, this.translate));
    }
    const at = input
      ? { x: -radius - 6, 'text-anchor': 'end' }
      : { x: 0, y: radius + 14, 'text-anchor': 'middle' };
    if (input && d.name !== undefined) {
      const lines = nameLines(d.name, this.nameRoom);
      const top = lines.length > 1 ? -9 : -1;
      lines.forEach((line, i) => {
        const title = i ? [] : [s('title', {}, d.name!)];
        parts.push(s('text', { class: 'sg-node-name', ...at, y: top + 14 * i }, line, ...title));
      });
      parts.push(s('text', { class: 'sg-node-symbol', ...at, y: top + 1 + 14 * lines.length }, d.symbol));
    } else {
      const name = d.name === undefined ? d.symbol : `${d.symbol} ${shorten(d.name, NAME)}`;
      const title = d.name === undefined ? [] : [s('title', {}, d.name)];
      parts.push(s('text', { class: 'sg-node-symbol', ...at, dy: input ? '0.35em' : 0 }, name, ...title));
    }
    if (d.delta) {
      const mark = d.spread ? 'Σδ ' : 'δ ';
      // Beside a class's name it has no room, nor where the next column's labels begin.
      const length = textWidth(`${d.symbol} · ${mark}${DELTA}`);
      const below = !input && (d.name !== undefined || length > columns[1].x - columns[0].x - 4);
      const text = `${below ? '' : ' · '}${mark}`;
      const label = s(
        'tspan',
        {
          class: 'sg-node-delta',
          ...(below ? { x: 0, dy: spacing - 2 * radius > 26 ? '1.15em' : '1em' } : {})
        },
        text
      );
      label.append(figureSpan(d.delta));
      const last = parts[parts.length - 1];
      last.append(label);
      if (below) {
        // Where the gap to the next node is small, in its middle: over neither ring.
        update(last, {
          class: 'sg-node-symbol sg-two-lines',
          y: Math.min(radius + 12, Math.floor(spacing / 2) - 1)
        });
      }
    }
    return parts;
  }

  private drawLoss(scene: Scene, layout: Layout): void {
    const group = this.lossNode;
    if (layout.columns.length === scene.widths.length) {
      group.remove();
      return;
    }
    const { x, y } = placeOf(layout, layout.columns.length - 1, 0)!;
    const size = layout.radius * 2 - 2;
    update(group, {
      class: `sg-node sg-loss-node sg-loss${scene.loss.active ? ' sg-active' : ''}`,
      transform: `translate(${x},${y})`,
      'data-link': 'loss',
      role: 'img',
      'aria-label': `L ${scene.loss.value ? formatNumber(scene.loss.value.value) : ''}`
    });
    const parts: SVGElement[] = [
      s('rect', { x: -size / 2, y: -size / 2, width: size, height: size, rx: 5 }),
      number(scene.loss.value, layout.radius, { class: 'sg-node-value', dy: '0.35em' }),
      s('text', { class: 'sg-node-symbol', y: size / 2 + 15, 'text-anchor': 'middle' }, 'L')
    ];
    if (group.parentNode === null) {
      this.nodes.append(group);
    }
    if (scene.sample === null) {
      const text = this.translate('%1 targets', scene.samples);
      parts.push(s('text', { class: 'sg-target', y: -size / 2 - 8, 'text-anchor': 'middle' }, text));
      replaceChildren(group, ...parts);
      return;
    }
    const many = scene.targets.length > 1;
    const hidden = scene.targets.length > MAX_TARGETS ? scene.targets.length - MAX_TARGETS : 0;
    const shown = scene.targets.slice(0, MAX_TARGETS);
    // One name for a single output is the output's.
    const names = scene.classNames && scene.classNames.length > 1 ? scene.classNames : [];
    const name = many ? undefined : names[shown[0].value];
    const lines = shown.length + (hidden > 0 || name !== undefined ? 1 : 0);
    const label = (row: number, text: string): SVGElement =>
      s(
        'text',
        { class: 'sg-target', y: -size / 2 - 8 - (lines - 1 - row) * 15, 'text-anchor': 'middle' },
        text
      );
    shown.forEach((target, j) => {
      const text = label(j, many ? `${symbolToText({ name: 'y', sub: String(j + 1) })} = ` : 'y = ');
      text.append(figureSpan(target));
      parts.push(text);
    });
    if (name !== undefined) {
      // Centred over the loss, which stands near the right edge.
      const text = label(1, shorten(name, 2 * RIGHT - 8));
      text.append(s('title', {}, name));
      parts.push(text);
    }
    if (hidden > 0) {
      parts.push(label(shown.length, `… ${this.translate('%1 more', hidden)}`));
    }
    replaceChildren(group, ...parts);
  }
}

/** What the colour of an edge says. */
const colourOf = (shown: number | undefined, backward: boolean): string =>
  shown === undefined
    ? 'sg-unknown'
    : !Number.isFinite(shown)
      ? 'sg-broken'
      : backward
        ? 'sg-of-gradient'
        : shown < 0
          ? 'sg-negative'
          : 'sg-positive';

function onEnter(event: KeyboardEvent, act: () => void): void {
  if (event.key === 'Enter') {
    event.preventDefault();
    act();
  }
}

/** A number in the picture, with where it came from; a dot while it is not known. */
function number(figure: Figure | undefined, radius: number, attributes: Record<string, string>): SVGElement {
  const text = s('text', { 'text-anchor': 'middle', ...attributes });
  const room = 2 * radius - 4;
  if (figure) {
    const digits = brief(figure.value);
    const fits = digits.includes('×') || sizeIn(room, digits) >= SMALLEST;
    const shown = fits ? digits : withPower(figure.value);
    text.classList.toggle('sg-tight', textWidth(shown) > 2 * radius - 10);
    text.classList.toggle('sg-tightest', !shown.includes('×') && sizeIn(room, shown) < TIGHT);
    text.append(figureSpan(figure, shown, room));
  } else {
    text.append('·');
  }
  return text;
}

/** What is seen of a number, in words. */
const figureKey = (figure?: Figure): string =>
  figure ? `${exact(figure.value)} ${figure.ref} ${figure.editable} ${figure.edited}` : '';

const spreadKey = (spread?: Spread): string =>
  spread ? `${spread.low} ${spread.high} ${spread.values.join(' ')}` : '';

const figureSpan = (
  { value, ref, editable, edited }: Figure,
  shown = brief(value),
  room = Infinity
): SVGElement =>
  s(
    'tspan',
    {
      'data-ref': ref,
      'data-value': value,
      'data-editable': editable,
      tabindex: editable && -1,
      class: edited ? 'sg-edited' : undefined
    },
    ...numberLines(shown, room)
  );
