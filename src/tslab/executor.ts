import type { Translate } from '../derivation';
import { CellSession, CompiledCell, RESULT, placeAt } from '../session';
import { CellRun } from './cellRun';
import { Failure, refusal, thrown } from './failure';
import type { CellFrame, ExecutedCell } from './frames';
import type { Host } from './host';
import { CellModules } from './modules';
import type { Executor } from './tslabModules';

/** Runs the cells of a notebook, one after the other. */
export class CellExecutor implements Executor {
  /** Why the last cell failed; null if it did not. */
  failure: Failure | null = null;
  /** The number of the cell under execution, as the notebook shows it. */
  count = 0;
  private readonly modules: CellModules;
  private readonly cells = new Map<string, ExecutedCell>();
  private running: CellRun | null = null;
  /** The first promise that was rejected during the present cell, and that nothing waits for. */
  private rejection: { reason: unknown } | null = null;

  constructor(
    private readonly session: CellSession,
    private readonly host: Host,
    private readonly translate: Translate,
    folder: string
  ) {
    this.modules = new CellModules(folder);
  }

  get locals(): object {
    return this.modules.values;
  }

  async execute(code: string): Promise<boolean> {
    this.failure = null;
    this.rejection = null;
    const compiled = this.session.compile(code);
    if ('problems' in compiled) {
      this.failure = refusal(compiled.problems, code, this.count, this.translate);
      return false;
    }
    const cell = { count: this.count, compiled };
    this.cells.set(compiled.name, cell);
    const run = new CellRun(compiled, this.modules);
    this.running = run;
    try {
      await run.run();
      this.declare(compiled, true);
      await rejectionsTold();
      if (this.rejection) {
        throw (this.rejection as { reason: unknown }).reason;
      }
      this.showResult();
    } catch (error) {
      this.declare(compiled, false);
      this.failure = thrown(error, this.cells, waitingFrame(cell, run), this.translate);
    } finally {
      delete this.modules.values[RESULT];
      this.running = null;
    }
    return this.failure === null;
  }

  /** Whether a rejected promise belongs to the cell under execution, which then fails. */
  rejects(reason: unknown): boolean {
    if (!this.running) {
      return false;
    }
    this.rejection ??= { reason };
    return true;
  }

  /** What an error outside the execution of a cell says, such as one in a timer. */
  describe(error: unknown): string {
    return thrown(error, this.cells, null, this.translate).traceback.join('\n');
  }

  interrupt(): void {
    if (!this.host.interrupt()) {
      this.running?.interrupt();
    }
  }

  inspect(code: string, position: number): string | null {
    return this.session.inspect(code, position);
  }

  complete(code: string, position: number): { start: number; end: number; candidates: string[] } {
    const { names, ...place } = this.session.complete(code, position);
    return { ...place, candidates: names };
  }

  reset(): void {}

  close(): void {}

  private declare(compiled: CompiledCell, hasEnded: boolean): void {
    const { values } = this.modules;
    this.modules.add(compiled.name);
    this.session.declare(compiled, name => hasEnded || values[name] !== undefined);
  }

  private showResult(): void {
    const value = this.modules.values[RESULT];
    if (value !== undefined && value !== null && !this.host.showResult?.(value)) {
      console.log(value);
    }
  }
}

/** Waits until Node has told of the promises that were rejected. */
const rejectionsTold = (): Promise<void> => new Promise(resolve => void setImmediate(resolve));

const waitingFrame = (cell: ExecutedCell, { waitsAt }: CellRun): CellFrame | null =>
  waitsAt === null ? null : { cell, place: placeAt(cell.compiled.code, waitsAt) };
