import { Linear, Module, Sequential, Tensor } from '../../engine';
import { losses, optimizers } from '../../engine/registry';
import { sizeOf } from '../../engine/tensor';
import { decodeNumber, decodeTensor, encodeTensor } from '../encoding';
import { record } from '../record';
import { isRandom, replayLayers, replayLoss } from '../replay';
import { nested } from '../rerun';
import type { HistoryReport } from '../payload';
import type { NamedTensor, TensorData, Trace } from '../trace';
import type { Moment, RunRecord } from './runRecord';

/** Samples of the step that is opened from a moment. */
const OPENED = 8;

/** A recorded run: makes the model again as it was at a moment, and from there its step. */
export class RunReader {
  readonly record: RunRecord;
  private model: Sequential | null = null;

  /** @param history one that `readPayload` gave, with a record */
  constructor(private readonly history: HistoryReport) {
    this.record = history.record!;
  }

  /** The parameters at a moment, by name; null where they were not kept. */
  params(moment: Moment): NamedTensor[] | null {
    if (!moment.weights) {
      return null;
    }
    const { data } = decodeTensor(moment.weights);
    let at = 0;
    return this.record.params.map(({ name, dimensions }) => {
      const size = sizeOf(dimensions);
      at += size;
      return { name, value: encodeTensor(new Tensor(dimensions, data.slice(at - size, at))) };
    });
  }

  /** Of some moments the one nearest in time whose weights were kept, before it where two are; null for none. */
  nearest(at: number): number | null {
    const { moments } = this.record;
    for (let away = 0; away < moments.length; away++) {
      const found = [at - away, at + away].find(i => moments[i]?.weights);
      if (found !== undefined) {
        return found;
      }
    }
    return null;
  }

  /**
   * The model as it was at a moment, in `eval` mode. The same object each time, with other weights.
   * @returns null where the weights were not kept, or a layer is the learner's own
   */
  modelAt(moment: Moment): Sequential | null {
    if (!moment.weights || !this.isKnown) {
      return null;
    }
    this.model ??= this.build(this.params(moment)!);
    const { data } = decodeTensor(moment.weights);
    let at = 0;
    for (const parameter of this.model.parameters()) {
      parameter.data.set(data.subarray(at, at + parameter.data.length));
      at += parameter.data.length;
    }
    return this.model.eval();
  }

  /** Whether every layer can be made again. */
  get isKnown(): boolean {
    return this.record.model.every(({ custom }) => custom !== true);
  }

  /** Whether a step can be opened from a moment: its weights and samples are there, and nothing is random. */
  canOpen(moment: Moment): boolean {
    return moment.weights !== undefined && this.record.train !== undefined && this.isReplayable;
  }

  /** Whether the step at which a run went wrong can be opened. */
  get canOpenTrouble(): boolean {
    return this.record.trouble?.pass !== undefined && this.isReplayable;
  }

  private get isReplayable(): boolean {
    const { model, optimizer, loss } = this.record;
    const known = Object.hasOwn(optimizers, optimizer.type) && Object.hasOwn(losses, loss.type);
    return (
      known &&
      this.isKnown &&
      !model.some(({ type, p }) => type === 'Dropout' && p !== 0) &&
      !this.hidesDropout
    );
  }

  private get hidesDropout(): boolean {
    const { moments } = this.record;
    const kept = moments.find(({ weights }) => weights);
    const model = kept && this.modelAt(kept);
    return !!model && isRandom(model);
  }

  /**
   * A step from the weights of a moment, on the first of the drawn training samples, with what the optimiser
   * remembered where that was kept, else as if it began there.
   * @throws what the engine throws for these numbers
   */
  traceAt(moment: Moment): Trace {
    const { train } = this.record;
    const [input, target] = [train!.input, train!.target].map(data => firstRows(decodeTensor(data), OPENED));
    return this.trace(this.params(moment)!, input, target, decodeNumber(moment.lr), moment.state ?? {});
  }

  /** The step at which the run went wrong, on the batch that it was on. */
  troubleTrace(): Trace {
    const { params, input, target, lr, state } = this.record.trouble!.pass!;
    return this.trace(params, decodeTensor(input), decodeTensor(target), decodeNumber(lr), state);
  }

  private trace(
    params: NamedTensor[],
    input: Tensor,
    target: Tensor,
    lr: number,
    state: Record<string, Record<string, TensorData>>
  ): Trace {
    const { record: run, history } = this;
    const model = this.build(params);
    const { type, ...options } = run.optimizer;
    const optimizer = optimizers[type].from(model.parameters(), { ...options, lr });
    for (const [name, parameter] of model.namedParameters()) {
      if (Object.hasOwn(state, name)) {
        const entries = Object.entries(state[name]).map(([key, data]) => [key, decodeTensor(data)] as const);
        optimizer.state.set(parameter, Object.fromEntries(entries));
      }
    }
    const { featureNames } = run;
    const outputs = lastOutputs(model);
    // Names that do not fit would only make it fail.
    const classNames = fits(run.classNames, outputs) ? run.classNames : undefined;
    const trace = record(model, {
      input,
      target,
      loss: replayLoss(run.loss),
      optimizer,
      ...(featureNames?.length === input.shape[input.shape.length - 1] && { featureNames }),
      ...(classNames && { classNames })
    });
    return {
      ...trace,
      modelId: history.modelId ?? 'm1',
      // As the run says: on a page, where code is made small, classes have other names.
      model: run.model,
      loss: run.loss,
      optimizer: { ...run.optimizer, lr }
    };
  }

  private build(params: NamedTensor[]): Sequential {
    return nested(replayLayers(this.record.model, params));
  }
}

const fits = (names: string[] | undefined, outputs: number): boolean =>
  names !== undefined && (names.length === outputs || (outputs === 1 && names.length === 2));

/** How many outputs the model has, as its last Linear says. */
function lastOutputs(model: Module): number {
  const linear = (model as Sequential).leaves().filter(([, layer]) => layer instanceof Linear);
  return (linear[linear.length - 1]?.[1] as Linear | undefined)?.outFeatures ?? 0;
}

function firstRows({ shape, data }: Tensor, count: number): Tensor {
  const rows = Math.min(count, shape[0]);
  const size = sizeOf(shape.slice(1));
  return new Tensor([rows, ...shape.slice(1)], data.slice(0, rows * size));
}
