/** The layers and the loss of a trace, made again, and one sample at each: what they explain themselves with. */
import { Loss, Module } from '../engine';
import { LossRow, Row, Vector } from '../engine/formula/explanation';
import { symbol } from '../engine/formula/expression';
import { sizeOf } from '../engine/tensor';
import { losses } from '../engine/registry';
import { TraceReader, replayLayer, replayLoss } from '../trace';
import type { Terms } from './terms';

const made = new WeakMap<TraceReader, Map<string, Module | null>>();

/**
 * A layer with the weights of an iteration, that drops what it dropped then. Null for one that can't be made
 * again: a learner's own, or one of which it is not known what it dropped.
 */
export function layerAt(reader: TraceReader, iteration: number, at: number): Module | null {
  const layers = made.get(reader) ?? new Map<string, Module | null>();
  made.set(reader, layers);
  const key = `${iteration}/${at}`;
  if (!layers.has(key)) {
    layers.set(key, replayLayer(reader.trace, iteration, at));
  }
  return layers.get(key)!;
}

/** The loss of a trace, made again; null for a learner's own. */
export function lossOf({ reader }: Terms): Loss | null {
  const { loss } = reader.trace;
  return Object.hasOwn(losses, loss.type) ? replayLoss(loss) : null;
}

/** One sample at layer `at`. */
export function rowAt(terms: Terms, at: number): Row {
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
    samples: terms.reader.samples
  };
}
