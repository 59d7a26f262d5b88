import { EpochRecord, FitOptions as EngineOptions, History, Module, fit as train } from '../engine';
import { modelId } from '../trace';
import { onInterrupt } from './interrupt';

/** What `fit` of the engine takes, and how much to print. */
export interface FitOptions extends EngineOptions {
  /** About how many lines to print over the whole run: 10 when left out, 0 for none. */
  lines?: number;
}

declare const console: { log(text: string): void };

/** A turn of the event loop: what was printed leaves the kernel, and an interrupt is noticed. */
const turn = (): Promise<void> => {
  const { setImmediate } = globalThis as { setImmediate?: (run: () => void) => unknown };
  return setImmediate ? new Promise(resolve => void setImmediate(resolve)) : Promise.resolve();
};

/**
 * Trains a model: every epoch goes through the training samples batch by batch (zeroGrad, forward, loss,
 * backward, clip, step), then measures validation loss and metrics. Prints a line now and then. Interrupting
 * the kernel ends it after the present step: the cell goes on, with the history so far.
 *
 * `const history = await fit(model, { train: loader, validation, loss, optimizer, epochs: 100 });`
 * @returns what each epoch came to, also when it was stopped; `show` draws it
 * @throws (rejects with) TypeError or RangeError for options that can't be, and what layers and losses throw
 */
export async function fit(model: Module, options: FitOptions): Promise<History> {
  const { lines = 10, ...rest } = options;
  // First await, then listen for interrupts: see onInterrupt.
  await turn();
  let stopped = false;
  const release = onInterrupt(() => {
    stopped = true;
  });
  const signal = {
    get aborted(): boolean {
      return stopped || options.signal?.aborted === true;
    }
  };
  const every = lines > 0 ? Math.max(1, Math.ceil(options.epochs / lines)) : Infinity;
  const onEpoch = async (record: EpochRecord, history: History): Promise<void> => {
    if (record.epoch % every === 0 || (lines > 0 && record.epoch === options.epochs)) {
      console.log(epochLine(record, options.epochs));
    }
    await options.onEpoch?.(record, history);
  };
  try {
    const history = await train(model, { yield: turn, ...rest, signal, onEpoch });
    if (lines > 0 && history.stopped) {
      console.log(endLine(history, options.epochs));
    }
    return { ...history, modelId: modelId(model) };
  } finally {
    release();
  }
}

const short = (x: number): string => String(Number(x.toPrecision(4)));

/** `epoch 10/100 · loss 0.6931 · valLoss 0.701 · accuracy 0.9` */
export function epochLine({ epoch, loss, valLoss, metrics = {} }: EpochRecord, epochs: number): string {
  const numbers = Object.entries({ loss, ...(valLoss !== undefined && { valLoss }), ...metrics });
  return [`epoch ${epoch}/${epochs}`, ...numbers.map(([name, value]) => `${name} ${short(value)}`)].join(
    ' · '
  );
}

/** Why it ended before its last epoch. */
function endLine({ stopped, epochs, best }: History, planned: number): string {
  const done = `after ${epochs.length} of ${planned} epochs`;
  switch (stopped) {
    case 'early':
      return `stopped ${done}: ${best!.monitor} has been best at epoch ${best!.epoch}, ${short(best!.value)}`;
    case 'diverged':
      return `stopped ${done}: the loss is NaN. A smaller learning rate, or clipping, may help.`;
    default:
      return `interrupted ${done}; the model keeps what it has learnt`;
  }
}
