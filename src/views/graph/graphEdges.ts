import { select } from 'd3';
import { formatNumber } from '../../derivation';
import { isNew, s, update } from '../page/dom';
import type { Translate } from '../page/translate';
import { edgeLook, joinTargets, writeTarget } from './edgeLook';
import { edgeScale } from './edgeScale';
import { EdgeSlot, edgeSlots, slotsKey } from './edgeSlots';
import type { Scene } from './scene';
import type { UnitLayout } from './unitLayout';

/** The edges of a graph: lines, and over them wider invisible lines as click targets of the weights. */
export class GraphEdges {
  readonly lines = s('g');
  readonly hits = s('g');
  private layout: UnitLayout | null = null;
  private slots: EdgeSlot[] = [];
  /** The `slotsKey` of the slots. */
  private key = '';
  /** A line for each slot, in the same order. */
  private drawn: SVGPathElement[] = [];

  /** @param open called with the column, the unit and the input of a weight that is clicked */
  constructor(
    private readonly translate: Translate,
    private readonly open: (column: number, unit: number, input: number) => void
  ) {}

  /** Whether an edge shows NaN or an infinite number. */
  get broken(): boolean {
    return this.lines.querySelector('.sg-broken') !== null;
  }

  /**
   * Draws the edges of a scene; leaves unchanged edges untouched.
   * @returns whether the slots have changed
   */
  draw(scene: Scene, layout: UnitLayout): boolean {
    this.layout = layout;
    const placed = this.place(scene, layout);
    const width = edgeScale(scene);
    const label = (symbol: string, value: number): string =>
      this.translate('weight %1: %2', symbol, formatNumber(value, scene.digits));
    const hits = this.hits.children;
    let at = 0;
    this.slots.forEach((slot, i) => {
      const { column, isWeight } = slot;
      const [unit, input] = this.unitsOf(slot);
      const edge = isWeight ? scene.edge(column, unit, input) : null;
      const drawn = this.drawn[i];
      if (edge && !isNew(drawn, edge, scene.largest)) {
        at++;
        return;
      }
      const active = edge ? edge.active : isLineActive(scene, column, input);
      // A line that becomes active goes on top. Don't re-append the others: the browser would rebuild them.
      if (edge && active && !drawn.classList.contains('sg-active')) {
        this.lines.append(drawn);
      }
      update(drawn, edgeLook(edge ?? { active, asked: active }, width));
      if (edge) {
        writeTarget(hits[at++], edge, 'sg-hit', label);
      }
    });
    return placed;
  }

  /** Lays the slots out anew, with a line for each, if the layout needs it. @returns whether it did */
  private place(scene: Scene, layout: UnitLayout): boolean {
    const key = slotsKey(scene, layout);
    if (key === this.key) {
      return false;
    }
    this.key = key;
    this.slots = edgeSlots(scene, layout);
    this.drawn = select(this.lines)
      .selectAll<SVGPathElement, EdgeSlot>('path')
      .data(this.slots, slot => slot.key)
      .join('path')
      .attr('d', ({ path }) => path)
      .nodes();
    const weights = this.slots.filter(({ isWeight }) => isWeight);
    joinTargets(this.hits, weights, slot => this.open(slot.column, ...this.unitsOf(slot)))
      .attr('d', ({ path }) => path)
      .order();
    return true;
  }

  /** The unit that the edge of a slot leads to, and the unit that it comes from. */
  private unitsOf({ column, row, input }: EdgeSlot): [number, number] {
    const { columns } = this.layout!;
    return [columns[column].rows[row]!, columns[column - 1].rows[input]!];
  }
}

/** Whether a line without a number takes part in the step: one from an output to its probability or to the loss. */
function isLineActive({ widths, probabilities, node, loss }: Scene, column: number, input: number): boolean {
  if (column < widths.length) {
    return false;
  }
  return probabilities && column === widths.length
    ? probabilities.of(input).active
    : loss.active && node(widths.length - 1, input).active;
}
