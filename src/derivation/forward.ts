import { Expression, product, quantity, quotient, series, sum } from '../engine/expression';
import { ElementwiseLoss } from '../engine';
import { replayLoss } from '../trace';
import { Block, Line } from './derivation';
import { Stage, lastLayer } from './network';
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

/** a = f(z) = its formula. */
export function activationValue(terms: Terms, unit: number, layer: number): Block {
  const f = terms.activation(layer);
  const z = terms.before(layer, unit);
  const a = terms.output(layer, unit);
  if (!f) {
    return { heading: 'Activation', lines: [{ left: a, forms: [computedBy(terms, layer, a)], result: a }] };
  }
  const applied = quantity({ name: f.symbol, of: symbol(z) }, 'activation', valueOf(a));
  const formula = f.formula(z);
  // tanh has no formula but its name.
  const named = formula.kind === 'call' && formula.name === f.symbol;
  return {
    heading: 'Activation',
    lines: [{ left: a, forms: named ? [formula] : [applied, formula], result: a }]
  };
}

/** `LayerNorm(z)`: what stands where no formula is known for one number. */
function computedBy(terms: Terms, layer: number, a: Expression): Expression {
  const { type } = terms.network.layers[layer];
  const { sub: _unit, ...row } = symbol(terms.before(layer, 0));
  return quantity({ name: type, of: row }, 'activation', valueOf(a));
}

/** 1/N, N the number of samples, times that of outputs where there are several. */
export function lossScale(terms: Terms): Expression | null {
  const { samples, trace } = terms.reader;
  if (trace.loss.reduction === 'sum' || samples * terms.outputs === 1) {
    return null;
  }
  const over = [samples, terms.outputs].filter(n => n > 1);
  return quotient(1, over.length === 1 ? over[0] : product(...over));
}

/** The trace's loss, if it is one that compares element by element; others have no formula for one output. */
export function elementwiseLoss({ reader }: Terms): ElementwiseLoss | null {
  const loss = replayLoss(reader.trace.loss);
  return loss instanceof ElementwiseLoss ? loss : null;
}

/** This sample's ℓ, summed over the outputs and scaled: none for a loss without a formula. */
function shareForms(terms: Terms): Expression[] {
  const loss = elementwiseLoss(terms);
  if (!loss) {
    return [];
  }
  const { stages } = terms.network;
  const last = lastLayer(stages[stages.length - 1]);
  const each = Array.from({ length: terms.outputs }, (_, j) =>
    loss.formula(terms.output(last, j), terms.target(j))
  );
  const total =
    each.length === 1 ? each[0] : series(each, general('ℓ', 'j', undefined, 'loss'), `j=1,${each.length}`);
  const scale = lossScale(terms);
  return [scale ? product(scale, total) : total];
}

/** The loss: of this sample, then of the batch. */
export function lossBlocks(terms: Terms): Block[] {
  const share = terms.lossShare();
  const mine: Line = { left: share, forms: shareForms(terms), result: share };
  const { samples } = terms.reader;
  if (samples === 1) {
    return [{ heading: 'Loss', lines: [mine] }];
  }
  const shares = Array.from({ length: samples }, (_, s) => terms.at(s).lossShare());
  const sumOfShares = series(shares, general('L', '', '[i]', 'loss'), `i=1,${samples}`);
  return [
    { heading: 'Loss of this sample', lines: [mine] },
    { heading: 'Loss', lines: [{ left: terms.loss(), forms: [sumOfShares], result: terms.loss() }] }
  ];
}
