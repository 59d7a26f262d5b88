import { formatNumber } from '../../derivation';
import { h } from '../page/dom';
import { Translate } from '../page/translate';
import { Confusions, confusionsAt, featuresOf, outcomeOf } from './outcome';
import type { TrainingPanel, TrainingPanelKind } from './trainingPanel';
import { drawnMoment, unkept } from './drawnMoment';
import type { TrainingModel } from './trainingModel';

/** Classes in the table, at most. */
const MAX_CLASSES = 20;
/** With more classes than this the table is compact, so that ten digits fit. */
const MAX_WIDE = 6;

/** The confusion matrix; correct predictions are on the diagonal. */
class ConfusionPanel implements TrainingPanel {
  readonly element = h('div', { class: 'sg-confusion' });

  constructor(
    private readonly model: TrainingModel,
    private readonly translate: Translate
  ) {}

  resize(): void {
    // The table takes the room it needs, and scrolls.
  }

  draw(): void {
    const { model, translate } = this;
    const kept = drawnMoment(model);
    const found = kept && confusionsAt(model.reader!, kept);
    if (!found) {
      const why = kept ? translate('There are no classes here to tell apart.') : unkept(model, translate);
      this.element.replaceChildren(h('p', { class: 'sg-remark' }, why));
      return;
    }
    this.element.replaceChildren(h('p', { class: 'sg-remark' }, this.caption(found)), this.table(found));
  }

  private caption({ which, samples, total, right }: Confusions): string {
    const { translate } = this;
    const caption =
      which === 'validation'
        ? translate('%1 of %2 validation samples are right', right, samples)
        : translate('%1 of %2 training samples are right', right, samples);
    return samples < total ? `${caption} ${translate('(spread evenly over all %1)', total)}` : caption;
  }

  private table({ matrix, classes }: Confusions): HTMLElement {
    const { translate } = this;
    const size = classes.length;
    const shown = classes.slice(0, MAX_CLASSES);
    const row = (i: number): HTMLElement => {
      const total = shown.reduce((sum, _, k) => sum + matrix.data[i * size + k], 0);
      const cells = shown.map((_, k) => {
        const count = matrix.data[i * size + k];
        const cell = h(
          'td',
          { class: i === k ? 'sg-right' : 'sg-wrong', 'data-value': count },
          formatNumber(count, this.model.digits)
        );
        cell.style.setProperty('--sg-share', `${Math.round((total > 0 ? count / total : 0) * 60)}%`);
        return cell;
      });
      return h('tr', {}, h('th', { scope: 'row' }, classes[i]), ...cells);
    };
    return h(
      'div',
      {
        class: 'sg-confusion-scroll',
        tabindex: 0,
        role: 'region',
        'aria-label': translate('Confusion matrix')
      },
      h(
        'table',
        { class: size > MAX_WIDE ? 'sg-many' : '' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('td', {}, translate('actual ↓ predicted →')),
            ...shown.map(name => h('th', { scope: 'col' }, name))
          )
        ),
        h('tbody', {}, ...shown.map((_, i) => row(i)))
      )
    );
  }
}

export const confusion: TrainingPanelKind = {
  id: 'classes',
  title: translate => translate('Classes'),
  fits: ({ reader }) => !!reader?.isKnown && featuresOf(reader) !== null && outcomeOf(reader, 1) !== 'number',
  make: (model, translate) => new ConfusionPanel(model, translate)
};
