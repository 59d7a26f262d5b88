// npm run build: rebuilds everything generated from src and style whose inputs have changed.
import './lib/node-version.mjs';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureExtensionLink, ensurePythonPackage } from './lib/jupyter.mjs';
import { completeReport } from './lib/licences.mjs';
import { alone } from './lib/lock.mjs';
import { at, labextension, npmProgram, venvProgram } from './lib/paths.mjs';
import { main, Problem, step } from './lib/report.mjs';
import { mustRun, run } from './lib/run.mjs';
import { fresh, stale, sweep } from './lib/stale.mjs';
import { setup } from './setup.mjs';

const common = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts/schema.mjs'];
const engineSources = [
  'engine',
  'trace',
  'derivation',
  'document',
  'kernel',
  'session',
  'tslab',
  'lab/locale'
].map(folder => `src/${folder}`);
const engine = {
  name: 'engine',
  inputs: [...common, 'tsconfig.engine.json', ...engineSources],
  output: at('dist', 'kernel', 'index.js')
};
const library = { name: 'library', inputs: [...common, 'src'], output: at('lib', 'index.js') };
const extension = {
  name: 'extension',
  inputs: [...common, 'src', 'style', 'schema', 'scripts/katex-css.mjs', 'scripts/catalogue.mjs'],
  output: join(labextension, 'package.json')
};

async function compile(build, folder, project) {
  const start = Date.now() - 1000; // file systems round timestamps
  const { code, output } = await run(process.execPath, [npmProgram('typescript', 'tsc'), '-p', project]);
  if (code !== 0) throw new Problem(`\n${output.trim()}\nTypeScript errors in ${project}: see above.`);
  sweep(at(folder), start);
  fresh(build);
}

async function generate(script) {
  if (existsSync(at('scripts', script))) await mustRun(script, process.execPath, [at('scripts', script)]);
}

async function bundle() {
  mkdirSync(at('style'), { recursive: true });
  await generate('katex-css.mjs');
  await generate('catalogue.mjs');
  rmSync(labextension, { recursive: true, force: true });
  const { code, output } = await run(venvProgram('jupyter-builder'), ['build', '.']);
  if (code !== 0) throw new Problem(`\n${output.trim()}\nThe extension could not be bundled: see above.`);
  completeReport();
  fresh(extension);
}

/** Builds what is stale. The engine and the library are compiled in parallel. */
export function build() {
  return alone(buildStale);
}

async function buildStale() {
  const sources = [stale(engine), stale(library)];
  if (sources.includes(true)) {
    await step('Compiling TypeScript', async () => {
      await generate('schema.mjs');
      await Promise.all([
        sources[0] && compile(engine, 'dist', 'tsconfig.engine.json'),
        sources[1] && compile(library, 'lib', 'tsconfig.json')
      ]);
    });
  }
  if (stale(extension)) await step('Building the JupyterLab extension', bundle);
  await ensurePythonPackage();
  ensureExtensionLink();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await setup();
    await build();
  });
}
