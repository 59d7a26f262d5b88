import { Tensor } from '../../engine';
import type { Optimizer, Sequential } from '../../engine';
import type { KeptMoment } from './keptMoment';
import { optimizerState, stateNumbers } from '../optimizerState';

/**
 * What a record may hold: moments, numbers in their histograms, layers looked at, numbers in snapshots, and in
 * those of an optimiser's memory; and numbers of weights in what is sent while the run goes on.
 */
export const room = { moments: 60, bins: 30_000, layers: 16, snapshots: 20_000, states: 12_000, live: 2000 };

/** The weights in the moments of a run, and what the optimiser remembers of them: where there is room for them. */
export class Snapshots {
  /** Weights of the model. */
  readonly numbers: number;
  /** Of so many moments, one has its weights: a power of 2; ∞ where not even the last two have room. */
  readonly every: number;

  constructor(
    private readonly model: Sequential,
    private readonly optimizer: Optimizer
  ) {
    this.numbers = model.parameters().reduce((n, { data }) => n + data.length, 0);
    const fitting = Math.floor(room.snapshots / this.numbers);
    let every = fitting < 2 ? Infinity : 1;
    while (room.moments / every > fitting) {
      every *= 2;
    }
    this.every = every;
  }

  /** Asked anew: there is no memory before the first step. */
  get haveStates(): boolean {
    return (this.numbers + stateNumbers(this.optimizer)) * room.moments <= room.states;
  }

  /** Whether the moment before a step has its weights, where there is a moment every `stride` steps. */
  isKept(step: number, stride: number): boolean {
    return this.every === 1 || (this.every < Infinity && step % (stride * this.every) === 0);
  }

  /** Gives a moment the weights as they are. */
  keep(moment: KeptMoment): void {
    const all = new Tensor([this.numbers]);
    let at = 0;
    for (const { data } of this.model.parameters()) {
      all.data.set(data, at);
      at += data.length;
    }
    moment.numbers = all;
    if (this.haveStates) {
      const state = optimizerState(this.model, this.optimizer);
      if (Object.keys(state).length > 0) {
        moment.state = state;
      }
    }
  }

  /** Takes them from a moment that is not to have them, now that moments are further apart. */
  drop(moment: KeptMoment): void {
    delete moment.numbers;
    delete moment.state;
  }
}
