import { ISignal, Signal } from '@lumino/signaling';
import { Message, sentenceOf } from '../../engine/message';
import {
  DIGITS,
  Derivation,
  Granularity,
  Network,
  Operation,
  Program,
  Step,
  Terms,
  derive,
  networkOf
} from '../../derivation';
import { Edits, Trace, TraceReader, parseAddress } from '../../trace';
import { Derivations } from './derivations';
import type { Parts } from './parts';
import { Recomputed } from './recomputed';

/** What the learner looks at instead of the step: a neuron, a weight with its paths, or where a number came from. */
export type Focus =
  | { kind: 'neuron'; stage: number; unit: number }
  | { kind: 'weight'; stage: number; unit: number; input: number | null }
  | { kind: 'operation'; operation: Operation };

/** Where a reader is in a trace, and what they changed of it: what is kept when it is drawn again. */
export interface Place {
  step: number;
  sample: number;
  /** Whether the whole batch is looked at. One sample is chosen all the same. */
  batch: boolean;
  /** What comes first in a derivation: numbers one by one, or matrices. */
  notation: 'scalar' | 'matrix';
  granularity: Granularity;
  edits: Edits;
  /** The lens that is open; '' for the first. */
  lens: string;
  /** Milliseconds a step, when playing: one of `PACES`. */
  pace: number;
}

/** From which a pace is chosen. */
export const PACES = [400, 800, 1500, 3000];

/** The state of a stepper: all of it, and nothing of the page. */
export class StepperModel {
  readonly network: Network;
  /** What is shown: the trace as it was recorded, or as it would be with what was changed. */
  reader: TraceReader;
  /** Why the last change could not be made; null when it could. */
  problem: Message | null = null;
  /** What came of something that was asked for, such as a copy; '' again with the next change. */
  notice = '';
  /** How many significant digits are shown. */
  digits = DIGITS;
  /** When the last change was asked for that is not drawn yet; null when all is drawn. By `performance.now()`. */
  editedAt: number | null = null;
  private program: Program;
  private place: Place;
  private focused: Focus | null = null;
  /** Of the present step, from when it is first asked for. */
  private present: Step | null = null;
  /** The same as long as reader, iteration and sample are: what depends on nothing else can be kept by it. */
  private quantities: Terms | null = null;
  private readonly recomputed: Recomputed;
  private readonly derivations = new Derivations();
  private timer: ReturnType<typeof setInterval> | null = null;
  private litParts: Parts | null = null;
  private readonly changedSignal = new Signal<this, void>(this);
  private readonly litSignal = new Signal<this, void>(this);
  private readonly foreseenSignal = new Signal<this, Derivation>(this);

  /** What was changed before each change, to undo it, and after it, to redo it. */
  private readonly past: Edits[] = [];
  private readonly future: Edits[] = [];

  constructor(
    readonly original: Trace,
    place: Partial<Place> = {}
  ) {
    this.recomputed = new Recomputed(original);
    this.reader = this.recomputed.of(new Map());
    this.network = networkOf(original);
    const granularity = place.granularity ?? 'neuron';
    this.program = new Program(original, granularity);
    this.place = {
      granularity,
      step: clamp(place.step ?? 0, this.program.length),
      sample: clamp(place.sample ?? 0, this.reader.samples),
      batch: (place.batch ?? false) && this.reader.samples > 1,
      notation: place.notation ?? 'scalar',
      edits: new Map(),
      lens: place.lens ?? '',
      pace: PACES.includes(place.pace ?? NaN) ? place.pace! : PACES[1]
    };
    if (place.edits && place.edits.size > 0) {
      this.apply(place.edits);
    }
  }

  get trace(): Trace {
    return this.reader.trace;
  }

  /** What was changed; empty when the trace is as it was recorded. */
  get edits(): Edits {
    return this.place.edits;
  }

  /**
   * Changes a number and computes everything again. A change that the engine refuses is not made, and
   * `problem` says why.
   * @param more whether it goes on with the change before, as when an arrow key is held
   * @param since when the reader asked for it, by `performance.now()`
   */
  edit(key: string, value: number, more = false, since = performance.now()): void {
    const before = this.place.edits;
    const goesOn = more && this.past.length > 0;
    // Before it is applied, so that what is drawn then can already undo it.
    if (!goesOn) {
      this.past.push(before);
    }
    const undone = this.future.splice(0);
    if (!this.apply(new Map(before).set(key, value), since) && !goesOn) {
      // As if nothing had been tried.
      this.past.pop();
      this.future.push(...undone);
      this.changedSignal.emit();
    }
  }

  /** Computes what would follow from a change: while a number is typed, that it need not be waited for. */
  prepare(key: string, value: number): void {
    if (this.recomputed.isFast) {
      try {
        const reader = this.recomputed.of(new Map(this.place.edits).set(key, value));
        this.foreseenSignal.emit(this.deriveFrom(new Terms(reader, this.step.iteration, this.sample)));
      } catch {
        // What the engine says of it is said when it is asked for.
      }
    }
  }

  /** Derives the step after this one, that its key need not wait for it. */
  foreseeNext(): void {
    const next = this.stepIndex + 1;
    if (next < this.steps) {
      const step = this.program.step(next);
      const terms = new Terms(this.reader, step.iteration, this.sample);
      this.foreseenSignal.emit(this.deriveFrom(terms, next, step));
    }
  }

  /** What is derived before it is asked for. */
  get foreseen(): ISignal<this, Derivation> {
    return this.foreseenSignal;
  }

  /** Says why a change was not even tried. */
  refuse(problem: Message): void {
    this.problem = problem;
    this.changedSignal.emit();
  }

  /** Says what came of what was asked for. */
  tell(notice: string): void {
    this.notice = notice;
    this.changedSignal.emit();
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  undo(): void {
    this.travel(this.past, this.future);
  }

  redo(): void {
    this.travel(this.future, this.past);
  }

  /** Takes every change back; undo brings them again. */
  reset(): void {
    if (this.place.edits.size > 0) {
      this.past.push(this.place.edits);
      this.future.length = 0;
      this.apply(new Map());
    }
  }

  /** After every change. */
  get changed(): ISignal<this, void> {
    return this.changedSignal;
  }

  get granularity(): Granularity {
    return this.place.granularity;
  }

  set granularity(granularity: Granularity) {
    const { step } = this;
    this.program = new Program(this.trace, granularity);
    this.update({ granularity, step: this.program.indexOf(step.operation(0), step.iteration) });
  }

  /** How many steps there are. */
  get steps(): number {
    return this.program.length;
  }

  get stepIndex(): number {
    return this.place.step;
  }

  get step(): Step {
    this.present ??= this.program.step(this.place.step);
    return this.present;
  }

  get runs(): ReturnType<Program['runs']> {
    return this.program.runs();
  }

  get sample(): number {
    return this.place.sample;
  }

  /** Chooses a sample, and looks at it alone. */
  set sample(sample: number) {
    this.update({ sample: clamp(sample, this.reader.samples), batch: false }, true);
  }

  /** Whether the whole batch is looked at, not the chosen sample alone. */
  get batch(): boolean {
    return this.place.batch;
  }

  set batch(batch: boolean) {
    this.update({ batch: batch && this.reader.samples > 1 }, true);
  }

  /** What of the graph is lit instead of what the step is about: a path, while one is on it. */
  get lit(): Parts | null {
    return this.litParts;
  }

  set lit(parts: Parts | null) {
    if (parts !== this.litParts) {
      this.litParts = parts;
      this.litSignal.emit();
    }
  }

  /** After something else is lit: nothing but the graph changes. */
  get litChanged(): ISignal<this, void> {
    return this.litSignal;
  }

  /** Whether a derivation begins with numbers one by one or with matrices. */
  get notation(): 'scalar' | 'matrix' {
    return this.place.notation;
  }

  set notation(notation: 'scalar' | 'matrix') {
    this.update({ notation }, true);
  }

  /** What one looks closer through, by its id; '' for the first. */
  get lens(): string {
    return this.place.lens;
  }

  set lens(lens: string) {
    this.update({ lens }, true);
  }

  get focus(): Focus | null {
    return this.focused;
  }

  set focus(focus: Focus | null) {
    this.focused = focus;
    this.update({}, true);
  }

  /** What the step asks and answers. */
  get derivation(): Derivation {
    return this.deriveFrom(this.terms);
  }

  /** What any step asks and answers. */
  derivationOf(index: number): Derivation {
    return derive(this.reader, this.program.step(index), this.place.sample, this.place.granularity);
  }

  /** The quantities of the present iteration and sample. */
  get terms(): Terms {
    const { reader, sample } = this;
    const { iteration } = this.step;
    const { quantities } = this;
    if (quantities?.reader !== reader || quantities.iteration !== iteration || quantities.sample !== sample) {
      this.quantities = new Terms(reader, iteration, sample);
    }
    return this.quantities!;
  }

  /** Where the reader is, to be kept. */
  get kept(): Place {
    return { ...this.place };
  }

  /** Goes to a step; leaves what was focused, which belonged to another. */
  goTo(step: number): void {
    this.problem = null;
    this.update({ step: clamp(step, this.steps) });
  }

  /** Goes to the first step of the phase before or after this one. */
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

  /** Whether an operation of this iteration is done by the present step. */
  isDone(operation: Operation): boolean {
    const at = this.program.indexOf(operation, this.step.iteration);
    return at >= 0 && at <= this.place.step;
  }

  /** The number at an address as the page shows it now: a weight's, once it is updated, the new one. */
  valueAt(ref: string): number | undefined {
    const address = parseAddress(ref);
    if (!address) {
      return undefined;
    }
    const { name, index, grad, iteration = 0 } = address;
    const stage = this.network.stages.find(
      ({ linear }) =>
        linear !== null &&
        [`weight`, `bias`].some(kind => name === `${this.network.layers[linear].name}.${kind}`)
    );
    if (stage && !grad && this.isDone({ kind: 'update', stage, unit: index[0], input: index[1] ?? null })) {
      const update = this.trace.iterations[iteration].update.find(({ param }) => param === name)!;
      const tensor = this.reader.tensor(update.after);
      return tensor.data[index.reduce((offset, i, d) => offset * tensor.shape[d] + i, 0)];
    }
    return this.reader.value(address);
  }

  get playing(): boolean {
    return this.timer !== null;
  }

  get pace(): number {
    return this.place.pace;
  }

  set pace(milliseconds: number) {
    const { playing } = this;
    this.pause();
    this.update({ pace: PACES.includes(milliseconds) ? milliseconds : PACES[0] }, true);
    if (playing) {
      this.play();
    }
  }

  /** Goes on a step at the chosen pace, from the start again when it is at the end. */
  play(): void {
    this.pause();
    if (this.place.step === this.steps - 1) {
      this.goTo(0);
    }
    this.timer = setInterval(() => {
      if (this.place.step >= this.steps - 2) {
        this.pause();
      }
      this.goTo(this.place.step + 1);
    }, this.pace);
    this.changedSignal.emit();
  }

  pause(): void {
    if (this.timer !== null) {
      clearInterval(this.timer);
      this.timer = null;
      this.changedSignal.emit();
    }
  }

  dispose(): void {
    this.pause();
    Signal.clearData(this);
  }

  private travel(from: Edits[], to: Edits[]): void {
    const edits = from.pop();
    if (edits) {
      to.push(this.place.edits);
      this.apply(edits);
    }
  }

  /** @returns whether the engine took it */
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

  /** The derivation of a step, from the quantities of any trace. */
  private deriveFrom(terms: Terms, index = this.stepIndex, step = this.step): Derivation {
    return this.derivations.of(terms, index, step, this);
  }

  private update(change: Partial<Place>, keepFocus = false): void {
    this.place = { ...this.place, ...change };
    this.present = null;
    this.notice = '';
    this.litParts = null;
    if (!keepFocus) {
      this.focused = null;
    }
    this.changedSignal.emit();
  }
}

const clamp = (i: number, length: number): number =>
  Number.isInteger(i) ? Math.max(0, Math.min(length - 1, i)) : 0;
