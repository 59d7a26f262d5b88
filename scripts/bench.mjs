// npm run bench [-- --json FILE] [--only W1,W2] [--peers stepgrad,loops] [--rounds N] [--fastest] [--no-docs]: compares the
// engine's speed with that of its peers. Workloads and peers are in bench/.
import './lib/node-version.mjs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { install, npmFolder, python } from '../bench/install.mjs';
import { Peer } from '../bench/process.mjs';
import { PEERS } from '../bench/peers.mjs';
import { writePart } from '../bench/docs.mjs';
import { markdown, table } from '../bench/report.mjs';
import { WORKLOADS, arrays } from '../bench/workloads.mjs';
import { at, npmProgram } from './lib/paths.mjs';
import { main, Problem, step } from './lib/report.mjs';
import { mustRun, run } from './lib/run.mjs';
import { ensurePackages } from './lib/npm-packages.mjs';

const data = at('.cache', 'bench', 'data');
const engine = at('.cache', 'bench', 'engine');
/** Time per peer and round, in ms; a peer that needs longer for one step does one step. */
const TURN = 40;

/** Writes the arrays to a file, for peers in other languages. */
function writeData(name) {
  mkdirSync(data, { recursive: true });
  const all = Object.entries(arrays(name));
  const lengths = all.map(([key, values]) => [key, values.length]);
  writeFileSync(join(data, `${name}.json`), JSON.stringify({ workload: WORKLOADS[name], lengths }));
  writeFileSync(
    join(data, `${name}.f64`),
    Buffer.concat(all.map(([, values]) => Buffer.from(values.buffer)))
  );
}

async function compile() {
  await mustRun('schema', process.execPath, [at('scripts', 'schema.mjs')]);
  const args = [npmProgram('typescript', 'tsc'), '-p', 'tsconfig.engine.json', '--outDir', engine];
  const { code, output } = await run(process.execPath, args, { cwd: at() });
  if (code !== 0) throw new Problem(`\n${output.trim()}\nTypeScript errors in the engine: see above.`);
}

function start(peer, workload) {
  const { program, option } = PEERS[peer];
  const runs = program.endsWith('.py') ? python : process.execPath;
  return new Peer([runs, at('bench', 'peers', program), workload, ...(option ? [option] : [])], {
    BENCH_NPM: npmFolder,
    BENCH_DATA: data,
    STEPGRAD_ENGINE: join(engine, 'engine', 'index.js')
  });
}

const close = (a, b) => Math.abs(a - b) <= 1e-4 * (1 + Math.abs(b));
/** The median, or with --fastest (for a busy machine) the minimum. */
const chosen = (values, fastest) => values.sort((a, b) => a - b)[fastest ? 0 : values.length >> 1];

/** A sentence about the first number in which a peer differs from the plain loops; null if all agree. */
function differs(values, expected, count = expected.length) {
  for (let i = 0; i < count; i++) {
    if (!close(values[i], expected[i]))
      return `number ${i} is ${values[i]}, the plain loops' is ${expected[i]}`;
  }
  return null;
}

async function measure(workload, wanted, { notInstalled, rounds, fastest, versions }) {
  writeData(workload);
  const medians = {};
  const missing = {};
  const running = new Map();
  const expected = await reference(workload);
  for (const name of wanted.filter(peer => PEERS[peer].on.includes(workload))) {
    const absent = notInstalled(name);
    if (absent) {
      missing[name] = absent;
      continue;
    }
    const peer = start(name, workload);
    try {
      versions[name] = (await peer.next()).version ?? versions[name];
      const { values } = await peer.ask('check');
      const wrong = differs(values, expected, PEERS[name].losses);
      if (wrong) throw new Error(`computes other numbers: ${wrong}`);
      await peer.ask('time 1');
      let { us } = await peer.ask('time 3');
      for (let i = 0; i < 4; i++) {
        // Warm-up: lets JIT compilers finish, and estimates the time per step.
        ({ us } = await peer.ask(`time ${Math.max(1, Math.min(50_000, Math.round((TURN * 1000) / us)))}`));
      }
      running.set(name, { peer, count: Math.max(1, Math.round((TURN * 1000) / us)), times: [] });
    } catch (error) {
      missing[name] = error.message;
      peer.end();
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const [name, entry] of running) {
      try {
        entry.times.push((await entry.peer.ask(`time ${entry.count}`)).us);
      } catch (error) {
        missing[name] = error.message;
        running.delete(name);
      }
    }
  }
  for (const [name, { peer, times }] of running) {
    medians[name] = chosen(times, fastest);
    peer.end();
  }
  return { medians, missing };
}

/** The numbers of the plain loops. */
async function reference(workload) {
  const peer = start('loops', workload);
  try {
    await peer.next();
    return (await peer.ask('check')).values;
  } catch (error) {
    throw new Problem(`The plain loops could not be run: ${error.message}`);
  } finally {
    peer.end();
  }
}

async function heapGrowth() {
  const args = ['--expose-gc', at('bench', 'heap.mjs'), '10000'];
  const { code, output } = await run(process.execPath, args, {
    env: { STEPGRAD_ENGINE: join(engine, 'engine', 'index.js') }
  });
  if (code !== 0) return null;
  const { steps, grown, allocated } = JSON.parse(output.trim().split('\n').at(-1));
  return `Training W2 for ${steps} steps: the heap grew by ${grown} bytes (collected before and after), and ${(allocated / steps).toFixed(1)} bytes per step were allocated in between.`;
}

await main(async args => {
  const { values: options } = parseArgs({
    args,
    options: {
      json: { type: 'string' },
      only: { type: 'string' },
      peers: { type: 'string' },
      rounds: { type: 'string', default: '21' },
      fastest: { type: 'boolean' },
      'no-docs': { type: 'boolean' }
    }
  });
  const workloads = options.only?.split(',') ?? Object.keys(WORKLOADS);
  const peers = options.peers?.split(',') ?? Object.keys(PEERS);
  for (const name of workloads) if (!(name in WORKLOADS)) throw new Problem(`There is no workload ${name}.`);
  for (const name of peers) if (!(name in PEERS)) throw new Problem(`There is no peer ${name}.`);
  await ensurePackages();
  const failed = await install();
  const notInstalled = name => {
    const { program } = PEERS[name];
    if (program.endsWith('.py')) return failed.python;
    return ['stepgrad.mjs', 'loops.mjs'].includes(program) ? null : failed.npm;
  };
  await step('Compiling the engine', compile);
  const load = loadavg();
  if (load[0] > 1)
    console.log(`Other programs are running (load average ${load[0].toFixed(1)}): the times will be higher.`);
  const results = {};
  const versions = {};
  for (const workload of workloads) {
    await step(workload, async () => {
      results[workload] = await measure(workload, peers, {
        notInstalled,
        rounds: Number(options.rounds),
        fastest: options.fastest,
        versions
      });
    });
  }
  console.log(`\n${table(results)}`);
  const whole = !options.only && !options.peers;
  const heap = whole || options.only?.includes('W2') ? await step('Memory', heapGrowth) : null;
  if (heap) console.log(heap);
  if (options.json) {
    const medians = Object.fromEntries(Object.entries(results).map(([w, { medians }]) => [w, medians]));
    mkdirSync(dirname(resolve(options.json)), { recursive: true });
    writeFileSync(resolve(options.json), `${JSON.stringify(medians, null, 2)}\n`);
  }
  if (whole && !options['no-docs'] && !options.fastest) {
    const date = new Date().toISOString().slice(0, 10);
    await writePart('bench', markdown(results, { versions, heap, date, load }));
    console.log('Written to docs/benchmarks.md.');
  }
});
