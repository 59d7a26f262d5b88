import { ISignal, Signal } from '@lumino/signaling';
import { Message, sentenceOf } from '../../engine/message';
import {
  DIGITS,
  Derivation,
  Granularity,
  Network,
  Operation,
  Program,
  Run,
  Step,
  Terms,
  derive,
  networkOf
} from '../../derivation';
import { Edits, Trace, TraceReader } from '../../trace';
import { Derivations } from './derivations';
import type { Focus } from './focus';
import type { Parts } from './parts';
import { Player } from './player';
import { Recomputed } from './recomputed';
import { StepperPlace, clampIndex, validPace } from './stepperPlace';
import { UndoHistory } from './undoHistory';

/** The state of a stepper, without any DOM. */
export class StepperModel {
  readonly network: Network;
  /** The trace as it was recorded or, with edits, as it was recomputed. */
  reader: TraceReader;
  /** Why the last edit was refused; null if it was accepted. */
  problem: Message | null = null;
  /** A message about the last command, such as a copy; '' after the next change. */
  notice = '';
  /** Significant digits shown. */
  digits = DIGITS;
  /** The time of the last edit that is not drawn yet, by `performance.now()`; null when all edits are drawn. */
  editedAt: number | null = null;
  private program: Program;
  private place: Omit<StepperPlace, 'undo'>;
  private focused: Focus | null = null;
  private litParts: Parts | null = null;
  /** The current step, memoised. */
  private currentStep: Step | null = null;
  /** The current terms, memoised: the same object until the reader, the iteration or the sample changes. */
  private currentTerms: Terms | null = null;
  /** The trace as it was recorded, without edits. */
  readonly recorded: TraceReader;
  private readonly recomputed: Recomputed;
  private readonly derivations = new Derivations();
  private readonly history: UndoHistory<Edits>;
  private readonly player = new Player(() => this.playStep());
  private readonly changedSignal = new Signal<this, void>(this);
  private readonly litSignal = new Signal<this, void>(this);

  /**
   * @param original the trace as it was recorded
   * @param place where to begin: indices out of range are clamped
   */
  constructor(
    readonly original: Trace,
    place: Partial<StepperPlace> = {}
  ) {
    this.recomputed = new Recomputed(original);
    this.recorded = new TraceReader(original);
    this.reader = this.recorded;
    this.network = networkOf(original);
    this.history = new UndoHistory(place.undo);
    const granularity = place.granularity ?? 'neuron';
    this.program = new Program(original, granularity);
    this.place = {
      granularity,
      step: clampIndex(place.step ?? 0, this.program.length),
      sample: clampIndex(place.sample ?? 0, this.reader.samples),
      batch: (place.batch ?? false) && this.reader.samples > 1,
      notation: place.notation ?? 'scalar',
      edits: new Map(),
      lens: place.lens ?? '',
      pace: validPace(place.pace),
      folds: place.folds ?? new Map()
    };
    if (place.edits && place.edits.size > 0) {
      this.apply(place.edits);
    }
  }

  get trace(): Trace {
    return this.reader.trace;
  }

  /** Emitted after every change. */
  get changed(): ISignal<this, void> {
    return this.changedSignal;
  }

  /** The edited numbers; empty if the trace is as it was recorded. */
  get edits(): Edits {
    return this.place.edits;
  }

  /**
   * Recomputes the trace with a number that is still being typed, so that `edit` finds it. For a network of 784–128–10
   * this takes half of an edit's time. Nothing changes.
   */
  typing(key: string, value: number): void {
    this.recomputed.ahead(new Map(this.edits).set(key, value));
  }

  /**
   * Changes a number and recomputes the trace. If the engine refuses the number, the trace stays as it was and
   * `problem` says why.
   * @param merge into the previous undo step, as when an arrow key is held
   * @param since when the reader asked for the edit, by `performance.now()`
   * @returns whether the edit was accepted
   */
  edit(key: string, value: number, merge = false, since = performance.now()): boolean {
    const before = this.edits;
    const isOwnStep = !merge || !this.canUndo;
    // Pushed before the edit is applied: a view drawn by it can undo it already.
    if (isOwnStep) {
      this.history.push(before);
    }
    const accepted = this.apply(new Map(before).set(key, value), since);
    if (!accepted && isOwnStep) {
      this.history.cancel();
      this.changedSignal.emit();
    }
    return accepted;
  }

  /** Takes the last edit back, with the edits merged into it, and leaves redo as it was before that edit. */
  cancelEdit(): void {
    this.restore(this.history.cancel());
  }

  get canUndo(): boolean {
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
  }

  undo(): void {
    this.restore(this.history.undo(this.edits));
  }

  redo(): void {
    this.restore(this.history.redo(this.edits));
  }

  /** Takes every edit back, as one undo step. */
  reset(): void {
    if (this.edits.size > 0) {
      this.history.push(this.edits);
      this.apply(new Map());
    }
  }

  /** Shows why an edit was refused before the engine saw it. */
  refuse(problem: Message): void {
    this.problem = problem;
    this.changedSignal.emit();
  }

  /** Shows a message about a command. */
  tell(notice: string): void {
    this.notice = notice;
    this.changedSignal.emit();
  }

  get granularity(): Granularity {
    return this.place.granularity;
  }

  /** Keeps the step at the same operation. */
  set granularity(granularity: Granularity) {
    const { step } = this;
    this.program = new Program(this.trace, granularity);
    this.update({ granularity, step: this.program.indexOf(step.operation(0), step.iteration) });
  }

  /** The number of steps. */
  get steps(): number {
    return this.program.length;
  }

  get stepIndex(): number {
    return this.place.step;
  }

  get step(): Step {
    this.currentStep ??= this.program.step(this.place.step);
    return this.currentStep;
  }

  /** The runs of steps of one phase, in order. */
  get runs(): Run[] {
    return this.program.runs();
  }

  /** The runs of the current iteration. */
  get loop(): Run[] {
    return this.program.runsOf(this.step.iteration);
  }

  /** Goes to a step and drops the focus, which belongs to the step before. */
  goTo(step: number): void {
    this.problem = null;
    this.update({ step: clampIndex(step, this.steps) });
  }

  /** Goes to the first step of the next phase; or of this phase and, from there, of the previous one. */
  goToPhase(direction: 1 | -1): void {
    const { runs, stepIndex } = this;
    const at = runs.findIndex(({ start, end }) => start <= stepIndex && stepIndex < end);
    const target =
      direction > 0
        ? (runs[at + 1]?.start ?? this.steps - 1)
        : runs[at].start < stepIndex
          ? runs[at].start
          : (runs[at - 1]?.start ?? 0);
    this.goTo(target);
  }

  get playing(): boolean {
    return this.player.playing;
  }

  get pace(): number {
    return this.place.pace;
  }

  set pace(pace: number) {
    this.update({ pace: validPace(pace) }, true);
    if (this.playing) {
      this.player.start(this.pace);
    }
  }

  /** Goes a step further at the chosen pace until the last one; from the last step, begins again at the first. */
  play(): void {
    if (this.stepIndex === this.steps - 1) {
      this.goTo(0);
    }
    this.player.start(this.pace);
    this.changedSignal.emit();
  }

  pause(): void {
    if (this.player.stop()) {
      this.changedSignal.emit();
    }
  }

  get sample(): number {
    return this.place.sample;
  }

  /** Shows one sample instead of the batch. */
  set sample(sample: number) {
    this.update({ sample: clampIndex(sample, this.reader.samples), batch: false }, true);
  }

  /** Whether the whole batch is shown instead of the chosen sample. */
  get batch(): boolean {
    return this.place.batch;
  }

  set batch(batch: boolean) {
    this.update({ batch: batch && this.reader.samples > 1 }, true);
  }

  /** Whether a derivation begins with single numbers or with matrices. */
  get notation(): 'scalar' | 'matrix' {
    return this.place.notation;
  }

  set notation(notation: 'scalar' | 'matrix') {
    this.update({ notation }, true);
  }

  /** The id of the open lens; '' for the first. */
  get lens(): string {
    return this.place.lens;
  }

  set lens(lens: string) {
    this.update({ lens }, true);
  }

  /** The blocks that the reader has opened (true) or folded, by their layers' names. */
  get folds(): ReadonlyMap<string, boolean> {
    return this.place.folds;
  }

  /** Opens or folds a block of the graph. @param name of its layer */
  fold(name: string, isOpen: boolean): void {
    this.update({ folds: new Map(this.folds).set(name, isOpen) }, true);
  }

  get focus(): Focus | null {
    return this.focused;
  }

  set focus(focus: Focus | null) {
    this.focused = focus;
    this.update({}, true);
  }

  /** The parts of the graph lit while the pointer is on a path; null for those of the step or the focus. */
  get lit(): Parts | null {
    return this.litParts;
  }

  set lit(parts: Parts | null) {
    if (parts !== this.litParts) {
      this.litParts = parts;
      this.litSignal.emit();
    }
  }

  /** Emitted when `lit` changes: only the graph needs to be drawn again. */
  get litChanged(): ISignal<this, void> {
    return this.litSignal;
  }

  /** The derivation of the current step. */
  get derivation(): Derivation {
    return this.derivations.of(this.terms, this.step, this);
  }

  /** The derivation of any step. */
  derivationOf(index: number): Derivation {
    return derive(this.reader, this.program.step(index), this.sample, this.granularity);
  }

  /** The terms of the current iteration and sample. */
  get terms(): Terms {
    const { reader, sample, currentTerms: known } = this;
    const { iteration } = this.step;
    if (known?.reader === reader && known.iteration === iteration && known.sample === sample) {
      return known;
    }
    this.currentTerms = new Terms(reader, iteration, sample);
    return this.currentTerms;
  }

  /** Whether an operation of this iteration is done by the end of the current step. */
  isDone(operation: Operation): boolean {
    const at = this.program.indexOf(operation, this.step.iteration);
    return at >= 0 && at <= this.stepIndex;
  }

  /** The place to keep until the trace is drawn again. */
  get kept(): StepperPlace {
    return { ...this.place, undo: this.history.steps };
  }

  /** Stops playing and disconnects every listener. */
  dispose(): void {
    this.pause();
    Signal.clearData(this);
  }

  private playStep(): void {
    if (this.stepIndex >= this.steps - 2) {
      this.player.stop();
    }
    this.goTo(this.stepIndex + 1);
  }

  private restore(edits: Edits | undefined): void {
    if (edits) {
      this.apply(edits);
    }
  }

  /** @returns whether the engine accepted the edits */
  private apply(edits: Edits, since = performance.now()): boolean {
    this.editedAt = since;
    try {
      this.reader = this.recomputed.of(edits);
      this.problem = null;
    } catch (error) {
      this.problem = sentenceOf(error);
    }
    this.update(this.problem ? {} : { edits }, true);
    return !this.problem;
  }

  private update(change: Partial<typeof this.place>, keepFocus = false): void {
    this.place = { ...this.place, ...change };
    this.currentStep = null;
    this.notice = '';
    this.litParts = null;
    if (!keepFocus) {
      this.focused = null;
    }
    this.changedSignal.emit();
  }
}
