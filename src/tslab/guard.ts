import vm from 'node:vm';

/** Thrown when an interrupt ends a cell. */
export class KeyboardInterrupt extends Error {
  override readonly name = 'KeyboardInterrupt';
}

const KEY = Symbol.for('stepgrad.step');
const steps = globalThis as unknown as Record<symbol, () => unknown>;
const script = new vm.Script('globalThis[Symbol.for("stepgrad.step")]()', { filename: 'stepgrad-step.js' });

/**
 * Milliseconds between two guarded steps of a cell. While a guard is taken away, Node has no handler of interrupts for
 * some 0.05 ms, and one of them would end the process: a cell of many short steps must not spend its time so. It is
 * interrupted between its steps.
 */
const REST = 60;
let guardedUntil = -Infinity;

/** Runs a step of a cell that has begun: guarded if the last guard was long enough ago. */
export const guardedSeldom = <T>(step: () => T): T =>
  performance.now() - guardedUntil < REST ? step() : guarded(step);

/**
 * Runs a function that an interrupt may end, a loop without end included.
 * @throws what the function throws; KeyboardInterrupt after an interrupt
 */
export function guarded<T>(step: () => T): T {
  const listeners = process.rawListeners('SIGINT') as (() => void)[];
  const restore = keepListeners();
  steps[KEY] = () => {
    restore();
    return step();
  };
  try {
    return script.runInThisContext({ breakOnSigint: true }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') {
      throw new KeyboardInterrupt();
    }
    throw error;
  } finally {
    // The guard has replaced the system's handler: listening anew puts it back.
    restore();
    process.removeAllListeners('SIGINT');
    listeners.forEach(listener => process.on('SIGINT', listener));
    guardedUntil = performance.now();
  }
}

/**
 * Keeps Node from taking away the listeners of interrupts before a guard is there: for that time an interrupt would end
 * the process. @returns a function that gives Node its methods back
 */
function keepListeners(): () => void {
  const own = process as unknown as Record<string, unknown>;
  own.rawListeners = () => [];
  own.removeAllListeners = () => process;
  return () => {
    delete own.rawListeners;
    delete own.removeAllListeners;
  };
}

/** Compiles the body of a function for a cell; its places are those of the text. */
export function functionOf(body: string, keyword: string, filename: string): (...args: unknown[]) => unknown {
  const head = `(${keyword}(require, exports) { `;
  const whole = new vm.Script(`${head}${body}\n})`, { filename, columnOffset: -head.length });
  return whole.runInThisContext() as (...args: unknown[]) => unknown;
}
