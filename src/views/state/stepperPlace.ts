import type { Granularity } from '../../derivation';
import type { Edits } from '../../trace';
import type { UndoSteps } from './undoHistory';

/** A reader's place in a trace and their edits of it: kept when the trace is drawn again. */
export interface StepperPlace {
  step: number;
  sample: number;
  /** Whether the whole batch is shown; `sample` is kept for when it no longer is. */
  batch: boolean;
  /** What a derivation begins with: single numbers or matrices. */
  notation: 'scalar' | 'matrix';
  granularity: Granularity;
  edits: Edits;
  /** The undo and redo steps of the edits. */
  undo: UndoSteps<Edits>;
  /** The id of the open lens; '' for the first. */
  lens: string;
  /** Milliseconds per step while playing: one of `PACES`. */
  pace: number;
  /** The blocks of the graph that the reader has opened (true) or folded, by their layers' names. */
  folds: ReadonlyMap<string, boolean>;
}

/** The paces to choose from, in ms per step. */
export const PACES = [400, 800, 1500, 3000];
const DEFAULT_PACE = 800;

/** `pace` if it can be chosen, otherwise the default. */
export const validPace = (pace?: number): number =>
  pace !== undefined && PACES.includes(pace) ? pace : DEFAULT_PACE;

/** Clamps an index to a length; 0 if it is not an integer. */
export const clampIndex = (i: number, length: number): number =>
  Number.isInteger(i) ? Math.max(0, Math.min(length - 1, i)) : 0;
