// npm run bench:ui [-- --json FILE] [--only 2-4-1] [--no-docs]: times the page in a real JupyterLab and Chromium, and the
// cost of the live display in training. The page's measurements are in test/bench, whose specs append lines
// { name, times: { stepMs: [ms, …], … } }; training's are in bench/training.mjs.
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

/** The labels of the measurements. */
const WHAT = {
  stepMs: 'a step',
  editMs: 'an edit',
  openMs: 'opening',
  cpuMs: 'processor time until all is shown',
  frameMs: 'a frame of scrolling'
};
/** Aims for the medians, in ms. A frame at 60 Hz takes 16.7 ms, by the browser's clock 16.6 or 16.7. */
const AIMS = {
  '2-4-1': { stepMs: 16, editMs: 16 },
  '16-64-64-3': { stepMs: 16, editMs: 16 },
  '784-128-10': { stepMs: 50, editMs: 50 },
  'inspector of 200 cells': { openMs: 1000 },
  'inspector of 100 000 weights': { frameMs: 17 }
};
/** Rounds of all measurements. */
const ROUNDS = 3;
/** Aim for the display's share of the training time. */
const DISPLAY = 0.05;

const round = x => Math.round(x * 10) / 10;
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];

function summary(values) {
  const sorted = values.slice().sort((a, b) => a - b);
  return { median: round(quantile(sorted, 0.5)), p95: round(quantile(sorted, 0.95)), n: sorted.length };
}

/** The summary of the round with the lowest median (the least disturbed one), and the medians of all rounds. */
function best(rounds) {
  const sorted = rounds.map(summary).sort((a, b) => a.median - b.median);
  return { ...sorted[0], medians: sorted.map(({ median }) => median) };
}

/** By network and measurement: median, 95th percentile, count, and the medians of all rounds. */
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
    'Times in ms, in a real JupyterLab and Chromium. A step: from the key to the frame that shows it. An edit: from Enter in an edited input to the frame that shows all its consequences. Opening: from the output to its first frame. Each time includes layout and paint of that frame. Keys are spread evenly over the duration of a frame. Steps go by neuron, through all phases; 784-128-10 has a batch of 32. Invisible parts are not included: in the two large networks the rows of the table are below the edge of the window (1400 × 1000) and follow within a tenth of a second. The inspector is opened in a freshly loaded page; it scrolls 400 px per frame, and its time is that between frames. Everything is measured in several rounds, since other programs may disturb the machine: the table gives the least disturbed round, and the medians of all rounds.',
    '',
    line(HEAD),
    line(['---', '---', '---:', '---:', '---:', '---', '---']),
    ...rowsOf(results).map(line),
    '',
    "The cost of `fit`'s live display in a tslab kernel: additional processor time compared with the same run without display, in runs of several seconds. In shorter runs the final drawing (some 10 ms) has a larger share. The cost of the display includes that of recording.",
    '',
    line(TRAINING),
    line(['---', '---:', '---:', '---']),
    ...trainingRows(training).map(line)
  ].join('\n');
}

/**
 * The results for --json: `{ "2-4-1": { "stepMs": { median, p95 }, "editMs": { … }, "openMs": 120 }, …, "training":
 * { "2-4-1": { "recording": 0.01, "display": 0.03 } } }`; the costs of training are shares of its time.
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
    console.log(`Other programs are running (load average ${load[0].toFixed(1)}): the times will be higher.`);
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
  // Several short rounds instead of few long ones: overheads are compared within a round.
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
