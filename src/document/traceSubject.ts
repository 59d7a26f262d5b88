import { Terms, formatNumber, lastLayer, symbol, symbolToText, unitSymbol, valueOf } from '../derivation';
import type { Expression } from '../derivation';
import type { Figure, Subject } from './networkPicture';
import { shorten } from './markup';

/** At most this many targets are read. */
const TARGETS = 64;

/** The numbers of one sample for the picture. */
export function traceSubject(terms: Terms, digits: number): Subject {
  const { network, reader } = terms;
  const { classNames } = reader.trace.data;
  const { featureNames, namesClass } = terms;
  const last = network.stages[network.stages.length - 1];
  const targets = Array.from({ length: namesClass ? 1 : Math.min(terms.outputs, TARGETS) }, (_, j) =>
    terms.target(j)
  );
  const named = classNames && classNames.length > 1 && (namesClass || terms.outputs === 1) ? classNames : [];
  return {
    network,
    named: featureNames !== undefined,
    digits,
    weights: column => {
      const stage = network.stages[column - 1];
      return stage.linear === null ? null : reader.param(terms.iteration, terms.weightName(stage))!.data;
    },
    node(column, unit) {
      if (column === 0) {
        const x = terms.input(unit);
        return {
          symbol: symbolToText(symbol(x)),
          value: figure(x),
          ...(featureNames ? { name: featureNames[unit] } : {})
        };
      }
      const stage = network.stages[column - 1];
      return {
        symbol: symbolToText(unitSymbol(terms, stage, unit)),
        ...(stage === last && classNames && stage.units > 1 ? { name: classNames[unit] } : {}),
        value: figure(terms.output(lastLayer(stage), unit)),
        delta: figure(terms.outputGrad(stage.linear ?? lastLayer(stage), unit))
      };
    },
    loss: {
      value: figure(terms.loss()),
      targets: targets.map(y => {
        const name = named[valueOf(y)];
        return `${symbolToText(symbol(y))} = ${formatNumber(valueOf(y), digits)}${name === undefined ? '' : ` ${shorten(name, 8)}`}`;
      })
    }
  };
}

const figure = (e: Expression): Figure => ({
  value: valueOf(e),
  ...(e.kind === 'quantity' && e.ref ? { ref: e.ref } : {})
});
