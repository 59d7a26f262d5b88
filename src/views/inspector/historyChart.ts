import { formatNumber } from '../../derivation';
import { h } from '../page/dom';
import { SizedView } from '../page/sizedView';
import { CellMark, historyPlot } from './historyPlot';
import type { InspectorModel } from './inspectorModel';
import type { HistoryPoint } from './weightHistory';

/** Height of the weights' plot, and of the loss's and the rate's, in px. */
const HEIGHT = 120;
const SMALL = 36;
const colours = ['weight', 'activation', 'bias', 'gradient', 'z'];

/** The pinned weights and the selected one over cells and iterations; below them the loss and the learning rate. */
export class HistoryChart extends SizedView<InspectorModel> {
  readonly element = h('div', { class: 'sg-history' });

  draw(): void {
    const { model, translate } = this;
    const histories = this.histories;
    if (histories.length === 0) {
      const hint = model.columns ? translate('Choose a weight to see how it changed from cell to cell.') : '';
      this.element.replaceChildren(...(hint ? [h('p', { class: 'sg-remark' }, hint)] : []));
      return;
    }
    const focused = (document.activeElement as HTMLElement | null)?.dataset?.pin;
    this.element.replaceChildren(
      h(
        'div',
        { class: 'sg-history-legend' },
        ...histories.map(({ address, points }, i) => this.legendOf(address, points, i))
      ),
      this.chart(histories)
    );
    if (focused) {
      const buttons = Array.from(this.element.querySelectorAll<HTMLElement>('[data-pin]'));
      buttons.find(({ dataset }) => dataset.pin === focused)?.focus({ preventScroll: true });
    }
  }

  private get histories(): InspectorModel['histories'] {
    return this.model.histories.filter(({ points }) => points.length > 0);
  }

  private chart(histories: InspectorModel['histories']): SVGSVGElement {
    const { model, translate } = this;
    const { points } = histories[0];
    const known = (what: 'loss' | 'lr'): { time: number; value: number }[] =>
      points.flatMap(point => {
        const value = point[what];
        return value === null ? [] : [{ time: point.time, value }];
      });
    const small = (
      [
        ['loss', 'loss', translate('loss')],
        ['lr', 'rate', translate('learning rate')]
      ] as const
    )
      .map(([what, role, title]) => ({
        title,
        lines: [{ role, values: known(what) }],
        height: SMALL,
        steps: what === 'lr'
      }))
      .filter(({ lines }) => lines[0].values.length > 0);
    const marks = points
      .filter(({ entry }, i) => entry !== points[i - 1]?.entry)
      .map(({ time, entry }): CellMark => {
        const found = model.entries.find(({ id }) => id === entry);
        return { time, label: `[${found?.count ?? ' '}]` };
      });
    const title =
      histories.length === 1 ? histories[0].address : translate('%1 parameters', String(histories.length));
    const lines = histories.map((each, i) => ({ role: colours[i % colours.length], values: each.points }));
    return historyPlot(
      [{ title, lines, height: HEIGHT }, ...small],
      marks,
      this.width,
      translate('How %1 changed from cell to cell', histories.map(({ address }) => address).join(', '))
    );
  }

  private legendOf(address: string, points: HistoryPoint[], i: number): HTMLElement {
    const { model, translate } = this;
    const pinned = model.pinned.includes(address);
    const { value } = points[points.length - 1];
    const button = h(
      'button',
      {
        type: 'button',
        class: 'sg-pin',
        'aria-pressed': String(pinned),
        'data-pin': address,
        'aria-label': pinned ? translate('unpin %1', address) : translate('pin %1', address)
      },
      pinned ? translate('unpin') : translate('pin')
    );
    button.addEventListener('click', () => model.pin(address));
    return h(
      'span',
      { class: 'sg-history-entry' },
      h('span', { class: `sg-swatch sg-swatch-${colours[i % colours.length]}`, 'aria-hidden': 'true' }),
      `${address} = `,
      h(
        'span',
        { class: 'sg-number', 'data-ref': address, 'data-value': value },
        formatNumber(value, model.digits)
      ),
      button,
      ...(address === model.selected ? [this.reveal()] : [])
    );
  }

  /** The button that shows the selected weight in its cell. */
  private reveal(): HTMLElement {
    const { model, translate } = this;
    const { count, payload } = model.chosen!;
    const text = payload.kind === 'trace' ? translate('derivation') : translate('go to its cell');
    const title = translate('Show it in cell [%1]', String(count ?? ' '));
    const button = h('button', { type: 'button', class: 'sg-pin', 'data-pin': 'reveal', title }, text);
    button.addEventListener('click', () => model.reveal());
    return button;
  }
}
