/** Saving weights to a file and loading them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Linear, Sequential, loadSafetensors, saveSafetensors, toSafetensors } from '../../src/kernel';

const folder = mkdtempSync(join(tmpdir(), '权重 '));
afterAll(() => rmSync(folder, { recursive: true }));

test('a model is saved and loaded with the same bits', () => {
  const path = join(folder, 'a model.safetensors');
  const model = new Sequential({ linear1: new Linear(3, 4), linear2: new Linear(4, 1) });
  saveSafetensors(path, model);
  const other = new Sequential({ linear1: new Linear(3, 4), linear2: new Linear(4, 1) });
  expect(other.stateDict()).not.toEqual(model.stateDict());
  expect(other.loadStateDict(loadSafetensors(path))).toEqual({ missing: [], unexpected: [] });
  expect(other.stateDict()).toEqual(model.stateDict());
  saveSafetensors(path, model.stateDict(), { dtype: 'F16' });
  expect(new Uint8Array(readFileSync(path))).toEqual(toSafetensors(model.stateDict(), { dtype: 'F16' }));
});

test('errors name the file and the reason', () => {
  const path = join(folder, 'none.safetensors');
  expect(() => loadSafetensors(path)).toThrow(
    `loadSafetensors can't read '${path}': there is no such file or folder (seen from ${process.cwd()}).`
  );
  expect(() => loadSafetensors(folder)).toThrow(`can't read '${folder}': it is a folder`);
  expect(() => saveSafetensors(join(path, 'x'), {})).toThrow("saveSafetensors can't write");
  expect(() => loadSafetensors(3 as never)).toThrow("loadSafetensors expects a file's path, got 3.");
  writeFileSync(path, 'text');
  expect(() => loadSafetensors(path)).toThrow('This is no safetensors file: the file has 4 bytes');
});
