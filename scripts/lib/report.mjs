// What a command says: one line a step, with its seconds; of an error, one sentence.

/** An error that the reader can do something about: its message says what, and no stack is shown. */
export class Problem extends Error {}

const since = start => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/** Runs one step and says how long it took. */
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

/** Runs a command's main function; what it returns is the exit code. */
export async function main(work) {
  try {
    process.exitCode = (await work(process.argv.slice(2))) ?? 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
