// What can go wrong when commands start: each is one sentence, and the next start works.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { alone } from '../../scripts/lib/lock.mjs';
import { at } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/run.mjs';

const folder = mkdtempSync(join(tmpdir(), 'stepgrad-start-'));
after(() => rmSync(folder, { recursive: true }));
const lock = join(folder, '.cache', 'setup.lock');
const library = JSON.stringify(at('scripts', 'lib', 'lock.mjs'));

for (const port of [
  '--port=abc',
  '--port=',
  '--port=0',
  '--port=65536',
  '--port=-1',
  '--port=88 --x',
  '--ServerApp.port=1e3'
]) {
  test(
    `says what is wrong with ${port}, before anything is installed`,
    { skip: port.includes(' ') },
    async () => {
      const { code, output } = await run(process.execPath, [at('scripts', 'start.mjs'), port]);
      assert.equal(code, 1);
      assert.match(output, /^The port is '[^\n]*', expected a whole number from 1 to 65535: [^\n]+\.\n$/);
    }
  );
}

/** Another process that holds the lock until it is killed. */
async function holder() {
  const program = `import(${library}).then(({ alone }) => alone(() => { console.log('held'); return new Promise(r => setTimeout(r, 600000)); }, ${JSON.stringify(lock)}))`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise(resolve => child.stdout.once('data', resolve));
  return child;
}

test('a second command waits for the first, and takes over the lock of a killed one', async () => {
  const child = await holder();
  let done = false;
  const second = alone(() => (done = true), lock);
  await new Promise(resolve => setTimeout(resolve, 700));
  assert.equal(done, false);
  child.kill('SIGKILL');
  await second;
  assert.equal(done, true);
  assert.equal(existsSync(lock), false);
});

test('takes over a lock whose number belongs to another process by now, and a damaged one', async () => {
  mkdirSync(join(folder, '.cache'), { recursive: true });
  for (const text of [String(process.pid), '', 'x']) {
    writeFileSync(lock, text);
    const before = new Date(Date.now() - 3_600_000);
    utimesSync(lock, before, before);
    assert.equal(await alone(() => 7, lock), 7);
  }
});

test('releases the lock after an error', async () => {
  await assert.rejects(
    alone(() => Promise.reject(new Error('failed')), lock),
    /failed/
  );
  assert.equal(existsSync(lock), false);
});

test('says that a folder can’t be written', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await assert.rejects(
    alone(() => 1, join(file, '.cache', 'setup.lock')),
    /^Problem|Nothing can be written to [^\n]+\(ENOTDIR\): copy/
  );
});
