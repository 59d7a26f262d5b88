import type { Batch, Module, Optimizer, Sequential } from '../../engine';
import { sizeOf } from '../../engine/tensor';
import { encodeNumber, encodeTensor } from '../encoding';
import { lookInEvalMode } from './evalMode';
import { norm } from './histogram';
import { head } from './sample';
import { optimizerState } from '../optimizerState';
import type { Trouble } from './runRecord';

/** Growth since the start, as a factor, from which a layer counts as exploding. */
const TIMES = 100;
/** Inputs with a larger absolute value count as unscaled. */
const UNSCALED = 100;
/** Numbers of weights, and of the batch, up to which the step is kept for the stepper. */
const KEPT = { weights: 20_000, batch: 4096 };

/** The size of a layer's numbers at the start of a run. */
export interface LayerScale {
  /** The largest absolute value of the outputs. */
  output: number;
  /** The norm of the parameters' gradient; 0 without parameters. */
  grad: number;
}

/** A step that went wrong, with its gradients computed and its update not yet made. */
export interface SuspectStep {
  model: Sequential;
  optimizer: Optimizer;
  batch: Batch;
  loss: number;
  /** From 1. */
  step: number;
  epoch: number;
  /** The loss at the start. */
  start: number;
  /** The sizes at the start, by layer. */
  scales: ReadonlyMap<string, LayerScale>;
}

/**
 * Locates where a step went wrong, following the numbers: forward layer by layer, then backward.
 * @returns null if a layer throws: its error says more
 */
export function explainTrouble(at: SuspectStep): Trouble | null {
  const { batch, loss, start } = at;
  const found = lookInEvalMode<Place | null>(at.model, () => locate(at), null);
  return (
    found && {
      kind: Number.isFinite(loss) ? 'exploding' : 'nan',
      step: at.step,
      epoch: at.epoch,
      loss: encodeNumber(loss),
      start: encodeNumber(start),
      where: found.where,
      ...(found.layer !== undefined && { layer: found.layer }),
      largest: encodeNumber(found.largest),
      causes: causesOf(at, found),
      ...kept(at, batch)
    }
  );
}

type Place = Pick<Trouble, 'where' | 'layer'> & { largest: number };

function locate({ model, batch, loss, scales }: SuspectStep): Place {
  const input = largestSize(batch.input.data);
  if (!Number.isFinite(input)) {
    return { where: 'input', largest: input };
  }
  const leaves = model.leaves();
  let grown: Place | null = null;
  let x = batch.input;
  for (const [layer, module] of leaves) {
    const weights = Math.max(0, ...module.parameters().map(({ data }) => largestSize(data)));
    if (!Number.isFinite(weights)) {
      return { where: 'weights', layer, largest: weights };
    }
    x = module.forward(x);
    const largest = largestSize(x.data);
    if (!Number.isFinite(largest)) {
      return { where: 'output', layer, largest };
    }
    const before = scales.get(layer)?.output;
    if (before !== undefined && largest > TIMES * Math.max(before, 1e-3)) {
      grown ??= { where: 'output', layer, largest };
    }
  }
  if (!Number.isFinite(loss)) {
    return { where: 'loss', largest: largestSize(x.data) };
  }
  return grown ?? gradient(leaves, scales) ?? { where: 'loss', largest: largestSize(x.data) };
}

/** The first layer, backward from the loss, whose gradient exploded. */
function gradient(leaves: [string, Module][], scales: ReadonlyMap<string, LayerScale>): Place | null {
  for (const [layer, module] of leaves.slice().reverse()) {
    const largest = norm(module.parameters().map(({ grad }) => grad.data));
    const before = scales.get(layer)?.grad ?? 0;
    if (!Number.isFinite(largest) || (before > 0 && largest > TIMES * before)) {
      return { where: 'gradient', layer, largest };
    }
  }
  return null;
}

function causesOf({ batch, step, model }: SuspectStep, { where, largest, layer }: Place): Trouble['causes'] {
  if (where === 'input') {
    return ['input'];
  }
  const causes: Trouble['causes'] = [];
  const type = layer && model.leaves().find(([name]) => name === layer)![1].constructor.name;
  if (where === 'loss' || (largest === Infinity && /Log/.test(type ?? ''))) {
    causes.push('log');
  }
  if (step > 1) {
    causes.push('rate');
  }
  if (largestSize(batch.input.data) > UNSCALED) {
    causes.push('scale');
  }
  if (where === 'output') {
    causes.push('activations');
  }
  return causes.length > 0 ? causes : ['rate'];
}

/** The weights, batch and optimiser state of the step, if they are small enough to keep. */
function kept({ model, optimizer }: SuspectStep, batch: Batch): Pick<Trouble, 'pass'> {
  const named = model.namedParameters();
  const numbers = named.reduce((n, [, { data }]) => n + data.length, 0);
  const rows = Math.floor(KEPT.batch / sizeOf(batch.input.shape.slice(1)));
  if (numbers > KEPT.weights || rows < 1 || batch.input.data.some(Number.isNaN)) {
    return {};
  }
  const some = head(batch, rows);
  return {
    pass: {
      params: named.map(([name, tensor]) => ({ name, value: encodeTensor(tensor) })),
      input: encodeTensor(some.input),
      target: encodeTensor(some.target),
      leftOut: batch.input.shape[0] - some.input.shape[0],
      lr: encodeNumber(optimizer.lr),
      state: optimizerState(model, optimizer)
    }
  };
}

/** The largest absolute value; NaN if any number is NaN. */
export function largestSize(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const x = Math.abs(values[i]);
    if (!(x <= most)) {
      if (Number.isNaN(x)) {
        return NaN;
      }
      most = x;
    }
  }
  return most;
}
