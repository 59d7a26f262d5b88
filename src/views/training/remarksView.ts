import { formatNumber, messageText } from '../../derivation';
import { HistoryReport, Trouble, decodeNumber, runRemarks } from '../../trace';
import { groupedText } from '../page/counts';
import { h } from '../page/dom';
import { Translate } from '../page/translate';
import { overfitting, silence } from './remarks';
import type { TrainingModel } from './trainingModel';

const percent = (x: number, digits: number): string => formatNumber(Math.round(x * 100), digits);

/** Remarks on a run: the best epoch, overfitting, dead units, and where it went wrong. */
export function remarksOf(model: TrainingModel, translate: Translate): Node[] {
  const { history, reader, digits } = model;
  const trouble = reader?.record.trouble;
  const parted = overfitting(history);
  const silent = silence(history);
  return [
    ...misfit(model, translate),
    ...(trouble ? troubleParts(model, trouble, translate) : []),
    ...(silent
      ? [
          h(
            'p',
            { class: 'sg-remark sg-overfitting' },
            translate(
              'Dead units: since step %1 all that comes out of %2 is 0, for every sample that was looked at (up to %3 of a step’s batch, not all of the data). Where that is so, no gradient gets back through it, and the layers before it learn nothing more.',
              groupedText(silent.since),
              silent.layer,
              silent.samples
            )
          )
        ]
      : []),
    ...(parted
      ? [
          h(
            'p',
            { class: 'sg-remark sg-overfitting' },
            translate(
              'Over-fitting: since epoch %1 the validation loss has risen by %2 %, while the training loss fell from %3 to %4. The model learns the training samples by heart.',
              groupedText(parted.since),
              percent(parted.rise, digits),
              formatNumber(parted.trainThen, digits),
              formatNumber(parted.trainNow, digits)
            )
          )
        ]
      : []),
    ...(trouble ? [] : bestParts(history, digits, translate))
  ];
}

/** That the last layer does not go with the loss. */
function misfit({ reader }: TrainingModel, translate: Translate): Node[] {
  const remarks = runRemarks(reader?.record);
  return remarks.length === 0
    ? []
    : [
        h(
          'p',
          { class: 'sg-remark sg-overfitting' },
          remarks.map(remark => messageText(remark, translate)).join(' ')
        )
      ];
}

/** The best epoch, and how the run ended. */
function bestParts(
  { best, stopped, epochs, record }: HistoryReport,
  digits: number,
  translate: Translate
): Node[] {
  const parts: string[] = [];
  if (best && epochs.length > 1) {
    const value = formatNumber(decodeNumber(best.value), digits);
    parts.push(
      translate(
        'Best epoch: %1, with %2 %3.',
        groupedText(best.epoch),
        monitorName(best.monitor, translate),
        value
      )
    );
  }
  if (stopped === 'early' && record?.earlyStopping) {
    parts.push(translate('Early stopping: no improvement in %1 epochs.', record.earlyStopping.patience));
  }
  if (record?.moments[record.moments.length - 1]?.restored) {
    parts.push(translate('The model ended with the weights of its best epoch.'));
  }
  if (stopped === 'aborted') {
    parts.push(
      translate(
        'It was stopped: the model has the weights it had then, and another fit(…) goes on from them.'
      )
    );
  }
  return parts.length === 0 ? [] : [h('p', { class: 'sg-remark' }, parts.join(' '))];
}

/** The monitored quantity, translated; a metric keeps its own name. */
const monitorName = (monitor: string, translate: Translate): string =>
  monitor === 'loss'
    ? translate('training loss')
    : monitor === 'valLoss'
      ? translate('validation loss')
      : monitor;

function troubleParts(model: TrainingModel, trouble: Trouble, translate: Translate): Node[] {
  const { step, epoch, kind, nan, causes } = trouble;
  const [at, during] = [groupedText(step), groupedText(epoch)];
  const loss = formatNumber(decodeNumber(trouble.loss), model.digits);
  const what =
    kind === 'nan'
      ? translate('The loss is no finite number from step %1 on (epoch %2): it is %3.', at, during, loss)
      : translate(
          'The loss exploded: at step %1 (epoch %2) it was %3, more than 100 times the %4 of the start.',
          at,
          during,
          loss,
          formatNumber(decodeNumber(trouble.start), model.digits)
        );
  const later = nan
    ? translate(
        'At step %1 (epoch %2) it is no finite number any more.',
        groupedText(nan.step),
        groupedText(nan.epoch)
      )
    : '';
  const button = h('button', { type: 'button', class: 'sg-action' }, translate('Open step %1', at));
  button.addEventListener('click', () => model.choose({ open: 'trouble' }));
  const can = model.reader!.canOpenTrouble;
  return [
    h(
      'div',
      { class: 'sg-trouble', role: 'status' },
      h('p', {}, h('strong', {}, what), ` ${[later, where(trouble, translate)].filter(Boolean).join(' ')}`),
      h('p', {}, translate('Usual causes: ')),
      h('ul', {}, ...causes.map(cause => h('li', {}, causeText(cause, translate)))),
      ...(can ? [button] : [])
    )
  ];
}

/** Where the trouble began. */
function where({ where, layer = '', largest }: Trouble, translate: Translate): string {
  const size = formatNumber(decodeNumber(largest), 3);
  switch (where) {
    case 'input':
      return translate(
        'It began before the first layer: the input itself holds numbers that are NaN or infinite.'
      );
    case 'weights':
      return translate(
        'It began in %1: its weights held numbers that are NaN or infinite, since the update before.',
        layer
      );
    case 'output':
      return translate('It began in %1: its output reached %2.', layer, size);
    case 'gradient':
      return translate('It began in the gradient of %1, which is of length %2.', layer, size);
    case 'loss':
      return translate('It began in the loss itself: its largest input was %1.', size);
  }
}

function causeText(cause: Trouble['causes'][number], translate: Translate): string {
  switch (cause) {
    case 'input':
      return translate('missing values in the data; remove or replace them.');
    case 'log':
      return translate(
        'the logarithm of 0: an output of exactly 0 or 1; train with logits (BCEWithLogitsLoss, CrossEntropyLoss).'
      );
    case 'rate':
      return translate(
        'a learning rate that is too high: each step overshoots further than the one before; try a tenth of it.'
      );
    case 'scale':
      return translate('inputs that are not scaled; standardise them.');
    case 'activations':
      return translate(
        'activations that grow from layer to layer: smaller initial weights, or gradients clipped, may help.'
      );
  }
}
