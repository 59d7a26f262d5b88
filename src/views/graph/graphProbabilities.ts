import { select } from 'd3';
import { formatNumber } from '../../derivation';
import { isNew, s, update } from '../page/dom';
import { nodeLink, stillLinked } from '../page/links';
import type { Translate } from '../page/translate';
import { numberSpan } from './nodeNumber';
import type { Scene, SceneProbability } from './scene';
import { fitText } from './textFit';
import type { UnitLayout } from './unitLayout';

/** A probability and its place. */
type Row = SceneProbability & { key: string; unit: number; x: number; y: number };

/** Half the height of a row, and the height of a bar, in px. */
const ROW = 24;
const BAR = 8;
/** The graph's text is this many times as large as a name of a class. */
const SHRUNK = 12.5 / 11.5;
/** The room between the frame and the bars, in px. */
const MARGIN = 5;

/** The probabilities beside the outputs: a column of bars, the target outlined, the prediction marked. */
export class GraphProbabilities {
  readonly element = s('g');
  private readonly frame = s('rect', { class: 'sg-probability-frame', rx: 8 });
  private readonly title = s('text', { class: 'sg-probability-title', 'text-anchor': 'middle' });

  constructor(private readonly translate: Translate) {
    this.element.append(this.frame, this.title);
  }

  /** Draws the probabilities of a scene; nothing for a scene without. */
  draw(scene: Scene, layout: UnitLayout): void {
    const { probabilities, widths } = scene;
    this.element.setAttribute('display', probabilities ? 'inline' : 'none');
    const { x, y, rows, half } = layout.columns[widths.length] ?? { x: 0, y: [0], rows: [], half: 0 };
    const shown: Row[] = probabilities
      ? rows.flatMap((unit, row) =>
          unit === null ? [] : [{ ...probabilities.of(unit), key: `${row}`, unit, x, y: y[row] }]
        )
      : [];
    const top = y[0] - ROW - MARGIN;
    const height = y[y.length - 1] + ROW + MARGIN - top;
    update(this.frame, { x: x - half, y: top, width: 2 * half, height });
    update(this.title, { x, y: top - 6 });
    this.title.textContent = probabilities?.by ?? '';
    select(this.element)
      .selectAll<SVGGElement, Row>('g')
      .data(shown, ({ key }) => key)
      .join('g')
      .each((row, i, all) => this.drawRow(all[i], row, half - MARGIN, scene));
  }

  private drawRow(group: SVGGElement, row: Row, half: number, scene: Scene): void {
    const { unit, symbol, name, value, isTarget, isPredicted, active } = row;
    const link = nodeLink(scene.widths.length - 1, unit);
    const marks = [isTarget && this.translate('target'), isPredicted && this.translate('predicted')];
    const number = value ? formatNumber(value.value, scene.digits) : '';
    const look = [isTarget && 'sg-wanted', isPredicted && 'sg-predicted', active && 'sg-active'];
    update(group, {
      class: ['sg-probability', ...look].filter(Boolean).join(' ') + stillLinked(group, link),
      transform: `translate(${row.x},${row.y})`,
      role: 'img',
      'data-link': link,
      'data-class': unit,
      'aria-label': [name, symbol, number, ...marks].filter(Boolean).join(' ')
    });
    const shown = value ? [value.value, value.ref] : [];
    if (!isNew(group, half, symbol, name, isTarget, isPredicted, ...shown)) {
      return;
    }
    const p = value && Number.isFinite(value.value) ? Math.min(1, Math.max(0, value.value)) : 0;
    group.replaceChildren(
      ...(isTarget
        ? [
            s('rect', {
              class: 'sg-wanted-frame',
              x: -half,
              y: 1 - ROW,
              width: 2 * half,
              height: 2 * ROW - 2,
              rx: 5
            })
          ]
        : []),
      s('title', {}, [name, symbol, number, ...marks].filter(Boolean).join(' · ')),
      s(
        'text',
        { class: 'sg-probability-name', 'text-anchor': 'middle', y: -9 },
        fitText(name ?? symbol, 2 * half * SHRUNK)
      ),
      s('rect', { class: 'sg-bar-track', x: 3 - half, y: -BAR / 2, width: 2 * half - 6, height: BAR }),
      s('rect', {
        class: 'sg-probability-bar',
        x: 3 - half,
        y: -BAR / 2,
        width: p * (2 * half - 6),
        height: BAR
      }),
      s(
        'text',
        { class: 'sg-probability-value', 'text-anchor': 'middle', y: 18 },
        ...(isPredicted ? ['▸ '] : []),
        ...(value ? [numberSpan(value)] : ['p'])
      )
    );
  }
}
