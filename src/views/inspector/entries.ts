import { Sentence, say } from '../../derivation';
import { HistoryReport, ModelSnapshot, Trace, decodeNumber, lossAfter } from '../../trace';
import { groupedText } from '../page/counts';
import type { RunPlace } from './runOrder';
import {
  Weights,
  changeOf,
  countOf,
  differing,
  once,
  sameShapes,
  weightsAfter,
  weightsAt,
  weightsOf
} from './weights';

/** An output that holds a model's weights, and its place in the notebook. */
export interface Seen extends RunPlace {
  /** Unique: its cell's id and its index in the cell. */
  id: string;
  /** Its cell's id. */
  cell: string;
  /** The cell's execution count; null if it has none. */
  count: number | null;
  /** Whether its cell is being executed. */
  isRunning?: boolean;
  payload: Trace | ModelSnapshot | HistoryReport;
}

/** One output as the inspector lists it. */
export interface InspectorEntry extends Seen {
  modelId: string;
  happened: Sentence;
  /** Null if the output doesn't record it and it can't be computed. */
  loss: { before: number | null; after: number | null };
  /** Null if unknown: a training run may not have kept its weights. */
  before: Weights | null;
  after: Weights | null;
  /** ‖after − before‖ / ‖before‖ over all weights; null if either is unknown. */
  change: number | null;
}

/** The loss after the last step is computed only if it takes at most this many multiplications. */
const AFFORDABLE = 2e6;

/**
 * The outputs of a notebook as entries, in the order of the page. An output without weights from before takes those
 * of the output that ran before it.
 */
export function entriesOf(seen: readonly Seen[]): InspectorEntry[] {
  const last = new Map<string, Weights>();
  const loads = new Map<string, number>();
  const entries = new Map<string, InspectorEntry>();
  for (const each of inTime(seen)) {
    const { payload, kernel } = each;
    const modelId = payload.modelId ?? '';
    // Each kernel numbers its models from 1.
    const key = `${kernel} ${modelId}`;
    const now = payload.kind === 'model' ? (payload.loads ?? 0) : 0;
    const loaded = now > (loads.get(key) ?? 0);
    loads.set(key, Math.max(now, loads.get(key) ?? 0));
    const entry = { ...each, modelId, ...read(each, last.get(key) ?? null, loaded) };
    const { before, after } = entry;
    if (after) {
      last.set(key, after);
    }
    entries.set(each.id, { ...entry, change: before && after ? changeOf(before, after) : null });
  }
  return seen.map(({ id }) => entries.get(id)!);
}

/** Sorted by when the cells were run, which may differ from their order on the page. */
export const inTime = <T extends RunPlace>(seen: readonly T[]): T[] =>
  seen.slice().sort((a, b) => a.time - b.time);

type Read = Pick<InspectorEntry, 'happened' | 'loss' | 'before' | 'after'>;

function read({ payload, isRunning = false }: Seen, last: Weights | null, loaded: boolean): Read {
  switch (payload.kind) {
    case 'trace':
      return ofTrace(payload);
    case 'model':
      return ofModel(payload, last, loaded);
    case 'history':
      return ofHistory(payload, last, isRunning);
  }
}

function ofTrace(trace: Trace): Read {
  const { iterations, optimizer } = trace;
  const first = iterations[0];
  const last = iterations[iterations.length - 1];
  const count = iterations.length;
  return {
    happened: !optimizer
      ? say('passed once, not updated')
      : count === 1
        ? say('1 step · %1', optimizer.type)
        : say('%1 steps · %2', count, optimizer.type),
    loss: { before: decodeNumber(first.loss), after: optimizer ? knownAfter(trace) : null },
    before: weightsOf(first.params),
    after: weightsAfter(last)
  };
}

/** The loss after the last update. No output records it: the engine computes it if that is fast. */
const knownAfter = once((trace: Trace): number | null => {
  const { params } = trace.iterations[0];
  const size = params.reduce((sum, { value }) => sum + value.shape.reduce((a, b) => a * b, 1), 0);
  return size * trace.data.input.shape[0] > AFFORDABLE ? null : lossAfter(trace);
});

function ofModel({ params }: ModelSnapshot, last: Weights | null, loaded: boolean): Read {
  const after = weightsOf(params);
  const before = last && sameShapes(last, after) ? last : null;
  const weights = countOf(after);
  return {
    happened: before
      ? changeInWords(before, after, weights, loaded)
      : loaded
        ? say('loaded · %1 parameters', weights)
        : say('made · %1 parameters', weights),
    loss: { before: null, after: null },
    before,
    after
  };
}

/** How the weights changed: loaded, edited by hand, or not at all. */
function changeInWords(before: Weights, after: Weights, weights: number, loaded: boolean): Sentence {
  const { count, first } = differing(before, after);
  if (loaded && count > 0) {
    return say('loaded · %1 of %2 parameters changed', count, weights);
  }
  switch (count) {
    case 0:
      return say('shown, not changed');
    case 1:
      return say('edited · %1', first);
    default:
      return say('changed by hand · %1 of %2 parameters', count, weights);
  }
}

/** A run that kept its weights has them at its first and at its last moment. */
function ofHistory(history: HistoryReport, last: Weights | null, isRunning: boolean): Read {
  const { epochs, epochCount = epochs.length } = history;
  const loss = (at: number): number | null => (epochs[at] ? decodeNumber(epochs[at].loss) : null);
  const moments = history.record?.moments ?? [];
  const end = isRestored(history)
    ? epochs.findIndex(({ epoch }) => epoch === history.best?.epoch)
    : epochs.length - 1;
  return {
    happened: history.progress
      ? underWay(epochCount, isRunning)
      : epochsInWords(epochCount, history.record?.optimizer.type),
    loss: { before: loss(0), after: loss(end) },
    before: (moments.length > 0 && weightsAt(history, moments[0])) || last,
    after: moments.length > 0 ? weightsAt(history, moments[moments.length - 1]) : null
  };
}

/** Whether a run restored the weights of its best epoch. */
export const isRestored = ({ record }: HistoryReport): boolean =>
  record?.moments[record.moments.length - 1]?.restored ?? false;

/** A run whose last report was a progress report. */
const underWay = (epochs: number, isRunning: boolean): Sentence =>
  isRunning
    ? say('training: %1 epochs so far', groupedText(epochs))
    : say('training: %1 epochs; its end is not here', groupedText(epochs));

const epochsInWords = (epochs: number, optimizer: string | undefined): Sentence =>
  optimizer === undefined
    ? epochs === 1
      ? say('1 epoch')
      : say('%1 epochs', groupedText(epochs))
    : epochs === 1
      ? say('1 epoch · %1', optimizer)
      : say('%1 epochs · %2', groupedText(epochs), optimizer);
