import vm from 'node:vm';

/** Thrown when an interrupt ends a cell. */
export class KeyboardInterrupt extends Error {
  override readonly name = 'KeyboardInterrupt';
}

const KEY = Symbol.for('stepgrad.step');
const steps = globalThis as unknown as Record<symbol, () => unknown>;
const script = new vm.Script('globalThis[Symbol.for("stepgrad.step")]()', { filename: 'stepgrad-step.js' });

/**
 * Milliseconds between two guarded steps of a cell. While a guard is put up or taken away, Node has no handler of
 * interrupts for some 0.1 ms, and one of them would end the process: a cell of many short steps must not spend its time
 * so. It is interrupted between its steps.
 */
const REST = 50;
let guardedUntil = -Infinity;

/** Runs a step of a cell that has begun: guarded if the last guard was long enough ago. */
export const guardedSeldom = <T>(step: () => T): T =>
  performance.now() - guardedUntil < REST ? step() : guarded(step);

/**
 * Runs a function that an interrupt may end, a loop without end included.
 * @throws what the function throws; KeyboardInterrupt after an interrupt
 */
export function guarded<T>(step: () => T): T {
  steps[KEY] = step;
  try {
    return script.runInThisContext({ breakOnSigint: true }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') {
      throw new KeyboardInterrupt();
    }
    throw error;
  } finally {
    guardedUntil = performance.now();
  }
}

/** Compiles the body of a function for a cell; its places are those of the text. */
export function functionOf(body: string, keyword: string, filename: string): (...args: unknown[]) => unknown {
  const head = `(${keyword}(require, exports) { `;
  const whole = new vm.Script(`${head}${body}\n})`, { filename, columnOffset: -head.length });
  return whole.runInThisContext() as (...args: unknown[]) => unknown;
}
