import {
  Terms,
  Translate,
  formatNumber,
  lastLayer,
  symbol,
  symbolToText,
  unitSymbol,
  valueOf
} from '../derivation';
import type { Stage } from '../derivation';

/** At most this many units of a row are listed. */
const UNITS = 6;

/** A pass in a few lines: the outputs of each row, the loss, and δ row by row from the loss back. */
export function passInWords(terms: Terms, translate: Translate, digits: number): string[] {
  const { network } = terms;
  const row = (units: number, text: (unit: number) => string): string =>
    [
      ...Array.from({ length: Math.min(UNITS, units) }, (_, unit) => text(unit)),
      ...(units > UNITS ? [translate('… %1 more', units - UNITS)] : [])
    ].join(', ');
  const named = (name: string, value: number): string => `${name} = ${formatNumber(value, digits)}`;
  const delta = (stage: Stage): string =>
    row(stage.units, unit => {
      const grad = terms.outputGrad(stage.linear ?? lastLayer(stage), unit);
      return named(symbolToText(symbol(grad)), valueOf(grad));
    });
  const inputs = row(network.inputs, k =>
    named(symbolToText(symbol(terms.input(k))), valueOf(terms.input(k)))
  );
  const forward = network.stages.map(stage =>
    row(stage.units, unit =>
      named(symbolToText(unitSymbol(terms, stage, unit)), valueOf(terms.output(lastLayer(stage), unit)))
    )
  );
  const backward = network.stages.slice().reverse().map(delta);
  return [
    `${translate('Forward')}: ${[inputs, ...forward].join(' → ')}`,
    `${translate('Loss')}: ${named('L', valueOf(terms.loss()))}`,
    `${translate('Backward')}: ${backward.join(' → ')}`
  ];
}
