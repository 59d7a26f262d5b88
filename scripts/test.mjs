// npm test [-- --only part[,part]]: installs what is missing, builds, runs every part, and prints how many passed.
import './lib/node-version.mjs';
import { build } from './build.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { at, npmProgram } from './lib/paths.mjs';
import { main, Problem } from './lib/report.mjs';
import { run } from './lib/run.mjs';
import { setup } from './setup.mjs';

const tool = (name, command, ...args) => [npmProgram(name, command), ...args];
const script = (name, ...args) => [at('scripts', name), ...args];

// A part is a command run by Node; `tells` matches the line of its output that is shown when it passes.
const parts = {
  prettier: () => tool('prettier', 'prettier', '--check', '.'),
  eslint: () => tool('eslint', 'eslint', '--max-warnings', '0', '.'),
  types: () => tool('typescript', 'tsc', '-p', 'test'),
  stylelint: () => tool('stylelint', 'stylelint', 'style/**/*.css', '--allow-empty-input'),
  scripts: () => ['--test', '--test-reporter=spec', at('test', 'scripts')],
  jest: () => tool('jest', 'jest'),
  api: () => script('api.mjs', '--check'),
  interop: () => script('interop.mjs'),
  wheel: () => script('wheel.mjs'),
  lessons: () => script('lessons.mjs', '--check'),
  e2e: () => tool('@playwright/test', 'playwright', 'test')
};
const tells = {
  scripts: /pass \d+/,
  jest: /^Tests: .*/m,
  api: /^\d+ exports/m,
  interop: /^ONNX in double: .*/m,
  lessons: /^\d+ lessons.*/m,
  e2e: /^ *\d+ passed.*/m
};

/** Runs one part and prints its output if it fails. Returns whether it passed. */
async function runPart(name) {
  const start = performance.now();
  const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
  process.stdout.write(`${name} … `);
  const env = {};
  let result;
  try {
    if (name === 'e2e') env.STEPGRAD_CHROMIUM = await ensureBrowser();
    result = await run(process.execPath, parts[name](), { env });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    result = { code: 1, output: error.message };
  }
  const passed = result.code === 0;
  const told = result.output.match(tells[name] ?? /$^/)?.[0].trim();
  console.log(`${passed ? 'passed' : 'FAILED'} after ${seconds()}${told ? ` (${told})` : ''}`);
  if (!passed) console.log(`\n${result.output.trim()}\n`);
  return passed;
}

function chosen(args) {
  const text = args.join(' ').match(/^--only[= ](\S+)$/)?.[1];
  if (!args.length) return Object.keys(parts);
  const names = text?.split(',') ?? [];
  if (!names.length || !names.every(name => name in parts)) {
    throw new Problem(
      `Usage: npm test -- --only PARTS, with one or more of ${Object.keys(parts).join(',')}.`
    );
  }
  return names;
}

await main(async args => {
  const names = chosen(args);
  await setup();
  await build();
  const failed = [];
  for (const name of names) if (!(await runPart(name))) failed.push(name);
  if (failed.length) console.log(`Failed: ${failed.join(', ')} (npm test -- --only ${failed.join(',')})`);
  console.log(`${names.length - failed.length} passed, ${failed.length} failed`);
  return failed.length ? 1 : 0;
});
