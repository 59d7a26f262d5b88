// Decides whether an output is up to date, by a hash of its inputs: after switching branches or copying a clone,
// modification times say nothing.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { at } from './paths.mjs';

const record = ({ name }) => at('.cache', 'build', `${name}.txt`);

/** All files under a path, sorted; the path itself if it is a file. */
export function files(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap(name => files(join(path, name)));
}

function state({ inputs, output }) {
  const hash = createHash('sha256');
  for (const path of inputs.flatMap(input => files(at(input)))) {
    if (path.includes('.generated.') || path.endsWith('katex.css')) continue; // generated from other inputs
    hash.update(path.split(sep).join('/')).update('\0').update(readFileSync(path)).update('\0');
  }
  // The output's modification time reveals other writers, such as a compiler run by hand.
  return `${hash.digest('hex')} ${statSync(output).mtimeMs}`;
}

/** Whether the build `{ name, inputs, output }` is out of date. */
export function stale(build) {
  if (!existsSync(build.output) || !existsSync(record(build))) return true;
  return readFileSync(record(build), 'utf8') !== state(build);
}

/** Records that a build has just been completed. */
export function fresh(build) {
  mkdirSync(at('.cache', 'build'), { recursive: true });
  writeFileSync(record(build), state(build));
}

/** Deletes the files in a folder that are older than `start`: leftovers of earlier builds. */
export function sweep(folder, start) {
  for (const path of files(folder)) if (statSync(path).mtimeMs < start) rmSync(path);
}
