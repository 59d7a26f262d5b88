// Formats the results as a table for the terminal and as Markdown for docs/benchmarks.md.
import { loadavg } from 'node:os';
import { machine } from './docs.mjs';
import { PEERS } from './peers.mjs';
import { WORKLOADS } from './workloads.mjs';

const number = us =>
  us >= 1000 ? Math.round(us).toLocaleString('en').replaceAll(',', ' ') : us.toPrecision(3);
const ratio = x => `${x >= 100 ? Math.round(x) : x.toPrecision(2)}×`;

/** The project's aims: workload, two peers, and how many times as fast the first is to be (ratio of the medians). */
export const AIMS = [
  ['W1', 'stepgrad', 'torch-f64', 100],
  ['W1', 'stepgrad', 'brain.js', 2],
  ['W2', 'stepgrad-ts', 'loops', 6.5],
  ['W3', 'stepgrad-ts', 'loops', 6.5],
  ['W4f', 'stepgrad-ts', 'loops', 6.5],
  ['W4b', 'stepgrad-ts', 'loops', 6.5],
  ['W2', 'stepgrad', 'loops', 6.5],
  ['W3', 'stepgrad', 'loops', 6.5],
  ['W4f', 'stepgrad', 'loops', 6.5],
  ['W4b', 'stepgrad', 'loops', 6.5],
  ['W2', 'stepgrad', 'torch-f64', 0.6],
  ['W2', 'stepgrad', 'jax-js', 1],
  ['W3', 'stepgrad', 'jax-js', 0.75]
];

/** One row per peer: its median for each workload, and the ratio to stepgrad's median. */
function rows(results, names) {
  const peers = Object.keys(PEERS).filter(peer => names.some(w => peer in results[w].medians));
  return peers.map(peer => [
    peer,
    ...names.map(w => {
      const { medians } = results[w];
      if (!(peer in medians)) return '';
      const times =
        peer === 'stepgrad' || !medians.stepgrad ? '' : ` (${ratio(medians[peer] / medians.stepgrad)})`;
      return `${number(medians[peer])}${times}`;
    })
  ]);
}

export function aims(results) {
  return AIMS.filter(([w, a, b]) => results[w]?.medians[a] && results[w].medians[b]).map(
    ([w, a, b, wanted]) => {
      const got = results[w].medians[b] / results[w].medians[a];
      return { workload: w, a, b, wanted, got, reached: got >= wanted };
    }
  );
}

export function table(results) {
  const names = Object.keys(results);
  const cells = [['µs per step', ...names], ...rows(results, names)];
  const widths = cells[0].map((_, c) => Math.max(...cells.map(row => row[c].length)));
  const lines = cells.map(row =>
    row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join('  ')
  );
  const missing = names.flatMap(w =>
    Object.entries(results[w].missing).map(([peer, why]) => `${w} ${peer}: ${why}`)
  );
  return [
    ...lines,
    '',
    ...aims(results).map(
      ({ workload, a, b, wanted, got, reached }) =>
        `${workload}: ${a} is ${got.toPrecision(3)} × as fast as ${b}; aim ${wanted}: ${reached ? 'reached' : 'NOT reached'}`
    ),
    ...(missing.length > 0 ? ['', 'Not measured:', ...missing] : [])
  ].join('\n');
}

export function markdown(results, { versions, heap, date, load }) {
  const names = Object.keys(results);
  const line = cells => `| ${cells.join(' | ')} |`;
  const missing = names.flatMap(w =>
    Object.entries(results[w].missing).map(([peer, why]) => `- ${w}, ${peer}: ${why}`)
  );
  const text = [
    '## The engine',
    '',
    'Written by `npm run bench`; do not edit.',
    '',
    `${date} · ${machine()} · load average ${load[0].toFixed(1)} at the start, ${loadavg()[0].toFixed(1)} at the end.`,
    '',
    'Medians in µs per step; in brackets the ratio to stepgrad. All numbers are from one run, in which every round times the peers in turn, each in its own process. Before the timing, the losses of five steps (W4: mean squares of output and gradients) must agree with those of the plain loops to within 1e-4.',
    '',
    line(['', ...names]),
    line(['---', ...names.map(() => '---:')]),
    ...rows(results, names).map(line),
    '',
    '### Workloads',
    '',
    ...names.map(w => `- **${w}** ${WORKLOADS[w].what}`),
    '',
    'A step of W1 to W3: set the gradients to 0, forward, loss, backward (without the gradient with respect to the input, which training does not need), update.',
    '',
    '### Aims',
    '',
    line(['', 'times as fast', 'aim', '']),
    line(['---', '---:', '---:', '---']),
    ...aims(results).map(({ workload, a, b, wanted, got, reached }) =>
      line([
        `${workload}: ${a} compared with ${b}`,
        got.toPrecision(3),
        String(wanted),
        reached ? 'reached' : 'not reached'
      ])
    ),
    '',
    '### Memory',
    '',
    heap ?? 'Not measured in this run.',
    '',
    '### Peers',
    '',
    ...Object.entries(PEERS).map(
      ([peer, { note }]) => `- **${peer}**${versions[peer] ? ` ${versions[peer]}` : ''}: ${note}`
    ),
    ...(missing.length > 0 ? ['', '### Not measured', '', ...missing] : [])
  ];
  return `${text.join('\n')}\n`;
}
