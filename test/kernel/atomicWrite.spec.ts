/** Saving: the earlier file or the new one, whole, whatever fails at whatever moment. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileSystem, writeAtomically } from '../../src/kernel/atomicWrite';

const OLD = 'the good old model';
const NEW = 'the new model, which is longer';
let folder: string;
let path: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'stepgrad save '));
  path = join(folder, 'model.safetensors');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const save = (files: unknown = fs, to = path): void =>
  writeAtomically(files as FileSystem, to, Buffer.from(NEW));
const read = (): string => fs.readFileSync(path, 'utf8');

/** Node's `fs`, in which a call fails: the n-th, or with `dead` the n-th and all after it, as if the process were killed. */
function failing(n: number, code: string, dead: boolean): { files: unknown; calls: () => number } {
  let count = 0;
  const files = new Proxy(fs, {
    get(target, key: keyof typeof fs) {
      const call = target[key] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        const now = count++;
        if (now === n || (dead && now > n)) {
          throw Object.assign(new Error(`${code}: call ${now}, ${key}`), { code });
        }
        // Half of what is to be written, as a system may do.
        if (key === 'writeSync') {
          const [file, bytes, offset] = args as [number, Uint8Array, number];
          return fs.writeSync(file, bytes, offset, Math.ceil((bytes.length - offset) / 2));
        }
        return call(...args);
      };
    }
  });
  return { files, calls: () => count };
}

const every = failing(Infinity, '', false);
let calls: number;
beforeAll(() => {
  const once = fs.mkdtempSync(join(tmpdir(), 'stepgrad save '));
  fs.writeFileSync(join(once, 'a'), OLD);
  save(every.files, join(once, 'a'));
  calls = every.calls();
  fs.rmSync(once, { recursive: true });
});

test.each(['ENOSPC', 'EIO', 'EDQUOT', 'EFBIG'])(
  '%s at any moment leaves the old file or the new one, and nothing else',
  code => {
    expect(calls).toBeGreaterThan(10);
    for (let n = 0; n < calls; n++) {
      fs.writeFileSync(path, OLD);
      let failed = false;
      try {
        save(failing(n, code, false).files);
      } catch (error) {
        failed = (error as { code: string }).code === code;
      }
      expect([n, read()]).toEqual([n, failed ? OLD : NEW]);
      expect(fs.readdirSync(folder)).toEqual(['model.safetensors']);
    }
  }
);

test('the end of the process at any moment leaves the old file or the new one', () => {
  for (let n = 0; n < calls; n++) {
    fs.writeFileSync(path, OLD);
    try {
      save(failing(n, 'EIO', true).files);
    } catch {
      // What the process left is looked at below.
    }
    expect([OLD, NEW]).toContain(read());
  }
});

test('creates a file, of the permissions that the user’s files get', () => {
  save();
  const plain = join(folder, 'plain');
  fs.writeFileSync(plain, '');
  expect(read()).toBe(NEW);
  expect(fs.statSync(path).mode).toBe(fs.statSync(plain).mode);
});

test.each([0o600, 0o640, 0o666, 0o755])('keeps the permissions %o', mode => {
  fs.writeFileSync(path, OLD);
  fs.chmodSync(path, mode);
  save();
  expect(read()).toBe(NEW);
  expect(fs.statSync(path).mode & 0o7777).toBe(mode);
});

test.each([true, false])('follows links, relative ones too; the file exists: %s', exists => {
  const deep = join(folder, 'runs');
  fs.mkdirSync(deep);
  const file = join(deep, 'real');
  if (exists) {
    fs.writeFileSync(file, OLD);
  }
  fs.symlinkSync('runs/inner', path);
  fs.symlinkSync(file, join(deep, 'inner'));
  save();
  expect(fs.readFileSync(file, 'utf8')).toBe(NEW);
  expect(fs.lstatSync(path).isSymbolicLink()).toBe(true);
  expect(fs.readdirSync(deep).sort()).toEqual(['inner', 'real']);
});

test('a circle of links, a folder and a missing folder fail as in Node', () => {
  fs.symlinkSync('model.safetensors', path);
  expect(() => save()).toThrow('ELOOP');
  expect(() => save(fs, folder)).toThrow('EISDIR');
  expect(() => save(fs, join(folder, 'none', 'x'))).toThrow('ENOENT');
});

test('a file that may not be written stays, also where its folder may be', () => {
  fs.writeFileSync(path, OLD);
  const guarded = new Proxy(fs, {
    get: (target, key: keyof typeof fs) =>
      key === 'accessSync'
        ? () => {
            throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
          }
        : target[key]
  });
  expect(() => save(guarded)).toThrow('EACCES');
  expect(read()).toBe(OLD);
});

test.each(['openSync', 'renameSync'])('writes in place where %s beside the file is not allowed', name => {
  fs.writeFileSync(path, OLD);
  const guarded = new Proxy(fs, {
    get: (target, key: keyof typeof fs) =>
      key === name
        ? () => {
            throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
          }
        : target[key]
  });
  save(guarded);
  expect(read()).toBe(NEW);
  expect(fs.readdirSync(folder)).toEqual(['model.safetensors']);
});

test('a device is written, not replaced', () => {
  save(fs, '/dev/null');
  expect(fs.lstatSync('/dev/null').isCharacterDevice()).toBe(true);
});
