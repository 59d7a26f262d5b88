// Saving from a real process: killed in the middle, or out of room.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { at, windows } from '../../scripts/lib/paths.mjs';

const engine = at('dist', 'kernel', 'index.js');
const { Tensor, loadSafetensors, saveSafetensors } = createRequire(engine)(engine);
const folder = mkdtempSync(join(tmpdir(), 'stepgrad-save-'));
const path = join(folder, 'model.safetensors');
after(() => rmSync(folder, { recursive: true }));

/** Weights of 800 kB that are all the same number. */
const weights = x => ({ weight: new Tensor([100_000], new Float64Array(100_000).fill(x)) });
const saved = () => new Set(loadSafetensors(path).weight.data);

const program = `
const { Tensor, saveSafetensors } = require(${JSON.stringify(engine)});
const [path, times] = process.argv.slice(1);
for (let x = 1; x <= Number(times); x++) {
  saveSafetensors(path, { weight: new Tensor([100000], new Float64Array(100000).fill(x)) });
  if (x === 1) process.stdout.write('saving');
}`;

test('a process killed while it saves leaves a whole model', { skip: windows }, async () => {
  for (let i = 0; i < 10; i++) {
    const child = spawn(process.execPath, ['-e', program, path, '1000000']);
    await new Promise(resolve => child.stdout.once('data', resolve));
    await new Promise(resolve => setTimeout(resolve, 7 * i));
    child.kill('SIGKILL');
    await new Promise(resolve => child.once('close', resolve));
    assert.equal(saved().size, 1);
  }
});

test('a process without room leaves the earlier model, and nothing beside it', { skip: windows }, () => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  saveSafetensors(path, weights(7));
  const shell = 'ulimit -f 100; exec "$0" -e "$1" "$2" 1';
  const { status, stderr } = spawnSync('sh', ['-c', shell, process.execPath, program, path], {
    encoding: 'utf8'
  });
  assert.equal(status, 1);
  assert.match(
    stderr,
    /saveSafetensors can't write '.*model\.safetensors': the file is larger than is allowed here/
  );
  assert.deepEqual([...saved()], [7]);
  assert.deepEqual(readdirSync(folder), ['model.safetensors']);
});
