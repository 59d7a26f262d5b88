import type { EpochRecord, History } from '../engine';

const short = (x: number): string => String(Number(x.toPrecision(4)));

/** `epoch 10/100 · loss 0.6931 · valLoss 0.701 · accuracy 0.9` */
export function epochLine({ epoch, loss, valLoss, metrics = {} }: EpochRecord, epochs: number): string {
  const numbers = Object.entries({ loss, ...(valLoss !== undefined && { valLoss }), ...metrics });
  return [`epoch ${epoch}/${epochs}`, ...numbers.map(([name, value]) => `${name} ${short(value)}`)].join(
    ' · '
  );
}

/** Says why a run ended before its last epoch. */
export function endLine({ stopped, epochs, best }: History, planned: number): string {
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
