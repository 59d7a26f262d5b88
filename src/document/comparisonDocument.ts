import { Translate, formatNumber } from '../derivation';
import { Comparison, comparisonText, decodeNumber } from '../trace';
import type { Num } from '../trace';
import { chart } from './lossChart';
import type { Cell, Document } from './document';
import { palette } from './palette';

const colours = [
  palette.weight,
  palette.gradient,
  palette.activation,
  palette.negative,
  palette.forward,
  palette.target,
  palette.loss
];

/** Several runs: their training losses on one chart, their final numbers as a table. */
export function comparisonDocument(comparison: Comparison, translate: Translate, digits: number): Document {
  const { runs } = comparison;
  const number = (x: Num | undefined): Cell =>
    x === undefined ? { text: '' } : { text: formatNumber(decodeNumber(x), digits), value: decodeNumber(x) };
  const drawn = runs.filter(({ history }) => history.epochs.length > 0);
  const heading = translate('%1 runs', runs.length);
  return {
    heading,
    about: runs.map(({ name }) => name),
    sentences: [],
    ...(drawn.length > 0 && {
      picture: chart({
        heading,
        axis: translate('epoch'),
        digits,
        description: translate('%1 by epoch', translate('Training loss')),
        series: drawn.map(({ name, history }, i) => ({
          name,
          colour: colours[i % colours.length],
          points: history.epochs.map(({ epoch, loss }): [number, number] => [epoch, decodeNumber(loss)])
        }))
      })
    }),
    sections: [],
    table: {
      head: [
        translate('run'),
        translate('epochs'),
        translate('training loss'),
        translate('validation loss'),
        translate('best value')
      ],
      rows: runs.map(({ name, history: { epochs, epochCount = epochs.length, best } }) => {
        const last = epochs[epochs.length - 1];
        return [
          { text: name },
          number(epochCount),
          number(last?.loss),
          number(last?.valLoss),
          number(best?.value)
        ];
      }),
      more: 0
    },
    plain: comparisonText(comparison).split('\n')
  };
}
