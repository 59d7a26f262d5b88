import * as fc from 'fast-check';
import { UndoHistory } from '../../../src/views/state/undoHistory';

/** An undo history as one list of states and a position in it: the reference. */
class States {
  private states = [0];
  private at = 0;
  /** The list before the last push; null if the push can't be cancelled any more. */
  private before: number[] | null = null;

  get current(): number {
    return this.states[this.at];
  }

  get canUndo(): boolean {
    return this.at > 0;
  }

  get canRedo(): boolean {
    return this.at < this.states.length - 1;
  }

  push(state: number): void {
    this.before = this.states;
    this.states = [...this.states.slice(0, this.at + 1), state];
    this.at++;
  }

  cancel(): void {
    if (this.before) {
      this.states = this.before;
      this.at--;
      this.before = null;
    }
  }

  undo(): void {
    if (this.canUndo) {
      this.at--;
      this.before = null;
    }
  }

  redo(): void {
    if (this.canRedo) {
      this.at++;
      this.before = null;
    }
  }
}

const moves = fc.array(fc.constantFrom('push', 'push', 'undo', 'redo', 'cancel'), { maxLength: 40 });

test('agrees with a list of states after any sequence of pushes, undos, redos and cancels', () => {
  fc.assert(
    fc.property(moves, sequence => {
      const history = new UndoHistory<number>();
      const states = new States();
      let current = 0;
      sequence.forEach((move, i) => {
        if (move === 'push') {
          history.push(current);
          current = i + 1;
          states.push(current);
        } else {
          current = (move === 'cancel' ? history.cancel() : history[move](current)) ?? current;
          states[move]();
        }
        expect(current).toBe(states.current);
        expect([history.canUndo, history.canRedo]).toEqual([states.canUndo, states.canRedo]);
      });
    }),
    { numRuns: 500 }
  );
});

describe('an undo history', () => {
  test('has nothing to undo, redo or cancel at first', () => {
    const history = new UndoHistory<string>();
    expect([history.canUndo, history.canRedo]).toEqual([false, false]);
    expect([history.undo('a'), history.redo('a'), history.cancel()]).toEqual([
      undefined,
      undefined,
      undefined
    ]);
    expect([history.canUndo, history.canRedo]).toEqual([false, false]);
  });

  test('drops redo at a push', () => {
    const history = new UndoHistory<string>();
    history.push('a');
    history.undo('b');
    history.push('a');
    expect(history.canRedo).toBe(false);
    expect(history.redo('c')).toBeUndefined();
  });

  test('restores redo at a cancel', () => {
    const history = new UndoHistory<string>();
    history.push('a');
    history.undo('b');
    history.push('a');
    expect(history.cancel()).toBe('a');
    expect(history.canUndo).toBe(false);
    expect(history.redo('a')).toBe('b');
  });

  test('cancels a push once, and not after an undo or a redo', () => {
    const history = new UndoHistory<string>();
    history.push('a');
    history.push('b');
    expect(history.cancel()).toBe('b');
    expect(history.cancel()).toBeUndefined();
    expect(history.undo('b')).toBe('a');
    expect(history.cancel()).toBeUndefined();
    expect(history.redo('a')).toBe('b');
    expect(history.cancel()).toBeUndefined();
  });
});
