// npm run bench:ui [-- --json FILE] [--only 2-4-1] [--no-docs]: how long the page takes, in a real JupyterLab and Chromium, and
// what the live display costs training. What is measured of the page is in test/bench: each spec appends lines
// { name, times: { stepMs: [ms, …], … } }; of training, in bench/training.mjs.
import './lib/node-version.mjs';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { machine, writePart } from '../bench/docs.mjs';
import { benchTraining } from '../bench/training.mjs';
import { build } from './build.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { npmProgram } from './lib/paths.mjs';
import { main, Problem } from './lib/report.mjs';
import { handOver } from './lib/run.mjs';
import { setup } from './setup.mjs';

/** What was timed. */
const WHAT = {
  stepMs: 'a step',
  editMs: 'an edit',
  openMs: 'opening',
  frameMs: 'a frame of scrolling'
};
/** Within how many ms it should be. A frame of a screen at 60 Hz is 16.7 ms, by the browser's clock 16.6 or 16.7. */
const AIMS = {
  '2-4-1': { stepMs: 16, editMs: 16 },
  '16-64-64-3': { stepMs: 16, editMs: 16 },
  '784-128-10': { stepMs: 50, editMs: 50 },
  'inspector of 200 cells': { openMs: 1000 },
  'inspector of 100 000 weights': { frameMs: 17 }
};
/** How often all of it is measured. */
const ROUNDS = 3;
/** Of training's time that its display should cost at most. */
const DISPLAY = 0.05;

const round = x => Math.round(x * 10) / 10;
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];

function summary(values) {
  const sorted = values.slice().sort((a, b) => a - b);
  return { median: round(quantile(sorted, 0.5)), p95: round(quantile(sorted, 0.95)), n: sorted.length };
}

/** Of rounds the one that was least disturbed, as of training, and the medians of all. */
function best(rounds) {
  const sorted = rounds.map(summary).sort((a, b) => a.median - b.median);
  return { ...sorted[0], medians: sorted.map(({ median }) => median) };
}

/** By network, by what was timed: median, 95th percentile, how often, and the medians of all rounds. */
function resultsOf(lines) {
  const rounds = {};
  for (const { name, times } of lines) {
    for (const [what, values] of Object.entries(times)) {
      ((rounds[name] ??= {})[what] ??= []).push(values);
    }
  }
  const ofAll = all => Object.fromEntries(Object.entries(all).map(([what, each]) => [what, best(each)]));
  return Object.fromEntries(Object.entries(rounds).map(([name, all]) => [name, ofAll(all)]));
}

function rowsOf(results) {
  return Object.entries(results).flatMap(([name, all]) =>
    Object.entries(all).map(([what, { median, p95, n, medians }]) => {
      const aim = AIMS[name]?.[what];
      const verdict = aim ? `${aim}: ${median <= aim ? 'reached' : 'not reached'}` : '';
      return [name, WHAT[what] ?? what, String(median), String(p95), String(n), verdict, medians.join(' · ')];
    })
  );
}

const percent = x => `${(100 * x).toFixed(1)} %`;

const trainingRows = training =>
  Object.entries(training).map(([name, { recording, display }]) => [
    name,
    percent(recording),
    percent(display),
    `< ${percent(DISPLAY)}: ${display < DISPLAY ? 'reached' : 'not reached'}`
  ]);
const HEAD = ['', 'ms', 'median', '95th percentile', 'n', 'aim (median)', 'medians of all rounds'];
const TRAINING = ['training', 'recording', 'with display', 'aim'];

function table(rows) {
  const widths = rows[0].map((_, c) => Math.max(...rows.map(row => row[c].length)));
  return rows.map(row => row.map((cell, c) => cell.padEnd(widths[c])).join('  ')).join('\n');
}

function markdown(results, training, { date, load, browser }) {
  const line = cells => `| ${cells.join(' | ')} |`;
  return [
    '## The page',
    '',
    'Written by `npm run bench:ui`; do not edit.',
    '',
    `${date} · ${machine()} · ${browser} · load average ${load[0].toFixed(1)} at the start, ${loadavg()[0].toFixed(1)} at the end.`,
    '',
    'In ms, in a real JupyterLab and Chromium: from the key to the frame that shows the step, from Enter in an edited input to the frame that shows all that follows from it, from the output to its first frame, each to the end of that frame, laid out and painted. Keys come at all moments of a frame, evenly spread. Steps by neuron, through all phases; 784-128-10 has a batch of 32. What cannot be seen is not in it: of the two large networks the rows of the table are below the edge of the window (1400 × 1000), and follow within a tenth of a second. The inspector is opened in a page that has just been loaded; it scrolls 400 px a frame, and what is given is from frame to frame. All of it is measured in rounds, as others may be at work on the machine: given is the round that was least disturbed, and beside it how much the rounds differ.',
    '',
    line(HEAD),
    line(['---', '---', '---:', '---:', '---:', '---', '---']),
    ...rowsOf(results).map(line),
    '',
    "What `fit`'s live display costs training, in a tslab kernel: the processor's time with it as compared to the same run without, in runs of several seconds: of shorter ones, what is drawn at their end (some 10 ms) is a larger part. Recording alone is a part of that.",
    '',
    line(TRAINING),
    line(['---', '---:', '---:', '---']),
    ...trainingRows(training).map(line)
  ].join('\n');
}

/**
 * `{ "2-4-1": { "stepMs": { median, p95 }, "editMs": { … }, "openMs": 120 }, …, "training": { "2-4-1": { "recording": 0.01,
 * "display": 0.03 } } }`: of training, what the display costs as a part of its time.
 */
const json = (results, training) => ({
  ...Object.fromEntries(
    Object.entries(results).map(([name, all]) => [
      name,
      Object.fromEntries(
        Object.entries(all).map(([what, { median, p95 }]) => [
          what,
          what === 'openMs' ? median : { median, p95 }
        ])
      )
    ])
  ),
  ...(training && {
    training: Object.fromEntries(
      Object.entries(training).map(([name, { recording, display }]) => [name, { recording, display }])
    )
  })
});

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
  const command = [playwright, 'test', '-c', 'playwright.bench.config.mjs', `--repeat-each=${ROUNDS}`];
  const code = await handOver(process.execPath, [...command, ...(options.only ? ['-g', options.only] : [])], {
    env: { STEPGRAD_CHROMIUM: browser, STEPGRAD_BENCH: file }
  });
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(JSON.parse) : [];
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0) throw new Problem('The page could not be measured: see above.');
  const results = resultsOf(lines);
  // Short rounds, but several: of each the one that was least disturbed counts.
  const training = options.only ? null : await benchTraining({ rounds: 8, seconds: 4 });
  console.log(`\n${table([HEAD, ...rowsOf(results)])}`);
  if (training) console.log(`\n${table([TRAINING, ...trainingRows(training)])}`);
  if (options.json) {
    mkdirSync(dirname(resolve(options.json)), { recursive: true });
    writeFileSync(resolve(options.json), `${JSON.stringify(json(results, training), null, 2)}\n`);
  }
  if (!options.only && !options['no-docs']) {
    const date = new Date().toISOString().slice(0, 10);
    await writePart('bench:ui', markdown(results, training, { date, load, browser: 'Chromium' }));
    console.log('Written to docs/benchmarks.md.');
  }
});
