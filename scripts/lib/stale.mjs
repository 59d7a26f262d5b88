// Is an output still what its inputs give? Answered from the inputs' contents, because a branch switched or a
// clone copied leaves no order in the modification times.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { at } from './paths.mjs';

const record = ({ name }) => at('.cache', 'build', `${name}.txt`);

/** Every file under a path, sorted; the path itself when it is a file. */
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
    if (path.includes('.generated.') || path.endsWith('katex.css')) continue; // follow from the rest
    hash.update(path.split(sep).join('/')).update('\0').update(readFileSync(path)).update('\0');
  }
  // The output's time tells when somebody else wrote it, a compiler run by hand say.
  return `${hash.digest('hex')} ${statSync(output).mtimeMs}`;
}

/** Whether `{ name, inputs, output }` has to be built. */
export function stale(build) {
  if (!existsSync(build.output) || !existsSync(record(build))) return true;
  return readFileSync(record(build), 'utf8') !== state(build);
}

/** Notes that it has just been built. */
export function fresh(build) {
  mkdirSync(at('.cache', 'build'), { recursive: true });
  writeFileSync(record(build), state(build));
}

/** Removes what an earlier build left in a folder and the one that began at `start` did not write. */
export function sweep(folder, start) {
  for (const path of files(folder)) if (statSync(path).mtimeMs < start) rmSync(path);
}
