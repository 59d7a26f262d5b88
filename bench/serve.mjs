// The peer's side: a process for one peer and one workload, which answers requests line by line.
//   check      → { values }  losses of the first five steps (W1–W3), or mean squares of the results (W4)
//   time N     → { us }      µs per step, over N steps
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WORKLOADS, arrays } from './workloads.mjs';

/**
 * @param make (workload, arrays) → { step, check, finish?, version? }; `step()` does one step, `check()` returns the
 * numbers to compare. Both may return promises; `finish()` waits for pending computations.
 */
export async function serve(make) {
  const [name, option] = process.argv.slice(2);
  const answer = object => process.stdout.write(`\n@${JSON.stringify(object)}\n`);
  try {
    const { step, check, finish, version } = await make({ name, option, ...WORKLOADS[name] }, arrays(name));
    answer({ ready: true, version });
    for await (const line of createInterface({ input: process.stdin })) {
      const [command, count] = line.split(' ');
      if (command === 'check') answer({ values: Array.from(await check()) });
      if (command === 'time') answer({ us: await time(step, Number(count), finish) });
    }
  } catch (error) {
    answer({ error: String(error?.message ?? error).split('\n')[0] });
  }
  process.exit();
}

async function time(step, count, finish) {
  const start = performance.now();
  for (let i = 0; i < count; i++) {
    const pending = step();
    if (pending instanceof Promise) await pending;
  }
  if (finish) await finish();
  return ((performance.now() - start) * 1000) / count;
}

/** The version of an installed npm package. */
export const versionOf = name =>
  JSON.parse(readFileSync(join(process.env.BENCH_NPM, 'node_modules', name, 'package.json'), 'utf8')).version;

/** The losses of five steps, the `check` of a training workload. */
export async function fiveLosses(stepWithLoss) {
  const losses = [];
  for (let i = 0; i < 5; i++) losses.push(await stepWithLoss());
  return losses;
}
