/** The derivation of the same batch with the updated weights: the loss anew, and how far it and the outputs moved. */
import { Expression, Notation, Role, negative, quantity, sum } from '../engine/formula/expression';
import { Line, say } from './derivation';
import type { Part } from './explain';
import { lossPart } from './forward';
import { sampleLoss } from './shares';
import { Terms, symbol, valueOf } from './terms';

/** At most this many outputs are listed. */
const OUTPUTS = 4;

/**
 * The sample's outputs, its loss and the batch's, each with its change; the old loss alone if the pass can't
 * be computed here.
 * @param whole the batch's loss alone
 */
export function afterPart(terms: Terms, whole = false): Part {
  const { after, reader } = terms;
  if (!after) {
    const known = terms.loss();
    return { blocks: [{ heading: 'Loss', lines: [{ left: known, forms: [], result: known }] }], remarks: [] };
  }
  const { blocks, remarks } = lossPart(after);
  const loss = blocks[reader.samples === 1 ? 0 : blocks.length - 1];
  loss.lines.push(changeOf(terms.loss(), after.loss()));
  if (whole) {
    return { blocks: [loss], remarks: [] };
  }
  if (reader.samples > 1) {
    blocks[0].lines.push(changeOf(sampleLoss(terms), sampleLoss(after)));
  }
  return {
    blocks: [{ heading: 'Outputs that moved most', lines: movedMost(terms, after) }, ...blocks],
    remarks
  };
}

/** ΔL = Lⁿᵉʷ − L. */
function changeOf(before: Expression, after: Expression): Line {
  const change = valueOf(after) - valueOf(before);
  const { name, ...rest } = symbol(before);
  const notation: Notation = {
    ...rest,
    name: `Δ${name}`,
    note: say('%1: the change of %2', `Δ${name}`, { symbol: { name } })
  };
  const role: Role = before.kind === 'quantity' ? before.role : 'activation';
  const left = quantity(notation, role, change);
  return {
    left,
    forms: [sum(after, negative(before))],
    result: left,
    minDigits: digitsOfChange(before, after)
  };
}

/** The significant digits, at most 12, with which two numbers differ in their last two digits. */
export function digitsOfChange(before: Expression, after: Expression): number | undefined {
  const ratio = Math.abs(valueOf(after) / (valueOf(after) - valueOf(before)));
  return Number.isFinite(ratio) && ratio > 1 ? Math.min(12, Math.ceil(Math.log10(ratio)) + 1) : undefined;
}

/** The changes of the sample's outputs, in their order; of more than four, of those that moved most. */
function movedMost(terms: Terms, after: Terms): Line[] {
  const last = terms.network.layers.length - 1;
  const lines = Array.from({ length: terms.outputs }, (_, j) =>
    changeOf(terms.output(last, j), after.output(last, j))
  );
  const size = ({ result }: Line): number => Math.abs(valueOf(result));
  const listed = new Set([...lines].sort((a, b) => size(b) - size(a)).slice(0, OUTPUTS));
  return lines.filter(line => listed.has(line));
}
