import { Linear, Module, Sequential, Tensor } from '../../engine';
import { losses, optimizers } from '../../engine/registry';
import { sizeOf } from '../../engine/tensor';
import { decodeNumber, decodeTensor, encodeTensor } from '../encoding';
import { record } from '../record';
import { isRandom, replayLayers, replayLoss, replayStatistics } from '../replay';
import { nested } from '../rerun';
import type { HistoryReport } from '../payload';
import type { NamedTensor, TensorData, Trace } from '../trace';
import type { Moment, RunRecord } from './runRecord';

/** Samples of a step that is opened at a moment. */
const OPENED = 8;

/** Reads a recorded run: recreates the model as it was at a moment, and the step from there. */
export class RunReader {
  readonly record: RunRecord;
  private model: Sequential | null = null;

  /** @param history a history with a record that `readPayload` returned */
  constructor(private readonly history: HistoryReport) {
    this.record = history.record!;
  }

  /** The parameters at a moment, by name; null if the moment has no weights. */
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

  /** The index of the moment with weights that is nearest to moment `at`, the earlier of two; null if none has. */
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
   * The model as it was at a moment, in `eval` mode. Every call returns the same object with its weights replaced.
   * @returns null if the moment has no weights, or a layer is user-defined
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

  /** Whether every layer can be created again. */
  get isKnown(): boolean {
    return this.record.model.every(({ custom }) => custom !== true);
  }

  /** Whether a step can be opened at a moment: it has weights, samples were kept, and nothing is random. */
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
   * Records a step from the weights of a moment, on the first kept training samples, with the optimiser's state at the
   * moment if that was kept, otherwise with a fresh optimiser.
   * @throws the engine's errors for these numbers
   */
  traceAt(moment: Moment): Trace {
    const { train } = this.record;
    const [input, target] = [train!.input, train!.target].map(data => firstRows(decodeTensor(data), OPENED));
    return this.trace(this.params(moment)!, input, target, decodeNumber(moment.lr), moment.state ?? {});
  }

  /** Records the step at which the run went wrong, on the same batch. */
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
    // Without names that do not fit: `record` rejects them.
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
      // From the run: in the minified bundle, the constructors' names are shortened.
      model: run.model,
      loss: run.loss,
      optimizer: { ...run.optimizer, lr }
    };
  }

  private build(params: NamedTensor[]): Sequential {
    const layers = replayLayers(this.record.model, params);
    // A run does not keep the running statistics of its moments.
    replayStatistics(layers, undefined);
    return nested(layers);
  }
}

const fits = (names: string[] | undefined, outputs: number): boolean =>
  names !== undefined && (names.length === outputs || (outputs === 1 && names.length === 2));

/** The model's number of outputs, by its last Linear; 0 without one. */
function lastOutputs(model: Module): number {
  const linear = (model as Sequential).leaves().filter(([, layer]) => layer instanceof Linear);
  return (linear[linear.length - 1]?.[1] as Linear | undefined)?.outFeatures ?? 0;
}

function firstRows({ shape, data }: Tensor, count: number): Tensor {
  const rows = Math.min(count, shape[0]);
  const size = sizeOf(shape.slice(1));
  return new Tensor([rows, ...shape.slice(1)], data.slice(0, rows * size));
}
