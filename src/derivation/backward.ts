import { ElementwiseLoss } from '../engine';
import type { Explanation } from '../engine/formula/explanation';
import { Expression, product, series } from '../engine/formula/expression';
import { agrees } from './agrees';
import { sumOverBatch } from './batch';
import { Block, Line, Sentence, say } from './derivation';
import { linesOf } from './explain';
import { general } from './forward';
import { Stage, changing, lastLayer, steppedBack } from './network';
import { lossOf } from './replayedLayers';
import { lossRow, rowAt } from './sampleRows';
import { Terms, symbol, valueOf } from './terms';

/** The gradient that arrives at a unit: from the loss, or from every unit of the next row that it feeds. */
export function arrives(terms: Terms, stage: Stage, unit: number): Explanation | null {
  const { stages } = terms.network;
  const next = stages[stages.indexOf(stage) + 1];
  if (!next) {
    return lossOf(terms)?.explainBackward(lossRow(terms), unit) ?? null;
  }
  if (next.linear === null) {
    const first = next.activations[0];
    return terms.layer(first)?.explainBackward(rowAt(terms, first), unit) ?? null;
  }
  const parts = Array.from({ length: next.units }, (_, j) =>
    product(terms.outputGrad(next.linear!, j), terms.weight(next, j, unit))
  );
  if (parts.length === 1) {
    return { forms: parts };
  }
  const sup = symbol(terms.weight(next, 0, unit)).sup;
  const column = next.inputs === 1 ? '' : (next.units > 9 || next.inputs > 9 ? ',' : '') + String(unit + 1);
  const one = product(general('δ', 'j', sup, 'gradient'), general('w', `j${column}`, sup, 'weight'));
  return { forms: [series(parts, one, `j=1,${parts.length}`)] };
}

/** Back through a layer other than Linear; for an activation, ∂L/∂z = ∂L/∂a · f′(z). */
export const through = (terms: Terms, unit: number, layer: number): Explanation | null =>
  terms.layer(layer)?.explainBackward(rowAt(terms, layer), unit) ?? null;

/** f′ of each of a unit's activations, in forward order; empty if one of them has no formula. */
export function slopesOf(terms: Terms, stage: Stage, unit: number): Expression[] {
  const slopes = changing(terms.network, stage).map(layer => terms.slope(layer, unit));
  return slopes.includes(null) ? [] : (slopes as Expression[]);
}

/** ∂L/∂w = δ x, with the factors of δ and their sources. */
export function weightBlocks(terms: Terms, stage: Stage, unit: number, k: number | null): Block[] {
  const delta = terms.outputGrad(stage.linear!, unit);
  const share = k === null ? terms.biasShare(stage, unit) : terms.weightShare(stage, unit, k);
  const last = k === null ? [] : [terms.incoming(stage, k)];
  const slopes = slopesOf(terms, stage, unit).reverse();
  const forms = [product(delta, ...last)];
  if (slopes.length > 0) {
    forms.unshift(product(terms.outputGrad(lastLayer(stage), unit), ...slopes, ...last));
  }
  const where: Line[] = [
    ...linesOf(terms.outputGrad(lastLayer(stage), unit), arrives(terms, stage, unit)),
    ...steppedBack(stage)
      .slice()
      .reverse()
      .flatMap(layer => linesOf(terms.inputGrad(layer, unit), through(terms, unit, layer)))
  ];
  return [
    { heading: 'Chain rule', lines: [{ left: share, forms, result: share }] },
    { heading: 'Where', lines: where },
    ...sumOverBatch(terms, stage, unit, k)
  ];
}

/** δ = (ŷ − y)/N, if loss and last activation cancel. Shown only if it agrees with the trace. */
export function shortcut(terms: Terms, unit: number, layer: number): Sentence[] {
  const { network, reader } = terms;
  if (layer !== network.layers.length - 1 || layer === 0) {
    return [];
  }
  const loss = lossOf(terms);
  const formula =
    loss instanceof ElementwiseLoss
      ? loss.shortcut(network.layers[layer].type, terms.output(layer, unit), terms.target(unit))
      : null;
  const delta = valueOf(terms.outputGrad(layer - 1, unit));
  if (!formula || !(loss instanceof ElementwiseLoss)) {
    return [];
  }
  const scaled = loss.scaled(lossRow(terms), formula);
  if (!agrees(scaled, delta)) {
    return [];
  }
  return [
    scaled !== formula
      ? say(
          'Here the slope of the loss and that of the activation cancel: %1 is simply (%2 − %3) / %4.',
          { symbol: symbol(terms.outputGrad(layer - 1, unit)) },
          { symbol: symbol(terms.output(layer, unit)) },
          { symbol: symbol(terms.target(unit)) },
          reader.samples * terms.outputs
        )
      : say(
          'Here the slope of the loss and that of the activation cancel: %1 is simply %2 − %3.',
          { symbol: symbol(terms.outputGrad(layer - 1, unit)) },
          { symbol: symbol(terms.output(layer, unit)) },
          { symbol: symbol(terms.target(unit)) }
        )
  ];
}
