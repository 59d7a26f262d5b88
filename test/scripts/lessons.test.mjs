// The lesson runner detects failing cells by the errors that the kernel sends.
import assert from 'node:assert';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { at, venvPython } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/run.mjs';

const folder = at('.cache', 'lessons-test', 'notebooks', 'en');
const path = `${folder}/lesson.ipynb`;
mkdirSync(folder, { recursive: true });
after(() => rmSync(folder, { recursive: true }));

const cell = (id, source, tags = []) => ({
  cell_type: 'code',
  execution_count: null,
  id,
  metadata: { tags },
  outputs: [],
  source
});

async function runner(cells, ...args) {
  writeFileSync(path, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
  return again(...args);
}

const again = (...args) =>
  run(venvPython, [at('scripts', 'lessons.py'), '--root', at('.cache', 'lessons-test'), ...args]);

test('fails for a type error, an exception and output on stderr, and gives cell and text', async () => {
  const { code, output } = await runner([
    cell('a', 'const n: number = "three";'),
    cell('b', 'throw new Error("boom");'),
    cell('c', 'console.error("careful");'),
    cell('d', '1', ['raises'])
  ]);
  assert.equal(code, 1);
  assert.match(output, /cell 1 failed:\n.*not assignable to type 'number'/);
  assert.match(output, /cell 2 failed:[^]*Error: boom/);
  assert.match(output, /cell 3 writes to stderr:\ncareful/);
  assert.match(output, /cell 4 is tagged `raises`, but did not fail/);
});

test('rewrites outputs; a second run changes nothing', async () => {
  const cells = [
    cell('a', 'console.log(1); await new Promise(r => setTimeout(r, 20)); console.log("二");'),
    cell('b', 'throw new Error("meant");', ['raises']),
    cell('c', '6 * 7')
  ];
  const first = await runner(cells, '--check');
  assert.equal(first.code, 1);
  assert.match(first.output, /would change/);
  assert.equal((await again()).code, 0);
  const saved = JSON.parse(readFileSync(path, 'utf8')).cells;
  assert.deepEqual(
    saved.map(({ outputs }) => outputs.map(({ name, text, evalue }) => [name ?? evalue, text?.join('')])),
    [[['stdout', '1\n二\n']], [['meant', undefined]], [['stdout', '42\n']]]
  );
  assert.doesNotMatch(JSON.stringify(saved[1].outputs[0].traceback), / at /);
  const second = await again('--check');
  assert.equal(second.code, 0, second.output);
});

test("type-checks cells against stepgrad's types, none of which has become any", async () => {
  const wrong = [
    ['const x: string = new Linear(2, 1).weight.data;', /Float64Array.* is not assignable to type 'string'/],
    ['new Linear(2, 1).forward([[1, 2]]).item().foo;', /Property 'foo' does not exist on type 'number'/],
    ["new Linear('2', 1);", /not assignable to parameter of type 'number'/],
    ['record(new Linear(2, 1), { input: [[1, 2]], target: [[1]] });', /Property 'loss' is missing/],
    ["new Neuron([1], 0, 'sigmoud');", /not assignable to parameter of type/]
  ];
  const first = cell('import', "import { Linear, Neuron, record } from 'stepgrad';");
  const { output } = await runner([first, ...wrong.map(([source], i) => cell(`wrong${i}`, source))]);
  assert.doesNotMatch(output, /cell 1 /);
  wrong.forEach((_, i) => assert.match(output, new RegExp(`cell ${i + 2} failed`)));
  wrong.forEach(([, message]) => assert.match(output, message));
});
