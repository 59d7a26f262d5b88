// npm run api [-- --check]: writes docs/api.md from the docstrings of the package's exports; with --check, fails if
// docs/api.md is out of date. Both fail if an export, or a part of one, has no docstring.
import './lib/node-version.mjs';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as prettier from 'prettier';
import { missing } from './lib/api/check.mjs';
import { page } from './lib/api/page.mjs';
import { readExports } from './lib/api/read.mjs';
import { at } from './lib/paths.mjs';
import { main, Problem } from './lib/report.mjs';

const file = at('docs', 'api.md');

await main(async ([option]) => {
  const exports = readExports('src/kernel/index.ts');
  const config = await prettier.resolveConfig(file);
  const text = await prettier.format(page(exports), { ...config, parser: 'markdown' });
  const stale = !existsSync(file) || readFileSync(file, 'utf8').replaceAll('\r\n', '\n') !== text;
  if (stale && option !== '--check') {
    mkdirSync(at('docs'), { recursive: true });
    writeFileSync(file, text);
  }
  const problems = missing(exports);
  if (stale && option === '--check') problems.push('docs/api.md is out of date: run npm run api.');
  if (problems.length) throw new Problem(problems.join('\n'));
  console.log(`${exports.length} exports, all with docstrings`);
});
