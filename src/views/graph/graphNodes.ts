import { select } from 'd3';
import { formatNumber } from '../../derivation';
import { isNew, onEnter, s, update, writeText } from '../page/dom';
import { nodeLink, stillLinked } from '../page/links';
import type { Translate } from '../page/translate';
import { labelledNode } from './labelledNode';
import type { Backdrop } from './nodeSurfaces';
import type { Scene, SceneNode } from './scene';
import type { UnitLayout } from './unitLayout';
import { NAME_ROOM, lookOf, valueNode, writeValueNode } from './valueNode';

/** A node with its place. */
type PlacedNode = SceneNode & { x: number; y: number; key: string };

/** The place where units of a column are folded away. */
export interface Gap {
  x: number;
  y: number;
  /** The number of units that are folded away. */
  hidden: number;
  column: number;
}

/** The nodes of a graph, and the gaps of folded columns. Changed numbers are rewritten in place. */
export class GraphNodes {
  readonly element = s('g');
  private shown: PlacedNode[] = [];
  /** An element for each shown node, in the same order. */
  private drawn: SVGGElement[] = [];

  /**
   * @param small whether symbols stand in the nodes instead of numbers
   * @param open called with the column and the unit of a node that is clicked
   * @param choose called with a gap that is clicked
   */
  constructor(
    private readonly translate: Translate,
    private readonly small: boolean,
    private readonly open: (column: number, unit: number) => void,
    private readonly choose: (gap: Gap) => void
  ) {}

  /**
   * Draws the nodes of a scene.
   * @param placed whether the layout has changed
   * @param nameRoom for the names of the inputs, in px
   */
  draw(scene: Scene, layout: UnitLayout, placed: boolean, nameRoom: number, backdrop?: Backdrop): void {
    const columns = layout.columns.slice(0, scene.widths.length);
    this.shown = columns.flatMap(({ rows, x, y }, column) =>
      rows.flatMap((unit, row) =>
        unit === null ? [] : [{ ...scene.node(column, unit), x, y: y[row], key: `${column}/${row}` }]
      )
    );
    if (placed) {
      this.place();
      this.placeGaps(
        columns.flatMap(({ rows, x, y, hidden }, column) =>
          rows.flatMap((unit, row) => (unit === null ? [{ x, y: y[row], hidden, column }] : []))
        )
      );
    }
    this.shown.forEach((node, i) =>
      this.drawNode(this.drawn[i], node, layout, nameRoom, scene.digits, backdrop?.(node.column, node.unit))
    );
  }

  private place(): void {
    const open = ({ currentTarget }: Event): void => {
      const { column, unit } = this.shown[this.drawn.indexOf(currentTarget as SVGGElement)];
      this.open(column, unit);
    };
    this.drawn = select(this.element)
      .selectAll<SVGGElement, PlacedNode>('g.sg-node:not(.sg-loss-node)')
      .data(this.shown, ({ key }) => key)
      .join(enter =>
        enter
          .append('g')
          .on('click', open)
          .on('keydown', (event: KeyboardEvent) => onEnter(event, () => open(event)))
      )
      .nodes();
  }

  private drawNode(
    element: SVGGElement,
    node: PlacedNode,
    layout: UnitLayout,
    nameRoom: number,
    digits: number,
    picture?: string
  ): void {
    const { column, unit, active, sum } = node;
    const link = nodeLink(column, unit);
    const kind = column === 0 ? 'sg-input' : node.isLogit ? 'sg-activation sg-logit' : 'sg-activation';
    const form = sum ? ` sg-neuron sg-${layout.form}` : '';
    update(element, {
      class: `sg-node ${kind}${form}${active ? ' sg-active' : ''}${stillLinked(element, link)}`,
      transform: `translate(${node.x},${node.y})`,
      role: 'button',
      'data-link': link,
      'aria-label': spokenNode(node, digits)
    });
    const { radius, spacing, columns, form: unitForm } = layout;
    // Everything of the layout that a node's labels depend on.
    const gap = (columns[1]?.x ?? 0) - columns[0].x;
    if (isNew(element, lookOf(node), !sum?.curve, unitForm, radius, spacing, gap, nameRoom, !picture)) {
      const parts = this.small
        ? labelledNode(node, radius, { left: nameRoom, right: NAME_ROOM }, picture)
        : valueNode(node, layout, nameRoom, digits, this.translate, picture);
      element.replaceChildren(...parts);
    }
    // The image stays when its picture changes, so that nothing flickers.
    const image = picture && element.querySelector('image');
    if (image) {
      update(image, { href: picture });
    }
    if (!this.small) {
      writeValueNode(element, node, layout);
    }
  }

  private placeGaps(gaps: Gap[]): void {
    select(this.element)
      .selectAll<SVGTextElement, Gap>('text.sg-gap')
      .data(gaps)
      .join(enter =>
        enter
          .append('text')
          .on('click', (_, gap) => this.choose(gap))
          .on('keydown', (event: KeyboardEvent, gap) => onEnter(event, () => this.choose(gap)))
      )
      .each(({ x, y, hidden, column }, i, all) => {
        const link = `gap ${column}`;
        update(all[i], {
          class: `sg-gap${stillLinked(all[i], link)}`,
          role: 'button',
          'data-link': link,
          'aria-label': this.translate('… %1 more: choose one', hidden),
          x,
          y
        });
        writeText(all[i], `… ${this.translate('%1 more', hidden)}`);
      });
  }
}

/** What a screen reader says of a node: `h₁ z 0.31 a 0.58`. */
function spokenNode({ name, symbol, sum, value }: SceneNode, digits: number): string {
  const numbers = sum
    ? [
        sum.value && `z ${formatNumber(sum.value.value, digits)}`,
        value && `a ${formatNumber(value.value, digits)}`
      ]
    : [value && formatNumber(value.value, digits)];
  return [name, symbol, ...numbers].filter(Boolean).join(' ');
}
