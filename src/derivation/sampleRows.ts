/** One sample at a layer or at the loss: the numbers that its explanation uses. */
import { LossRow, Row, Vector } from '../engine/formula/explanation';
import { symbol } from '../engine/formula/expression';
import { sizeOf } from '../engine/tensor';
import type { Terms } from './terms';

const rows = new WeakMap<Terms, Map<number, Row>>();

/** One sample at layer `at`, memoised. */
export function rowAt(terms: Terms, at: number): Row {
  const known = rows.get(terms) ?? new Map<number, Row>();
  rows.set(terms, known);
  const row = known.get(at) ?? makeRow(terms, at);
  known.set(at, row);
  return row;
}

function makeRow(terms: Terms, at: number): Row {
  const { reader, iteration, sample } = terms;
  const x = reader.layerInput(iteration, at);
  const { shape } = reader.layerOutput(iteration, at);
  const name = terms.name(at);
  const width = (of: readonly number[]): number => sizeOf(of) / of[0];
  const { masks } = reader.trace.iterations[iteration].forward[at];
  const output = new Vector(width(shape), i => terms.output(at, i));
  const sup = symbol(output.at(0)).sup;
  return {
    loss: terms.lossSymbol(),
    input: new Vector(width(x.shape), i => terms.before(at, i)),
    output,
    gradOutput: new Vector(width(shape), i => terms.outputGrad(at, i)),
    gradInput: new Vector(width(x.shape), i => terms.inputGrad(at, i)),
    sample,
    x,
    g: reader.gradOutput(iteration, at),
    ...(sup && { sup }),
    parameter: (rest, index) => {
      const { shape: of } = reader.param(iteration, `${name}.${rest}`)!;
      return terms.owned(
        `${name}.${rest}`,
        index.reduce((offset, i, d) => offset * of[d] + i, 0)
      );
    },
    kept: rest => {
      const mask = masks?.find(each => each.name === (rest === '' ? name : `${name}.${rest}`));
      const kept = mask && reader.tensor(mask.value);
      const n = kept ? kept.data.length / reader.samples : 0;
      return kept ? kept.data.subarray(sample * n, (sample + 1) * n) : null;
    }
  };
}

/** One sample at the loss, as if it were the whole batch: what is explained is its own loss, without the mean's 1/N. */
export function ownLossRow(terms: Terms): LossRow {
  const { classOf: _batch, ...row } = lossRow(terms);
  return { ...row, samples: 1 };
}

/** One sample at the loss. */
export function lossRow(terms: Terms): LossRow {
  const last = terms.network.layers.length - 1;
  const classes = terms.namesClass;
  return {
    loss: terms.lossSymbol(),
    output: new Vector(terms.outputs, j => terms.output(last, j)),
    gradOutput: new Vector(terms.outputs, j => terms.outputGrad(last, j)),
    target: new Vector(classes ? 1 : terms.outputs, j => terms.target(j)),
    classes,
    samples: terms.reader.samples,
    ...(classes && { classOf: Array.from(terms.reader.target.data) })
  };
}
