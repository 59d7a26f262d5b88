// npm run mistakes [-- --check]: writes docs/mistakes.md and docs/mistakes.zh-CN.md: the messages that the mistakes of
// test/mistakes/cases.ts get; with --check, fails if a page is out of date.
import './lib/node-version.mjs';
import { at } from './lib/paths.mjs';
import { main } from './lib/report.mjs';
import { handOver } from './lib/run.mjs';

await main(async ([option]) => {
  process.env.STEPGRAD_WRITE = option === '--check' ? '' : '1';
  return handOver(process.execPath, [
    at('node_modules', 'jest', 'bin', 'jest.js'),
    'test/mistakes/pages.spec.ts'
  ]);
});
