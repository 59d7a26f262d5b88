// npm run mutate [-- --only src/views/graph,src/derivation/shares.ts] [--sample N] [--seed S] [--workers W]: breaks the source in
// small ways, one at a time, and says which faults the specs notice. Without --only: the three folders below.
import './lib/node-version.mjs';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { mutantsOf, mutated, sampled } from './lib/mutants.mjs';
import { ensurePackages } from './lib/npm-packages.mjs';
import { at, npmProgram, root } from './lib/paths.mjs';
import { main, Problem, step } from './lib/report.mjs';
import { mustRun, run } from './lib/run.mjs';

const FOLDERS = ['src/derivation', 'src/views/state', 'src/views/graph'];
/** Mutants per folder. */
const SAMPLE = 100;
/** A mutant gets this many times as long as its specs took without it, and some seconds, in ms: then it runs forever. */
const PATIENCE = 3;
const START = 30_000;
const scratch = at('.cache', 'mutate');

/** The TypeScript sources of a folder, or the one file, from the root, with slashes. */
function sourcesOf(folder) {
  if (!existsSync(at(folder))) throw new Problem(`--only ${folder}: there is no such file or folder.`);
  const files = statSync(at(folder)).isDirectory()
    ? readdirSync(at(folder), { recursive: true }).map(name => join(folder, name))
    : [folder];
  return files
    .map(name => name.split(sep).join('/'))
    .filter(name => name.endsWith('.ts') && !name.endsWith('.generated.ts') && !name.endsWith('/index.ts'))
    .sort();
}

/** A copy of the tree in which a worker may break src. */
function copyTree(worker) {
  const copy = join(scratch, String(worker));
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  for (const name of readdirSync(root).filter(each => !['.git', '.cache', '.venv'].includes(each))) {
    // Jest follows no links to specs and sources; the rest is only read.
    if (['src', 'test'].includes(name) || !statSync(at(name)).isDirectory()) {
      cpSync(at(name), join(copy, name), { recursive: true });
    } else {
      symlinkSync(at(name), join(copy, name), 'junction');
    }
  }
  return copy;
}

const jest = (cwd, args, options = {}) =>
  run(process.execPath, [npmProgram('jest'), '--runInBand', ...args], { cwd, bare: true, ...options });

/** The specs that a source reaches, from the root. */
async function specsOf(copy, file) {
  const { code, output } = await jest(copy, ['--listTests', '--findRelatedTests', file]);
  if (code !== 0) throw new Problem(output);
  return output
    .split('\n')
    .filter(line => line.endsWith('.spec.ts'))
    .map(line => relative(copy, line).split(sep).join('/'));
}

/** How long each spec takes without a fault, in ms. */
async function timesOf(copy, specs) {
  const file = join(copy, 'times.json');
  const { output } = await jest(copy, ['--json', '--outputFile', file, '--runTestsByPath', ...specs]);
  if (!existsSync(file)) throw new Problem(output);
  const { success, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  if (!success) throw new Problem(`The specs fail without any fault: npx jest ${specs.join(' ')}`);
  return new Map(
    testResults.map(({ name, startTime, endTime }) => [
      relative(copy, name).split(sep).join('/'),
      endTime - startTime
    ])
  );
}

/** Whether specs notice the fault that is in a copy: 'killed', 'timeout', or null. */
async function noticedBy(copy, specs, times) {
  if (specs.length === 0) return null;
  const timeout = START + PATIENCE * specs.reduce((sum, spec) => sum + times.get(spec), 0);
  const start = performance.now();
  const { code } = await jest(copy, ['--bail', '--runTestsByPath', ...specs], {
    timeout,
    killSignal: 'SIGKILL'
  });
  return code === 0 ? null : performance.now() - start >= timeout ? 'timeout' : 'killed';
}

/** Runs one mutant: against the specs of its own folder first, then against all others that reach it. */
async function judge(copy, { file, ...mutant }, specs, times) {
  const source = readFileSync(at(file), 'utf8');
  const own = dirname(file).replace(/^src\//, 'test/');
  const isNear = spec => spec.startsWith(`${own}/`);
  writeFileSync(join(copy, file), mutated(source, mutant));
  try {
    return (
      (await noticedBy(copy, specs.filter(isNear), times)) ??
      (await noticedBy(
        copy,
        specs.filter(spec => !isNear(spec)),
        times
      )) ??
      'survived'
    );
  } finally {
    writeFileSync(join(copy, file), source);
  }
}

const oneLine = text => {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line || '(nothing)';
};
const sentence = ({ file, line, column, was, text }) =>
  `${file}:${line}:${column}  ${oneLine(was)} → ${oneLine(text)}`;

/** Judges a sample of a folder's mutants, and prints each. @returns the mutants with their verdicts */
async function mutateFolder(folder, copies, { sample, seed }) {
  const files = sourcesOf(folder);
  const all = files.flatMap(file =>
    mutantsOf(readFileSync(at(file), 'utf8'), file).map(mutant => ({ file, ...mutant }))
  );
  const chosen = sampled(all, sample, seed);
  console.log(`\n${folder}: ${chosen.length} of ${all.length} mutants`);
  const specs = new Map();
  for (const file of new Set(chosen.map(mutant => mutant.file))) {
    specs.set(file, await specsOf(copies[0], file));
  }
  const related = [...new Set([...specs.values()].flat())];
  const times = related.length
    ? await step(`${related.length} specs without a fault`, () => timesOf(copies[0], related))
    : new Map();
  const queue = [...chosen];
  await Promise.all(
    copies.map(async copy => {
      for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
        mutant.verdict = await judge(copy, mutant, specs.get(mutant.file), times);
        console.log(`${mutant.verdict.padEnd(8)}  ${sentence(mutant)}`);
      }
    })
  );
  return chosen;
}

function report(folder, mutants) {
  const survivors = mutants.filter(({ verdict }) => verdict === 'survived');
  const killed = mutants.length - survivors.length;
  const share = mutants.length ? ` (${Math.round((100 * killed) / mutants.length)} %)` : '';
  console.log(`\n${folder}: ${killed} of ${mutants.length} killed${share}`);
  survivors
    .map(sentence)
    .sort()
    .forEach(line => console.log(`  survived  ${line}`));
}

await main(async args => {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: FOLDERS.join() },
      sample: { type: 'string', default: String(SAMPLE) },
      seed: { type: 'string', default: '1' },
      workers: { type: 'string', default: '1' }
    }
  });
  const [sample, seed, workers] = ['sample', 'seed', 'workers'].map(name => {
    const number = Number(values[name]);
    if (!Number.isInteger(number) || number < 1)
      throw new Problem(`--${name} takes a whole number from 1 on, not ${values[name]}.`);
    return number;
  });
  const folders = values.only.split(',').map(name => name.replace(/\/$/, ''));
  folders.forEach(sourcesOf);
  await ensurePackages();
  await mustRun('schema', process.execPath, [at('scripts', 'schema.mjs')]);
  const copies = Array.from({ length: workers }, (_, worker) => copyTree(worker));
  try {
    const results = [];
    for (const folder of folders)
      results.push([folder, await mutateFolder(folder, copies, { sample, seed })]);
    results.forEach(([folder, mutants]) => report(folder, mutants));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
