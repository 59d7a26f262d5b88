import type { FitOptions as EngineOptions, History } from '../engine';
import type { RunRecord } from '../trace';

/** The options of the engine's `fit`, and how to show the run. */
export interface FitOptions extends EngineOptions {
  /** Whether to draw the run in the cell's output while it goes on; default true, unless `lines` is given. */
  display?: boolean;
  /** About how many lines to print over the whole run, 0 for none; default 10 if the run is not drawn, otherwise 0. */
  lines?: number;
}

/** A history with a record of the run. */
export interface RecordedHistory extends History {
  /** Curves, norms, histograms and weights at some moments: plain data, ready for JSON. */
  record: RunRecord;
}
