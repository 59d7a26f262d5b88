import { Translate, formatNumber, messageText } from '../derivation';
import { HistoryReport, decodeNumber, historyText, listedEpochs, runRemarks } from '../trace';
import type { Num } from '../trace';
import { Chart, chart } from './lossChart';
import type { Cell, Document } from './document';
import { palette } from './palette';
import { pastRun } from './pastRun';

/** A training run: the losses as curves, a selection of epochs as a table. */
export function historyDocument(history: HistoryReport, translate: Translate, digits: number): Document {
  const [, ...plain] = historyText(history).split('\n');
  const { epochs, epochCount = epochs.length, best, progress } = history;
  const end = [
    ...(history.stopped ? [stopped(history.stopped, translate)] : []),
    ...(progress ? [pastRun(progress, translate)] : [])
  ];
  const heading = translate('Training over %1 epochs', epochCount);
  if (epochs.length === 0) {
    return { heading, about: [], sentences: end, sections: [] };
  }
  const metrics = Object.keys(epochs[0].metrics ?? {});
  const series: Chart['series'] = [
    {
      name: 'loss',
      colour: palette.loss,
      points: epochs.map(({ epoch, loss }) => [epoch, decodeNumber(loss)])
    },
    ...(epochs[0].valLoss === undefined
      ? []
      : [
          {
            name: 'valLoss',
            colour: palette.weight,
            points: epochs.map(({ epoch, valLoss = 'NaN' }): [number, number] => [
              epoch,
              decodeNumber(valLoss)
            ])
          }
        ])
  ];
  const number = (x: Num | undefined): Cell =>
    x === undefined ? { text: '' } : { text: formatNumber(decodeNumber(x), digits), value: decodeNumber(x) };
  const listed = listedEpochs(history);
  const last = epochs[epochs.length - 1];
  return {
    heading,
    about: [
      `L = ${formatNumber(decodeNumber(epochs[0].loss), digits)} → ${formatNumber(decodeNumber(last.loss), digits)}`
    ],
    sentences: [
      ...remarkOn(history, translate),
      ...end,
      ...(best
        ? [
            translate(
              '%1 was best at epoch %2: %3.',
              best.monitor,
              best.epoch,
              formatNumber(decodeNumber(best.value), digits)
            )
          ]
        : [])
    ],
    picture: chart({
      heading,
      axis: translate('epoch'),
      digits,
      description: translate(
        'The loss by epoch, from %1 to %2.',
        formatNumber(decodeNumber(epochs[0].loss), digits),
        formatNumber(decodeNumber(last.loss), digits)
      ),
      series
    }),
    sections: [],
    table: {
      head: [translate('epoch'), ...series.map(({ name }) => name), ...metrics, 'lr'],
      rows: listed.map(record => [
        { text: String(record.epoch), value: record.epoch },
        number(record.loss),
        ...(series.length > 1 ? [number(record.valLoss)] : []),
        ...metrics.map(name => number(record.metrics?.[name])),
        number(record.lr)
      ]),
      more: epochCount - listed.length
    },
    plain
  };
}

/** That the last layer does not go with the loss, in one text. */
function remarkOn({ record }: HistoryReport, translate: Translate): string[] {
  const remarks = runRemarks(record).map(remark => messageText(remark, translate));
  return remarks.length > 0 ? [remarks.join(' ')] : [];
}

function stopped(why: NonNullable<HistoryReport['stopped']>, translate: Translate): string {
  switch (why) {
    case 'early':
      return translate('It stopped early: the loss no longer improved.');
    case 'diverged':
      return translate('It stopped because the loss became NaN.');
    case 'aborted':
      return translate('It was interrupted.');
    case 'failed':
      return translate('It was ended by an error.');
  }
}
