import type { HistoryReport, Payload } from '../payload';
import type { Iteration, NamedTensor, TensorData } from '../trace';
import type { DataSample, RunRecord } from '../run/runRecord';

/** A tensor of a payload and its place there. */
export type Placed = [place: string, tensor: TensorData];

type States = Record<string, Record<string, TensorData>>;

/**
 * All tensors of a payload. Anything else that looks like one, such as an unknown field or an option called `shape`, is
 * none.
 */
export function* tensorsOf(payload: Payload): Iterable<Placed> {
  switch (payload.kind) {
    case 'trace':
      yield* both('data', payload.data);
      yield* ofStates('optimizerState', payload.optimizerState);
      for (const [i, iteration] of payload.iterations.entries()) {
        yield* ofIteration(`iterations[${i}]`, iteration);
      }
      return;
    case 'model':
      return yield* named('params', payload.params);
    case 'history':
      return yield* ofHistory('record', payload);
    case 'comparison':
      for (const [i, { history }] of payload.runs.entries()) {
        yield* ofHistory(`runs[${i}].history.record`, history);
      }
      return;
    case 'check':
      return;
  }
}

function* ofIteration(place: string, iteration: Iteration): Iterable<Placed> {
  const { params, gradsBefore = [], forward, lossShares, lossGrad, backward, update } = iteration;
  yield* named(`${place}.params`, params);
  yield* named(`${place}.gradsBefore`, gradsBefore);
  for (const [i, { output, masks = [] }] of forward.entries()) {
    yield [`${place}.forward[${i}].output`, output];
    yield* named(`${place}.forward[${i}].masks`, masks);
  }
  if (lossShares) {
    yield [`${place}.lossShares`, lossShares];
  }
  yield [`${place}.lossGrad`, lossGrad];
  for (const [i, { gradOutput, gradInput, params: grads }] of backward.entries()) {
    yield [`${place}.backward[${i}].gradOutput`, gradOutput];
    yield [`${place}.backward[${i}].gradInput`, gradInput];
    for (const [p, { grad }] of grads.entries()) {
      yield [`${place}.backward[${i}].params[${p}].grad`, grad];
    }
  }
  for (const [i, { before, grad, state, step, after }] of update.entries()) {
    yield* fields(`${place}.update[${i}]`, { before, grad, step, after });
    yield* fields(`${place}.update[${i}].state`, state);
  }
}

function* ofHistory(place: string, { record }: HistoryReport): Iterable<Placed> {
  if (!record) {
    return;
  }
  const { mean, min, max } = record.steps;
  yield* fields(`${place}.steps`, { mean, min, max });
  for (const [i, { weights, state = {} }] of record.moments.entries()) {
    if (weights) {
      yield [`${place}.moments[${i}].weights`, weights];
    }
    yield* ofStates(`${place}.moments[${i}].state`, state);
  }
  for (const name of ['train', 'validation'] as const) {
    yield* both(`${place}.${name}`, record[name]);
  }
  yield* ofTrouble(`${place}.trouble.pass`, record.trouble);
}

function* ofTrouble(place: string, trouble: RunRecord['trouble']): Iterable<Placed> {
  if (trouble?.pass) {
    yield* named(`${place}.params`, trouble.pass.params);
    yield* both(place, trouble.pass);
    yield* ofStates(`${place}.state`, trouble.pass.state);
  }
}

function* both(place: string, data: Pick<DataSample, 'input' | 'target'> | undefined): Iterable<Placed> {
  if (data) {
    yield* fields(place, { input: data.input, target: data.target });
  }
}

function* named(place: string, tensors: NamedTensor[]): Iterable<Placed> {
  for (const [i, { value }] of tensors.entries()) {
    yield [`${place}[${i}].value`, value];
  }
}

function* fields(place: string, tensors: Record<string, TensorData>): Iterable<Placed> {
  for (const [name, tensor] of Object.entries(tensors)) {
    yield [`${place}.${name}`, tensor];
  }
}

function* ofStates(place: string, states: States): Iterable<Placed> {
  for (const [name, state] of Object.entries(states)) {
    yield* fields(`${place}.${name}`, state);
  }
}
