export type { Checkpoint } from './checkpoint';
export { evaluate } from './evaluate';
export type { Data, Evaluation, Metric } from './evaluate';
export type { EarlyStopping, EpochRecord, History } from './history';
export type { RunObserver } from './observer';
