import { Activation } from '../engine';
import { Expression, product, quantity, quotient, series, sum } from '../engine/formula/expression';
import { Block, Line } from './derivation';
import { Part, explainedPart } from './explain';
import { Stage } from './network';
import { lossOf } from './replayedLayers';
import { lossRow, ownLossRow, rowAt } from './sampleRows';
import { isPlainMean, sampleLoss } from './shares';
import { Terms, symbol, valueOf } from './terms';

/** Indices of general terms: Σₖ over what comes in, Σⱼ over units, Σᵢ over samples. */
export const general = (
  name: string,
  sub: string,
  sup: string | undefined,
  role: 'weight' | 'input' | 'activation' | 'gradient' | 'loss'
): Expression => quantity({ name, sub, ...(sup === undefined ? {} : { sup }) }, role, NaN);

/** z = Σ wₖ xₖ + b. */
export function weightedSum(terms: Terms, stage: Stage, unit: number): Block {
  const parts = Array.from({ length: stage.inputs }, (_, k) =>
    product(terms.weight(stage, unit, k), terms.incoming(stage, k))
  );
  const w = symbol(terms.weight(stage, unit, 0));
  const x = symbol(terms.incoming(stage, 0));
  const row = stage.units === 1 ? '' : String(unit + 1) + (stage.units > 9 || stage.inputs > 9 ? ',' : '');
  const first = stage === terms.network.stages[0];
  const total = series(
    parts,
    product(
      general('w', `${row}k`, w.sup, 'weight'),
      general(x.name, 'k', x.sup, first ? 'input' : 'activation')
    ),
    `k=1,${stage.inputs}`
  );
  const z = terms.output(stage.linear!, unit);
  const form = stage.bias ? sum(total, terms.bias(stage, unit)) : total;
  return { heading: 'Weighted sum', lines: [{ left: z, forms: [form], result: z }] };
}

/** The output of a layer other than Linear, as the layer explains it. */
export function layerOutput(terms: Terms, unit: number, layer: number): Part {
  const a = terms.output(layer, unit);
  const made = terms.layer(layer);
  const explanation = made?.explain(rowAt(terms, layer), unit) ?? { forms: [computedBy(terms, layer, a)] };
  return explainedPart(made instanceof Activation ? 'Activation' : 'Output of the layer', a, explanation);
}

/** `MyLayer(z)`, for a number without a known formula. */
function computedBy(terms: Terms, layer: number, a: Expression): Expression {
  const { type } = terms.network.layers[layer];
  const { sub: _unit, ...row } = symbol(terms.before(layer, 0));
  return quantity({ name: type, of: row }, 'activation', valueOf(a));
}

/** The loss of this sample, then of the batch. */
export function lossPart(terms: Terms): Part {
  const { samples } = terms.reader;
  const alone = isPlainMean(terms);
  const explanation = lossOf(terms)?.explain(alone ? ownLossRow(terms) : lossRow(terms)) ?? null;
  const mine = explainedPart(samples === 1 ? 'Loss' : 'Loss of this sample', sampleLoss(terms), explanation);
  if (samples === 1) {
    return mine;
  }
  const each = Array.from({ length: samples }, (_, s) => sampleLoss(terms.at(s)));
  const index = terms.reader.isAfter ? '[i]new' : '[i]';
  const total = series(each, general(alone ? 'ℓ' : 'L', '', index, 'loss'), `i=1,${samples}`);
  const form = alone ? product(quotient(1, samples), total) : total;
  const all: Line = { left: terms.loss(), forms: [form], result: terms.loss() };
  return {
    ...mine,
    blocks: [...mine.blocks, { heading: alone ? 'Mean over the batch' : 'Loss', lines: [all] }]
  };
}
