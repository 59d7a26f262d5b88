import { Tensor } from '../../engine';
import type { Optimizer, Sequential } from '../../engine';
import type { KeptMoment } from './keptMoment';
import { optimizerState, stateNumbers } from '../optimizerState';

/** The limits of a record. */
export const room = {
  moments: 60,
  /** Numbers in the histograms of all moments. */
  bins: 30_000,
  /** Layers with norms and histograms. */
  layers: 16,
  /** Numbers in the weights of all moments. */
  snapshots: 20_000,
  /** Numbers in weights and optimiser states of all moments. */
  states: 12_000,
  /** Weights of a model that are sent while the run goes on. */
  live: 2000
};

/** Decides which moments of a run keep the weights and the optimiser's state, and stores them. */
export class Snapshots {
  /** Weights of the model. */
  readonly numbers: number;
  /** One in `every` moments has its weights: a power of 2; ∞ if not even two fit. */
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

  /** Whether moments keep the optimiser's state. Not constant: there is no state before the first step. */
  get haveStates(): boolean {
    return (this.numbers + stateNumbers(this.optimizer)) * room.moments <= room.states;
  }

  /** Whether the moment before a step keeps its weights, with a moment every `stride` steps. */
  isKept(step: number, stride: number): boolean {
    return this.every === 1 || (this.every < Infinity && step % (stride * this.every) === 0);
  }

  /** Stores the present weights in a moment. */
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

  /** Drops the weights of a moment that fell out of the sampling grid. */
  drop(moment: KeptMoment): void {
    delete moment.numbers;
    delete moment.state;
  }
}
