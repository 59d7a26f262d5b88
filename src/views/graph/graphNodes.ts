import { select } from 'd3';
import { formatNumber } from '../../derivation';
import type { Layout } from '../../derivation/layout';
import { isNew, s, update, writeText } from '../page/dom';
import { NAME, nodeKey, nodeParts, writeNode } from './graphNode';
import { onEnter } from '../stepper/keyboard';
import { labelledNode } from './labelledNode';
import { nodeLink, stillLinked } from '../page/links';
import type { Backdrop } from './nodeSurface';
import type { Scene, SceneNode } from './scene';
import type { Translate } from '../page/translate';

/** A node, and where it stands. */
type DrawnNode = SceneNode & { x: number; y: number; key: string };

/** What stands for the units of a column that are folded away, and where. */
export interface Gap {
  x: number;
  y: number;
  hidden: number;
  column: number;
}

/** The nodes of a graph, and what stands for those that are folded away. What changes is written where it stands. */
export class GraphNodes {
  readonly element = s('g');
  private shown: DrawnNode[] = [];
  /** An element for each of them, in the same order. */
  private drawn: SVGGElement[] = [];

  /**
   * @param small whether symbols stand in the nodes, and no numbers
   * @param open what a click on a node does
   * @param choose what one on a gap does
   */
  constructor(
    private readonly translate: Translate,
    private readonly small: boolean,
    private readonly open: (column: number, unit: number) => void,
    private readonly choose: (gap: Gap) => void
  ) {}

  /**
   * @param placed whether they stand elsewhere than before, or are more or fewer
   * @param nameRoom for the names of the inputs, in px
   */
  draw(scene: Scene, layout: Layout, placed: boolean, nameRoom: number, backdrop?: Backdrop): void {
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
    this.shown.forEach((d, i) =>
      this.drawNode(this.drawn[i], d, layout, nameRoom, backdrop?.(d.column, d.unit))
    );
  }

  private place(): void {
    const open = ({ currentTarget }: Event): void => {
      const { column, unit } = this.shown[this.drawn.indexOf(currentTarget as SVGGElement)];
      this.open(column, unit);
    };
    this.drawn = select(this.element)
      .selectAll<SVGGElement, DrawnNode>('g.sg-node:not(.sg-loss-node)')
      .data(this.shown, d => d.key)
      .join(enter =>
        enter
          .append('g')
          .on('click', open)
          .on('keydown', (event: KeyboardEvent) => onEnter(event, () => open(event)))
      )
      .nodes();
  }

  private drawNode(
    node: SVGGElement,
    d: DrawnNode,
    layout: Layout,
    nameRoom: number,
    picture?: string
  ): void {
    const link = nodeLink(d.column, d.unit);
    update(node, {
      class: `sg-node ${d.column === 0 ? 'sg-input' : 'sg-activation'}${d.active ? ' sg-active' : ''}${stillLinked(node, link)}`,
      transform: `translate(${d.x},${d.y})`,
      role: 'button',
      'data-link': link,
      'aria-label': [d.name, d.symbol, d.value ? formatNumber(d.value.value) : ''].filter(Boolean).join(' ')
    });
    const { radius, spacing } = layout;
    if (isNew(node, nodeKey(d), radius, spacing, nameRoom, !picture)) {
      const parts = this.small
        ? labelledNode(d, radius, { left: nameRoom, right: NAME }, picture)
        : nodeParts(d, layout, nameRoom, this.translate, picture);
      node.replaceChildren(...parts);
      return;
    }
    // One picture after another, with nothing between them.
    const before = picture && node.querySelector('image');
    if (before) {
      update(before, { href: picture });
    }
    if (!this.small) {
      writeNode(node, d, radius);
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
