import { linkHorizontal, select } from 'd3';
import { formatNumber } from '../../derivation';
import type { Layout } from '../../derivation/layout';
import { isNew, s, update } from '../page/dom';
import { onEnter } from '../stepper/keyboard';
import { edgeWidth } from './legend';
import { stillLinked } from '../page/links';
import type { Scene, SceneEdge } from './scene';
import type { Translate } from '../page/translate';

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

/** The edges of a graph: their width and colour are a weight's or a gradient's. What of them is clicked lies over all. */
export class GraphEdges {
  readonly lines = s('g');
  readonly hits = s('g');
  private layout: Layout | null = null;
  /** Where edges are drawn, and on what that depends; a line for each, in the same order. */
  private slots: Slot[] = [];
  private geometry = '';
  private drawn: SVGPathElement[] = [];

  /** @param open what a click on a weight does */
  constructor(
    private readonly translate: Translate,
    private readonly open: (column: number, unit: number, input: number) => void
  ) {}

  /** Whether one of them shows what is no number. */
  get broken(): boolean {
    return this.lines.querySelector('.sg-broken') !== null;
  }

  /**
   * Draws the edges of a scene; those that stay as they are are not touched.
   * @returns whether they are others than before, or elsewhere
   */
  draw(scene: Scene, layout: Layout): boolean {
    this.layout = layout;
    const placed = this.place(scene, layout);
    const width = edgeWidth(scene);
    const backward = scene.phase === 'backward';
    const hits = this.hits.children;
    let at = 0;
    this.slots.forEach((slot, i) => {
      const { column, weights } = slot;
      const [unit, input] = this.unitsOf(slot);
      const edge = weights ? scene.edge(column, unit, input) : null;
      const drawn = this.drawn[i];
      if (edge && !isNew(drawn, edge, scene.largest)) {
        at++;
        return;
      }
      const toLoss = column === scene.widths.length;
      const active = edge ? edge.active : toLoss && scene.loss.active && scene.node(column - 1, input).active;
      const of = edge?.shown;
      const look = `sg-edge ${colourOf(of, backward)}${active ? ' sg-active' : ''}`;
      const wide = of === undefined ? 1.2 : Number.isFinite(of) ? width(Math.abs(of)) : 2;
      // One that comes to take part is drawn over the others. None is moved else: that is to make it anew.
      if (edge && active && !drawn.classList.contains('sg-active')) {
        this.lines.append(drawn);
      }
      update(drawn, { class: look, 'stroke-width': wide });
      if (edge) {
        this.drawHit(hits[at++], edge);
      }
    });
    return placed;
  }

  private drawHit(hit: Element, { weight: { ref, value }, symbol }: SceneEdge): void {
    if (isNew(hit, ref, symbol, value)) {
      const link = ref.replace(/^#\d+\//, '');
      update(hit, {
        class: `sg-hit${stillLinked(hit, link)}`,
        'data-ref': ref,
        'data-value': value,
        'data-link': link,
        'aria-label': this.translate('weight %1: %2', symbol, formatNumber(value))
      });
    }
  }

  /** Finds the places of the edges again, and makes a path for each, where the layout has others than before. */
  private place(scene: Scene, layout: Layout): boolean {
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
      return false;
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
    this.drawn = select(this.lines)
      .selectAll<SVGPathElement, Slot>('path')
      .data(this.slots, d => d.key)
      .join('path')
      .attr('d', ({ path }) => path)
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
          .attr('role', 'button')
          .on('click', (_, slot) => this.open(slot.column, ...this.unitsOf(slot)))
          .on('keydown', (event: KeyboardEvent, slot) =>
            onEnter(event, () => this.open(slot.column, ...this.unitsOf(slot)))
          )
      )
      .attr('d', ({ path }) => path)
      .order();
    return true;
  }

  /** Whose edge is drawn at a place: the unit that it leads to, and where it comes from. */
  private unitsOf({ column, row, input }: Slot): [number, number] {
    const { columns } = this.layout!;
    return [columns[column].rows[row]!, columns[column - 1].rows[input]!];
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
