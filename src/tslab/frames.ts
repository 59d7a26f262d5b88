import type { CompiledCell, Place } from '../session';

/** A cell that has been executed: its number, as the notebook shows it, and its text. */
export interface ExecutedCell {
  readonly count: number;
  readonly compiled: CompiledCell;
}

/** A line of a stack in a cell of the notebook. */
export interface CellFrame {
  readonly cell: ExecutedCell;
  readonly place: Place;
}

/** A stack, divided into the reader's own lines and the others. */
export interface Stack {
  /** The innermost first. */
  readonly own: CellFrame[];
  /** Frames of packages and of Node, as texts; without those of the kernel. */
  readonly others: string[];
  /** Whether the error comes from stepgrad's own code. */
  readonly isFromStepgrad: boolean;
}

/** The kernel's own frames: they say nothing. */
const KERNEL = /stepgrad-step\.js|node:vm|[\\/]dist[\\/]tslab[\\/]|[\\/]tslab[\\/]dist[\\/]|node:internal/;
const STEPGRAD = /[\\/]dist[\\/](engine|trace|derivation|document|kernel)[\\/]/;
const FRAME = /^\s+at /;

/** Divides the stack of an error. @param cells the executed cells, by their modules' names */
export function stackOf(error: Error, cells: ReadonlyMap<string, ExecutedCell>): Stack {
  const lines = String(error.stack ?? '')
    .split('\n')
    .filter(line => FRAME.test(line));
  const own: CellFrame[] = [];
  const others: string[] = [];
  for (const line of lines) {
    const frame = frameOf(line, cells);
    if (frame) {
      own.push(frame);
    } else if (!KERNEL.test(line)) {
      others.push(line.trim().replace(`${process.cwd()}/`, ''));
    }
  }
  return { own: distinct(own), others, isFromStepgrad: STEPGRAD.test(lines[0] ?? '') };
}

function frameOf(line: string, cells: ReadonlyMap<string, ExecutedCell>): CellFrame | null {
  const [, name, row, column] = /(stepgrad-cell-\d+)\.js:(\d+):(\d+)/.exec(line) ?? [];
  const cell = cells.get(name);
  const place = cell?.compiled.placeOf({ line: Number(row) - 1, column: Number(column) - 1 });
  return cell && place ? { cell, place } : null;
}

/** Leaves out frames of a recursion: the same line of the same cell. */
const distinct = (frames: CellFrame[]): CellFrame[] =>
  frames.filter(
    ({ cell, place }, i) =>
      frames.findIndex(other => other.cell === cell && other.place.line === place.line) === i
  );
