/** Parameters of layers other than Linear: the layer's own explanation of their gradients, and their updates. */
import type { Explanation } from '../engine/formula/explanation';
import { Expression, evaluate, quantity, series, sum, symbol } from '../engine/formula/expression';
import { unravel } from '../engine/tensor';
import { Line } from './derivation';
import { Part, explainedPart } from './explain';
import { rowAt } from './sampleRows';
import { Terms } from './terms';
import { swallowed, updateLines } from './update';

/** At most this many parameters of one layer are written out. */
const WRITTEN = 12;

interface Element {
  name: string;
  i: number;
  /** The index in the parameter. */
  index: number[];
}

/**
 * The first elements of each parameter of a layer: those with a nonzero gradient in the batch or, if there are none,
 * the first of all.
 */
function elements(terms: Terms, layer: number): Element[] {
  return terms
    .parametersOf(layer)
    .flatMap(name => {
      const { shape, data } = terms.reader.paramGrad(terms.iteration, name)!;
      const all = Array.from(data, (_, i) => i);
      const first = all.filter(i => data[i] !== 0).slice(0, WRITTEN);
      const chosen = first.length > 0 ? first : all.slice(0, WRITTEN);
      return chosen.map((i): Element => ({ name, i, index: unravel(i, shape) }));
    })
    .slice(0, WRITTEN);
}

/** The gradients of a layer's own parameters: this sample's share, then the batch's. */
export function ownPart(terms: Terms, layer: number): Part {
  const parts = elements(terms, layer).map(element => gradientOf(terms, layer, element));
  return {
    blocks: parts.flatMap(({ blocks }) => blocks),
    remarks: parts.flatMap(({ remarks }) => remarks)
  };
}

/** The batch's gradient of the first of these elements. */
export const ownResult = (terms: Terms, layer: number): Expression => {
  const [{ name, i }] = elements(terms, layer);
  return terms.ownedGrad(name, i);
};

function gradientOf(terms: Terms, layer: number, element: Element): Part {
  const { name, i } = element;
  const share = shareOf(terms, layer, element);
  const grad = terms.ownedGrad(name, i);
  if (!share) {
    return explainedPart('Chain rule', grad, null);
  }
  const part = explainedPart('Chain rule', share.left, share.explanation);
  const { samples } = terms.reader;
  const left = terms.reader.hasGradsBefore(terms.iteration)
    ? terms.reader.gradBefore(terms.iteration, name, i)
    : null;
  if (samples === 1 && left === null) {
    return part;
  }
  const shares = Array.from({ length: samples }, (_, s) => shareOf(terms.at(s), layer, element)!.left);
  const one = quantity({ name: 'L', sup: '[i]', by: symbol(grad).by }, 'gradient', NaN);
  const total = samples === 1 ? shares[0] : series(shares, one, `i=1,${samples}`);
  const form = left === null ? total : sum(total, quantity({ name: 'g', sub: '0' }, 'gradient', left));
  const line: Line = { left: grad, forms: [form], result: grad };
  return { ...part, blocks: [...part.blocks, { heading: 'Sum over the batch', lines: [line] }] };
}

/** This sample's share of a gradient; null if the layer does not explain it. */
function shareOf(
  terms: Terms,
  layer: number,
  { name, i, index }: Element
): { left: Expression; explanation: Explanation } | null {
  const rest = name.slice(terms.name(layer).length + 1);
  const explanation = terms.layer(layer)?.explainGradient(rowAt(terms, layer), rest, index);
  if (!explanation) {
    return null;
  }
  const value = evaluate(explanation.forms[explanation.forms.length - 1]);
  return { left: terms.ownedShare(name, i, value), explanation };
}

/** The updates of the layer's own parameters. */
export function ownUpdatePart(terms: Terms, layer: number): Part {
  const { update } = terms.reader.trace.iterations[terms.iteration];
  const updated = elements(terms, layer).filter(({ name }) => update.some(({ param }) => param === name));
  const each = updated.map(({ name, i }) =>
    updateLines(terms, name, i, terms.owned(name, i), terms.ownedGrad(name, i))
  );
  return { blocks: [{ heading: 'Update', lines: each.flat() }], remarks: each.flatMap(swallowed) };
}
