export type { Checkpoint } from './checkpoint';
export type { EarlyStopping } from './earlyStopping';
export { evaluate } from './evaluate';
export type { Data, Evaluation, Metric } from './evaluate';
export type { EpochRecord, History } from './history';
export type { RunObserver } from './observer';
