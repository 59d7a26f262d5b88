import { Expression, Terms, formatNumber, guessOf, isPlainMean, sampleLoss, valueOf } from '../../derivation';
import { h } from '../page/dom';
import { Translate } from '../page/translate';
import { sampleLabel } from '../state/sampleLabel';
import type { StepperModel } from '../state/stepperModel';

/** At most this many samples are listed, the current one among them. */
const ROWS = 8;

/**
 * The samples before and after the update: what the model gives for each, its loss, and the batch's loss below.
 * @returns null outside the last phase, for a single sample, and where that phase can't be computed
 */
export function samplesAfter(model: StepperModel, translate: Translate): HTMLElement | null {
  const { terms, step, sample, batch } = model;
  const { after, reader } = terms;
  if (step.phase !== 'after' || !after || reader.samples === 1) {
    return null;
  }
  const listed = Array.from({ length: Math.min(ROWS, reader.samples) }, (_, s) => s);
  if (!listed.includes(sample)) {
    listed[listed.length - 1] = sample;
  }
  const left = reader.samples - listed.length;
  const table = new SamplesTable(terms, after, model.digits, translate);
  const rows = listed.map(s => table.row(s, !batch && s === sample));
  const more = h(
    'tr',
    {},
    h('td', { class: 'sg-left-out', colspan: 5 }, translate('… and %1 more samples', left))
  );
  return h(
    'table',
    { class: 'sg-samples-after' },
    table.head(),
    h('tbody', {}, ...rows, ...(left > 0 ? [more] : [])),
    table.foot()
  );
}

/** Builds the parts of the table. */
class SamplesTable {
  private readonly what: string | null;

  constructor(
    private readonly terms: Terms,
    private readonly after: Terms,
    private readonly digits: number,
    private readonly translate: Translate
  ) {
    this.what = headingOf(terms, translate);
  }

  head(): HTMLElement {
    const { translate, what, terms } = this;
    const loss = isPlainMean(terms) ? translate('loss ℓ') : translate('share of L');
    const pair = (name: string): HTMLElement => h('th', { scope: 'colgroup', colspan: 2 }, `${name} →`);
    return h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, translate('sample')),
        ...(what === null ? [] : [pair(what)]),
        pair(loss)
      )
    );
  }

  row(s: number, isCurrent: boolean): HTMLElement {
    const [from, to] = [this.terms.at(s), this.after.at(s)];
    const label = sampleLabel(from, this.translate);
    return h(
      'tr',
      isCurrent ? { class: 'sg-current', 'aria-current': 'true' } : {},
      h('th', { scope: 'row' }, label === '' ? String(s + 1) : `${s + 1} · ${label}`),
      ...(this.what === null ? [] : [this.said(from), this.said(to)]),
      ...this.losses(sampleLoss(from), sampleLoss(to))
    );
  }

  /** The batch's loss. */
  foot(): HTMLElement {
    const { terms, after, translate } = this;
    const isMean = terms.reader.trace.loss.reduction !== 'sum';
    return h(
      'tfoot',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, isMean ? translate('mean L') : translate('sum L')),
        ...(this.what === null ? [] : [h('td', { colspan: 2 })]),
        ...this.losses(terms.loss(), after.loss())
      )
    );
  }

  /** What the model gives for a sample. */
  private said(terms: Terms): HTMLElement {
    const guess = guessOf(terms);
    if (guess?.kind === 'class') {
      const percent = 100 * guess.correct.probability;
      return h('td', {}, number(percent, formatNumber(percent, 3)), ' %');
    }
    return h('td', {}, ...(guess ? [this.quantity(guess.output)] : []));
  }

  private losses(from: Expression, to: Expression): HTMLElement[] {
    const [before, now] = [valueOf(from), valueOf(to)];
    const [mark, style] = now < before ? ['▼ ', 'sg-better'] : now > before ? ['▲ ', 'sg-worse'] : ['', ''];
    return [h('td', {}, this.quantity(from)), h('td', { class: style }, mark, this.quantity(to))];
  }

  private quantity(of: Expression): HTMLElement {
    const ref = of.kind === 'quantity' ? of.ref : undefined;
    return number(valueOf(of), formatNumber(valueOf(of), this.digits), ref);
  }
}

/** What the model gives: a probability of the right class, or one number; null where it is several numbers or nothing. */
function headingOf(terms: Terms, translate: Translate): string | null {
  const guess = guessOf(terms);
  return guess?.kind === 'class'
    ? translate('p of the right class')
    : guess && terms.outputs === 1
      ? translate('output ŷ')
      : null;
}

const number = (value: number, text: string, ref?: string): HTMLElement =>
  h('span', { class: 'sg-number', 'data-value': value, ...(ref ? { 'data-ref': ref } : {}) }, text);
