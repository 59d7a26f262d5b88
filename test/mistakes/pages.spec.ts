/** The pages of the commonest mistakes are what the code says. `npm run mistakes` writes them. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mistakes } from './cases';
import { said } from './mistake';
import { Row, page } from './page';

const root = join(__dirname, '../..');

test.each([
  ['docs/mistakes.md', 'en'],
  ['docs/mistakes.zh-CN.md', 'zh-CN']
] as const)('%s has the messages that are thrown and printed', async (name, language) => {
  const rows: Row[] = [];
  for (const mistake of mistakes.filter(({ title }) => title)) {
    rows.push([mistake, (await said(mistake))!]);
  }
  const file = join(root, name);
  const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
  const text = execFileSync(process.execPath, [prettier, '--stdin-filepath', file], {
    input: page(rows, language),
    encoding: 'utf8'
  });
  if (process.env.STEPGRAD_WRITE) {
    writeFileSync(file, text);
  }
  expect(readFileSync(file, 'utf8').replaceAll('\r\n', '\n')).toBe(text);
});
