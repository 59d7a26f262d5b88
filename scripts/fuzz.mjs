// npm run fuzz [-- --only PARTS] [--count N] [--seed S]: tries mutated payloads for a long time. npm test tries a few.
import './lib/node-version.mjs';
import { build } from './build.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { at, npmProgram } from './lib/paths.mjs';
import { main, Problem } from './lib/report.mjs';
import { handOver } from './lib/run.mjs';
import { setup } from './setup.mjs';

const jest = name => [npmProgram('jest'), '--runInBand', at('test', 'fuzz', `${name}.spec.ts`)];
const playwright = name => [npmProgram('@playwright/test', 'playwright'), 'test', `test/e2e/${name}.spec.ts`];

/** Each part: how many payloads a long run tries, and the command, run by Node. */
const parts = {
  validate: { count: 100_000, command: jest('validate') },
  draw: { count: 2_000, command: playwright('fuzz'), page: true },
  lines: { count: 5_000, command: jest('lines') }
};

const usage = `Usage: npm run fuzz -- [--only PARTS] [--count N] [--seed S], with one or more of ${Object.keys(parts).join(',')}, and whole numbers.`;

/** Reads the arguments. */
function options(args) {
  const words = args.flatMap(arg => arg.split('='));
  const read = { only: Object.keys(parts).join(), count: '', seed: '1' };
  for (let i = 0; i < words.length; i += 2) {
    const name = words[i].replace(/^--/, '');
    if (!(name in read) || words[i + 1] === undefined) throw new Problem(usage);
    read[name] = words[i + 1];
  }
  const only = read.only.split(',');
  const numbers = [read.count || '1', read.seed];
  if (
    !only.every(name => Object.hasOwn(parts, name)) ||
    !numbers.every(text => /^[1-9]\d{0,8}$/.test(text))
  ) {
    throw new Problem(usage);
  }
  return { ...read, only };
}

await main(async args => {
  const { only, count, seed } = options(args);
  await setup();
  const page = only.some(name => parts[name].page);
  if (page) await build();
  let failed = 0;
  for (const name of only) {
    const part = parts[name];
    const env = { STEPGRAD_FUZZ_COUNT: count || String(part.count), STEPGRAD_FUZZ_SEED: seed };
    if (part.page) {
      Object.assign(env, { STEPGRAD_CHROMIUM: await ensureBrowser(), STEPGRAD_E2E_WORKERS: '1' });
    }
    const start = performance.now();
    console.log(`${name}: ${env.STEPGRAD_FUZZ_COUNT} tries, seed ${seed}`);
    const code = await handOver(process.execPath, part.command, { env });
    console.log(
      `${name}: ${code === 0 ? 'passed' : 'FAILED'} after ${Math.round((performance.now() - start) / 1000)} s`
    );
    if (code !== 0) failed++;
  }
  return failed ? 1 : 0;
});
