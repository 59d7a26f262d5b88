// `jupyter nbconvert --execute` ends in an error for a notebook with one, and names the cell.
import assert from 'node:assert';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { at, venvProgram } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/run.mjs';

const folder = at('.cache', 'execute-test');
mkdirSync(folder, { recursive: true });
after(() => rmSync(folder, { recursive: true }));

function execute(name, ...sources) {
  const cells = sources.map((source, i) => ({
    cell_type: 'code',
    execution_count: null,
    id: `cell-${i}`,
    metadata: {},
    outputs: [],
    source
  }));
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  const path = `${folder}/${name}.ipynb`;
  writeFileSync(path, JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }));
  const env = { NO_COLOR: '1', STEPGRAD_LANGUAGE: 'en' };
  return run(venvProgram('jupyter'), ['nbconvert', '--execute', '--to', 'notebook', '--inplace', path], {
    env
  });
}

test('a type error ends the execution, and its cell is named', async () => {
  const { code, output } = await execute(
    'type',
    'const a = 1;',
    "const n: number = 'two';",
    'console.log(3);'
  );
  assert.notEqual(code, 0);
  assert.match(output, /const n: number = 'two';/);
  assert.match(output, /Type 'string' is not assignable to type 'number'/);
  assert.match(output, /Cell \[2\] was not run\./);
});

test('an exception ends the execution, and its cell and line are named', async () => {
  const { code, output } = await execute(
    'throws',
    'const a = 1;',
    "a;\nthrow new Error('boom');",
    'console.log(3);'
  );
  assert.notEqual(code, 0);
  assert.match(output, /Error: boom/);
  assert.match(output, /Cell \[2\], line 2, column 7:/);
});

test('a notebook without an error is executed', async () => {
  const { code, output } = await execute('right', 'const a = 1;', 'const b = { a }; b');
  assert.equal(code, 0, output);
});
