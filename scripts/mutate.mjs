// npm run mutate [-- --only src/views/graph,src/derivation/shares.ts] [--sample N] [--seed S] [--workers W]: breaks the
// source in small ways, one at a time, and lists the faults that no spec notices. Without --only: the folders below.
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
/** A mutant counts as noticed, since it loops forever, after START ms and PATIENCE times the duration of its specs. */
const START = 60_000;
const PATIENCE = 3;
const scratch = at('.cache', 'mutate');

/** The TypeScript sources of a folder, or one file; paths from the root, with slashes. */
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
    // Jest ignores specs and sources behind links; everything else is only read.
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

/** The specs that import a source, directly or not; paths from the root. */
async function specsOf(copy, file) {
  const { code, output } = await jest(copy, ['--listTests', '--findRelatedTests', file]);
  if (code !== 0) throw new Problem(output);
  return output
    .split('\n')
    .filter(line => line.endsWith('.spec.ts'))
    .map(line => relative(copy, line).split(sep).join('/'));
}

/** The duration of each spec without a fault, in ms. Fails if a spec fails. */
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

/** Runs specs against the fault in a copy. @returns 'killed' or 'timeout'; null if no spec notices the fault */
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

/** Specs in three groups, those likeliest to notice a fault first: the source's own, its folder's, all others. */
function stagesOf(file, specs) {
  const own = file.replace(/^src\/(.*)\.ts$/, 'test/$1.spec.ts');
  const isNear = spec => spec.startsWith(`${dirname(own)}/`);
  return [
    specs.filter(spec => spec === own),
    specs.filter(spec => spec !== own && isNear(spec)),
    specs.filter(spec => !isNear(spec))
  ];
}

/** Runs the specs against one mutant, until one notices it. */
async function judge(copy, { file, ...mutant }, specs, times) {
  const source = readFileSync(join(copy, file), 'utf8');
  writeFileSync(join(copy, file), mutated(source, mutant));
  try {
    for (const stage of stagesOf(file, specs)) {
      const verdict = await noticedBy(copy, stage, times);
      if (verdict) return verdict;
    }
    return 'survived';
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
    mutantsOf(readFileSync(join(copies[0], file), 'utf8'), file).map(mutant => ({ file, ...mutant }))
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
