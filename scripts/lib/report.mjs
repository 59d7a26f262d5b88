// The output of commands: one line per step with its duration; one sentence per error.

/** An error that the user can fix: its message says how, and no stack trace is shown. */
export class Problem extends Error {}

const since = start => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/** Runs one step and prints its duration. */
export async function step(name, work) {
  const start = performance.now();
  process.stdout.write(`${name} … `);
  try {
    const result = await work();
    process.stdout.write(`${since(start)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`failed after ${since(start)}\n`);
    throw error;
  }
}

/** Runs a command's main function; its return value is the exit code, 0 by default. */
export async function main(work) {
  try {
    process.exitCode = (await work(process.argv.slice(2))) ?? 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
