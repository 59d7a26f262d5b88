import type { CompiledCell } from '../session';
import { KeyboardInterrupt, functionOf, guarded, guardedSeldom } from './guard';
import type { CellModules } from './modules';

const KEYWORDS = { plain: 'function', steps: 'function*', async: 'async function' };

type Steps = Generator<[awaited: unknown, position: number], void, unknown>;

/** The execution of one cell: what stands between two awaits is one step, which an interrupt may end. */
export class CellRun {
  /** The position in the cell of the await that the cell waits at; null while it computes. */
  waitsAt: number | null = null;
  private reject: (reason: unknown) => void = () => undefined;

  constructor(
    private readonly cell: CompiledCell,
    private readonly modules: CellModules
  ) {}

  /** Runs the cell to its end. @throws what the cell throws; KeyboardInterrupt after an interrupt */
  async run(): Promise<void> {
    const { name, js, mode } = this.cell;
    const { require, values } = this.modules;
    const main = functionOf(js, KEYWORDS[mode], `${name}.js`);
    const begun = guarded(() => main.call(undefined, require, values));
    if (mode === 'async') {
      await this.orInterrupt(begun);
    } else if (mode === 'steps') {
      await this.finish(begun as Steps);
    }
  }

  /** Ends the cell if it waits; a cell that computes is ended by its guard. */
  interrupt(): void {
    this.reject(new KeyboardInterrupt());
  }

  private async finish(steps: Steps): Promise<void> {
    let interrupt: KeyboardInterrupt | null = null;
    let next = guarded(() => steps.next());
    while (!next.done) {
      const [awaited, position] = next.value;
      this.waitsAt = position;
      const settled = await this.orInterrupt(awaited).then(
        value => () => steps.next(value),
        (error: unknown) => {
          if (!(error instanceof KeyboardInterrupt)) {
            return () => steps.throw(error);
          }
          // Runs `finally`, but no `catch`, which would go on.
          interrupt = error;
          return () => steps.return();
        }
      );
      next = guardedSeldom(settled);
      this.waitsAt = null;
    }
    if (interrupt) {
      throw interrupt as KeyboardInterrupt;
    }
  }

  private orInterrupt(awaited: unknown): Promise<unknown> {
    const interrupted = new Promise<never>((_, reject) => (this.reject = reject));
    return Promise.race([awaited, interrupted]);
  }
}
