// npm run bench:ui [-- --json FILE] [--only 2-4-1] [--no-docs]: how long the page takes, in a real JupyterLab and Chromium. What
// is measured is in test/bench: each spec appends lines { name, times: { stepMs: [ms, …], … } }.
import './lib/node-version.mjs';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { machine, writePart } from '../bench/docs.mjs';
import { build } from './build.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { npmProgram } from './lib/paths.mjs';
import { main, Problem } from './lib/report.mjs';
import { handOver } from './lib/run.mjs';
import { setup } from './setup.mjs';

/** What was timed, and within how many ms it should be; the median of what is not in a list of its own. */
const WHAT = { stepMs: 'a step', editMs: 'an edit', openMs: 'opening' };
const AIMS = { '2-4-1': 16, '16-64-64-3': 16, '784-128-10': 50 };

const round = x => Math.round(x * 10) / 10;
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];

function summary(values) {
  const sorted = values.slice().sort((a, b) => a - b);
  return { median: round(quantile(sorted, 0.5)), p95: round(quantile(sorted, 0.95)), n: sorted.length };
}

/** By network, by what was timed: median, 95th percentile and how often. */
function resultsOf(lines) {
  const results = {};
  for (const { name, times } of lines) {
    for (const [what, values] of Object.entries(times)) {
      (results[name] ??= {})[what] = summary(values);
    }
  }
  return results;
}

function rowsOf(results) {
  return Object.entries(results).flatMap(([name, all]) =>
    Object.entries(all).map(([what, { median, p95, n }]) => {
      const aim = what === 'openMs' ? undefined : AIMS[name];
      const verdict = aim ? `${aim}: ${median <= aim ? 'reached' : 'not reached'}` : '';
      return [name, WHAT[what] ?? what, String(median), String(p95), String(n), verdict];
    })
  );
}

function table(results) {
  const rows = [['network', 'ms', 'median', 'p95', 'n', 'aim (median)'], ...rowsOf(results)];
  const widths = rows[0].map((_, c) => Math.max(...rows.map(row => row[c].length)));
  return rows.map(row => row.map((cell, c) => cell.padEnd(widths[c])).join('  ')).join('\n');
}

function markdown(results, { date, load, browser }) {
  const line = cells => `| ${cells.join(' | ')} |`;
  return [
    '## The page',
    '',
    'Written by `npm run bench:ui`; do not edit.',
    '',
    `${date} · ${machine()} · ${browser} · load average ${load[0].toFixed(1)} at the start, ${loadavg()[0].toFixed(1)} at the end.`,
    '',
    'In ms, in a real JupyterLab and Chromium: from the key to the frame that shows the step, from Enter in an edited input to the frame that shows all that follows from it, from the output to its first frame. A frame is 16.7 ms, and what is done in the middle of one waits for its end. Steps by neuron, through all phases; 784-128-10 has a batch of 32.',
    '',
    line(['network', '', 'median', '95th percentile', 'n', 'aim (median)']),
    line(['---', '---', '---:', '---:', '---:', '---']),
    ...rowsOf(results).map(line)
  ].join('\n');
}

/** `{ "2-4-1": { "stepMs": { median, p95 }, "editMs": { … }, "openMs": 120 } }`. */
const json = results =>
  Object.fromEntries(
    Object.entries(results).map(([name, all]) => [
      name,
      Object.fromEntries(
        Object.entries(all).map(([what, { median, p95 }]) => [
          what,
          what === 'openMs' ? median : { median, p95 }
        ])
      )
    ])
  );

await main(async args => {
  const { values: options } = parseArgs({
    args,
    options: { json: { type: 'string' }, only: { type: 'string' }, 'no-docs': { type: 'boolean' } }
  });
  await setup();
  await build();
  const folder = mkdtempSync(join(tmpdir(), 'stepgrad-bench-'));
  const file = join(folder, 'times.jsonl');
  const load = loadavg();
  if (load[0] > 1) {
    console.log(`The load average is ${load[0].toFixed(1)}: others are at work here, and it will show.`);
  }
  const playwright = npmProgram('@playwright/test', 'playwright');
  const browser = await ensureBrowser();
  const command = [playwright, 'test', '-c', 'playwright.bench.config.mjs'];
  const code = await handOver(process.execPath, [...command, ...(options.only ? ['-g', options.only] : [])], {
    env: { STEPGRAD_CHROMIUM: browser, STEPGRAD_BENCH: file }
  });
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(JSON.parse) : [];
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0) throw new Problem('The page could not be measured: see above.');
  const results = resultsOf(lines);
  console.log(`\n${table(results)}`);
  if (options.json) {
    mkdirSync(dirname(resolve(options.json)), { recursive: true });
    writeFileSync(resolve(options.json), `${JSON.stringify(json(results), null, 2)}\n`);
  }
  if (!options.only && !options['no-docs']) {
    const date = new Date().toISOString().slice(0, 10);
    await writePart('bench:ui', markdown(results, { date, load, browser: 'Chromium' }));
    console.log('Written to docs/benchmarks.md.');
  }
});
