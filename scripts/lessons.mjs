// npm run lessons [-- [--check] [--force] [names…]]: executes the lessons in tslab and rewrites their outputs.
//   --check   write nothing, and fail if an output would change
//   --force   also rewrite lessons with uncommitted changes
//   names     parts of paths: 01, en/03, zh-CN
import './lib/node-version.mjs';
import { build } from './build.mjs';
import { at, venvPython } from './lib/paths.mjs';
import { main } from './lib/report.mjs';
import { handOver } from './lib/run.mjs';
import { setup } from './setup.mjs';

await main(async args => {
  await setup();
  await build();
  return handOver(venvPython, [at('scripts', 'lessons.py'), ...args]);
});
