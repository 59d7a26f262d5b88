/** The states to go back to and forward to, the nearest last. */
export interface UndoSteps<State> {
  past: readonly State[];
  future: readonly State[];
}

/** The undo and redo steps of a state. States are immutable: a change makes a new one. */
export class UndoHistory<State> {
  private readonly past: State[];
  private future: State[];
  /** The redo steps that the last `push` dropped; null once its undo step can no longer be cancelled. */
  private dropped: State[] | null = null;

  /** @param steps of an earlier history, to go on with */
  constructor({ past, future }: UndoSteps<State> = { past: [], future: [] }) {
    this.past = [...past];
    this.future = [...future];
  }

  /** A copy of the steps. */
  get steps(): UndoSteps<State> {
    return { past: [...this.past], future: [...this.future] };
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /**
   * Adds an undo step and drops every redo step.
   * @param before the state before the change
   */
  push(before: State): void {
    this.past.push(before);
    this.dropped = this.future;
    this.future = [];
  }

  /**
   * Removes the undo step that was pushed last and restores the redo steps that it dropped.
   * @returns the state before the change; undefined after an undo, a redo or another cancel
   */
  cancel(): State | undefined {
    if (!this.dropped) {
      return undefined;
    }
    this.future = this.dropped;
    this.dropped = null;
    return this.past.pop();
  }

  /** @returns the state to go back to; undefined if there is none */
  undo(current: State): State | undefined {
    return this.travel(this.past, this.future, current);
  }

  /** @returns the state to go forward to; undefined if there is none */
  redo(current: State): State | undefined {
    return this.travel(this.future, this.past, current);
  }

  private travel(from: State[], to: State[], current: State): State | undefined {
    const state = from.pop();
    if (state !== undefined) {
      to.push(current);
      this.dropped = null;
    }
    return state;
  }
}
