import { select } from 'd3';
import { brief } from '../../../derivation';
import { onEnter, s, update, writeText } from '../../page/dom';
import { stillLinked } from '../../page/links';
import type { Translate } from '../../page/translate';
import { edgeScale } from '../edgeScale';
import type { Scene } from '../scene';
import { fitText, textWidth } from '../textFit';
import type { UnitLayout } from '../unitLayout';
import { armCells } from './blockCells';
import { ARC_AT, BUTTON, PlacedBlock } from './blockLayout';
import { blockLines } from './blockLines';
import { placeBlocks } from './placeBlocks';

/** The blocks of a graph: each a frame with a title that folds it, and in it its arms. */
export class GraphBlocks {
  readonly element = s('g');

  /** @param fold called with a block's layer and whether it is to be open */
  constructor(
    private readonly translate: Translate,
    private readonly fold: (name: string, isOpen: boolean) => void
  ) {}

  /** Draws the blocks of a scene. @param isOpen by the layer's name */
  draw(scene: Scene, layout: UnitLayout, isOpen: (name: string) => boolean): void {
    select(this.element)
      .selectAll<SVGGElement, PlacedBlock>('g.sg-block')
      .data(placeBlocks(scene, layout, isOpen), ({ block }) => block.key)
      .join(enter => {
        const group = enter.append('g');
        group.each((_, i, all) => this.start(all[i]));
        return group;
      })
      .each((placed, i, all) => this.drawBlock(all[i], placed, scene, layout));
  }

  /** The parts of a block that stay while its numbers change. */
  private start(group: SVGGElement): void {
    const placed = (): PlacedBlock => select<SVGGElement, PlacedBlock>(group).datum();
    const toggle = s(
      'g',
      { class: 'sg-block-toggle', role: 'button' },
      s('rect', { x: -11, y: -11, width: 22, height: 22, rx: 5 }),
      s('path', {})
    );
    const press = (): void => this.fold(placed().block.key, !placed().isOpen);
    toggle.addEventListener('click', press);
    toggle.addEventListener('keydown', event => onEnter(event, press));
    group.append(
      s('rect', { class: 'sg-block-frame', rx: 10 }),
      s('text', { class: 'sg-block-title' }),
      s('g', { class: 'sg-block-lines' }),
      s('g', { class: 'sg-block-cells' }),
      toggle
    );
  }

  private drawBlock(group: SVGGElement, placed: PlacedBlock, scene: Scene, layout: UnitLayout): void {
    const { block, isOpen, left, right, top, bottom } = placed;
    const [frame, title, lines, cells, toggle] = Array.from(group.children);
    const name = `${block.title} ${block.detail}`.trim();
    update(group, {
      class: `sg-block${block.active ? ' sg-active' : ''}`,
      role: 'group',
      'aria-label': name,
      'data-block': block.key,
      'data-open': String(isOpen)
    });
    update(frame, { x: left, y: top, width: right - left, height: bottom - top });
    update(title, { x: left + 10, y: top + 17 });
    const room = right - left - BUTTON - 14;
    writeText(title, fitText(isOpen && textWidth(name) <= room ? name : block.title, room));
    lines.replaceChildren(...blockLines(placed, edgeScale(scene)));
    cells.replaceChildren(
      ...placed.arms.flatMap(arm =>
        armCells(arm, layout.form, scene.digits, scene.sample === null, this.translate)
      ),
      ...(isOpen ? this.headings(placed) : foldedText(placed)),
      ...this.ways(placed)
    );
    const link = `block ${block.key}`;
    update(toggle, {
      class: `sg-block-toggle${stillLinked(toggle, link)}`,
      transform: `translate(${right - 16},${top + 14})`,
      'data-link': link,
      'aria-expanded': String(isOpen),
      'aria-label': this.translate(isOpen ? 'fold %1' : 'open %1', name)
    });
    update(toggle.lastElementChild!, { d: isOpen ? 'M-5,0H5' : 'M-5,0H5M0,-5V5' });
  }

  /** What each column computes, over its first cell. */
  private headings({ arms }: PlacedBlock): SVGElement[] {
    return arms
      .filter(({ areUnits, arm }) => !areUnits && arm.heading !== '')
      .map(({ arm, x, y, height }) =>
        s(
          'text',
          { class: 'sg-block-heading', 'text-anchor': 'middle', x, y: y[0] - height - 10 },
          [arm.word && this.translate(arm.word), arm.heading].filter(Boolean).join(': ')
        )
      );
  }

  /** The numbers on the two ways of a sum. */
  private ways({ block, inputs, arms, top }: PlacedBlock): SVGElement[] {
    const { ways } = block;
    if (!ways) {
      return [];
    }
    const { symbol, isBackward, around, through } = ways;
    const x = (inputs.x + arms[arms.length - 1].x) / 2;
    const text = (part: string, value: number, letter: string): SVGElement =>
      s('tspan', {}, `${letter} `, s('tspan', { 'data-part': part, 'data-value': value }, brief(value)));
    const before = isBackward ? `∂L/∂${symbol}: ` : '';
    return [
      s(
        'text',
        { class: 'sg-arc-text', 'text-anchor': 'middle', x, y: top + ARC_AT - 6 },
        before,
        text('around', around, isBackward ? this.translate('around') : symbol),
        ' + ',
        text('through', through, isBackward ? this.translate('through') : symbol.replace('x', 'f'))
      )
    ];
  }
}

/** The widths of a folded block, in its box; what it goes round, a layer a line. */
function foldedText({ block: { detail, title }, arms: [box] }: PlacedBlock): SVGElement[] {
  const room = 2 * box.half - 4;
  const lines = textWidth(detail) <= room ? [detail] : detail.split(' → ').slice(0, 3);
  return lines.map((line, i) =>
    s(
      'text',
      {
        class: 'sg-block-heading',
        'text-anchor': 'middle',
        x: box.x,
        y: box.y[0] + 4 + 15 * (i - (lines.length - 1) / 2)
      },
      fitText(line, room),
      s('title', {}, `${title} ${detail}`)
    )
  );
}
