import {
  Shares,
  cancellation,
  formatNumber,
  sharesOf,
  symbolToText,
  valueOf,
  symbol
} from '../../derivation';
import { h } from '../page/dom';
import { subjectOperation } from '../state/lookedAt';
import type { StepperModel } from '../state/stepperModel';
import { Translate, translatable } from '../page/translate';
import type { Lens, LensKind } from './lens';
import { SharesChart } from './sharesChart';

/** What each sample contributes to the current gradient or loss. */
class SharesLens implements Lens {
  readonly element = h('div', { class: 'sg-shares' });
  private readonly title = h('p', { class: 'sg-lens-title' });
  private readonly caption = h('p', { class: 'sg-lens-caption' });
  private readonly chart: SharesChart;

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate
  ) {
    this.chart = new SharesChart(model.digits, translate, sample => {
      model.sample = sample;
    });
  }

  resize(width: number): void {
    this.chart.width = Math.max(240, width - 24);
  }

  draw(): void {
    const { model, translate } = this;
    const shares = sharesOf(model.terms, subjectOperation(model));
    if (!shares) {
      const text = translate(
        'Each sample goes through this step alone: nothing is summed. Choose a weight, or step on to the loss.'
      );
      this.element.replaceChildren(h('p', { class: 'sg-remark' }, text));
      return;
    }
    const { total } = shares;
    this.title.replaceChildren(
      h('b', {}, symbolToText(symbol(total))),
      ' = ',
      h(
        'span',
        { class: 'sg-number sg-gradient', 'data-value': valueOf(total), 'data-ref': addressOf(total) },
        formatNumber(valueOf(total), model.digits)
      ),
      ` · ${translate('sum of %1 shares', shares.shares.length)}`,
      ...(shares.divisor === null
        ? []
        : [` · ${translate('the loss is a mean: 1/%1 is in each share', shares.divisor)}`])
    );
    this.chart.draw(shares, model.batch ? null : model.sample);
    this.caption.replaceChildren(...this.describe(shares));
    const parts = [this.title, this.chart.element, this.caption];
    // Elements stay in place, since one of them may have the focus.
    if (this.title.parentNode !== this.element) {
      this.element.replaceChildren(...parts);
    }
  }

  /** The caption: how much cancels, and how to read the bars. */
  private describe({ shares, before }: Shares): (Node | string)[] {
    const { translate, chart } = this;
    const { digits } = this.model;
    const { absolute, net, part } = cancellation(shares.map(valueOf));
    const sentence =
      part < 0.005
        ? translate('Σ|share| = %1, |Σ share| = %2: nothing cancels.', '%1', '%2')
        : translate(
            'Σ|share| = %1, |Σ share| = %2: %3 of it cancels.',
            '%1',
            '%2',
            `${Math.round(100 * part)} %`
          );
    const parts: (Node | string)[] = [
      ...sentence.split(/%([12])/).map((piece, i) => {
        const value = piece === '1' ? absolute : net;
        return i % 2
          ? h('span', { class: 'sg-number', 'data-value': value }, formatNumber(value, digits))
          : piece;
      }),
      ` ${chart.oneScale ? translate('Line: the running sum.') : translate('Right: the sums, on a scale of their own.')}`
    ];
    if (chart.binSize > 1) {
      parts.push(
        ` ${translate('Too many to draw one by one: each bar is %1 samples, what is positive above, what is negative below. A click opens its largest.', chart.binSize)}`
      );
    }
    const { batch, sample } = this.model;
    if (chart.binSize > 1 && !batch) {
      const value = valueOf(shares[sample]);
      const text = formatNumber(value, digits);
      const [first, rest] = translate('sample %1: %2', sample + 1, '%2').split('%2');
      const number = h(
        'span',
        { class: 'sg-number', 'data-value': value, 'data-ref': addressOf(shares[sample]) },
        text
      );
      parts.push(' ', first, number, `${rest}.`);
    }
    if (before !== null) {
      parts.push(` ${translate('g₀ is what the gradient held before: it was not reset to zero.')}`);
    }
    return parts;
  }
}

const addressOf = (e: Shares['total']): string | undefined => (e.kind === 'quantity' ? e.ref : undefined);

/** Not for a batch of one sample, whose share is the whole. */
export const shares: LensKind = {
  id: 'shares',
  title: translatable('Samples'),
  make: (model, translate) => (model.reader.samples > 1 ? new SharesLens(model, translate) : null)
};
