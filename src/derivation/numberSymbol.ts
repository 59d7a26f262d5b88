import type { Expression, Notation } from '../engine/formula/expression';
import { parseAddress } from '../trace';
import { parameterAt } from './answerWords';
import { Terms, symbol } from './terms';

/**
 * The symbol of an input, a target or a parameter by its address without an iteration; with several samples, an input
 * and a target have their sample's mark.
 * @param terms of any sample
 * @returns null for any other address
 */
export function numberSymbol(terms: Terms, address: string): Notation | null {
  const { name = '', index = [] } = parseAddress(address) ?? {};
  const isData = name === 'input' || name === 'target';
  const e = isData ? dataAt(terms, name, index) : parameterOf(terms, name, index);
  if (e?.kind !== 'quantity' || e.ref?.replace(/^#\d+\//, '') !== address) {
    return null;
  }
  const { reader } = terms;
  const mark = isData && reader.samples > 1 ? `[${reader.rowOf(index) + 1}]` : '';
  return mark ? { ...symbol(e), sup: `${symbol(e).sup ?? ''}${mark}` } : symbol(e);
}

function dataAt(terms: Terms, name: 'input' | 'target', index: readonly number[]): Expression | null {
  const { reader } = terms;
  const [row, unit = 0] = [reader.rowOf(index), index[reader.rowShape.length]];
  if (!(row < reader.samples)) {
    return null;
  }
  return name === 'input' ? terms.at(row).input(unit) : terms.at(row).target(unit);
}

function parameterOf(terms: Terms, name: string, index: readonly number[]): Expression | null {
  const shape = terms.reader.param(terms.iteration, name)?.shape;
  const at = shape?.reduce((offset, n, d) => offset * n + index[d], 0);
  return at === undefined || !(at >= 0) ? null : parameterAt(terms, name, at);
}
