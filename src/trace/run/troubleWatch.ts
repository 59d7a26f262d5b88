import type { Trouble } from './runRecord';
import { LayerScale, SuspectStep, explainTrouble } from './trouble';

/** Growth of the loss since the start, as a factor, from which it counts as exploded. */
const EXPLODED = 100;

/** A step as the recorder knows it; the watch adds what it remembers of the start. */
type WatchedStep = Omit<SuspectStep, 'start' | 'scales'>;

/** Watches the loss of a run, and explains the first step that goes wrong. */
export class TroubleWatch {
  /** The explanation; null as long as all went well. */
  trouble: Trouble | null = null;
  private start = NaN;
  private limit = Number.MAX_VALUE;
  private readonly scales = new Map<string, LayerScale>();

  /** Notes the loss at the start. */
  begin(start: number): void {
    this.start = start;
    this.limit = EXPLODED * Math.max(start, 1e-9);
  }

  /** Notes the largest output of a layer at the start. */
  noteOutput(layer: string, output: number): void {
    this.scales.set(layer, { output, grad: 0 });
  }

  /** Notes the gradient norm of a layer at the start. */
  noteGradient(layer: string, grad: number): void {
    const scale = this.scales.get(layer);
    if (scale) {
      scale.grad = grad;
    }
  }

  /** Whether the loss of a step is news: exploded, or not finite for the first time. */
  isNews(loss: number): boolean {
    return !(loss <= this.limit) && this.trouble?.nan === undefined && this.trouble?.kind !== 'nan';
  }

  /** Explains a step that went wrong; of a run in trouble, notes when the loss stopped being finite. */
  explain(at: WatchedStep): void {
    if (!this.trouble) {
      this.trouble = explainTrouble({ ...at, start: this.start, scales: this.scales });
      // From now on, only a loss that is not finite is news.
      this.limit = Number.MAX_VALUE;
    } else if (!Number.isFinite(at.loss)) {
      this.trouble.nan = { step: at.step, epoch: at.epoch };
    }
  }

  /** Explains a step that threw an error, if its numbers are not finite; otherwise the error says all. */
  failed(at: WatchedStep): void {
    if (!this.trouble) {
      const found = explainTrouble({ ...at, start: this.start, scales: this.scales });
      this.trouble = found?.where === 'loss' ? null : found;
    }
  }
}
