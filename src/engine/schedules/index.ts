export { CosineAnnealingLR } from './cosineAnnealingLR';
export { ExponentialLR } from './exponentialLR';
export { LinearLR } from './linearLR';
export { LRScheduler } from './lrScheduler';
export type { Scheduler, SchedulerState } from './lrScheduler';
export { ReduceLROnPlateau } from './reduceLROnPlateau';
export type { ReduceLROnPlateauOptions } from './reduceLROnPlateau';
export { StepLR } from './stepLR';
