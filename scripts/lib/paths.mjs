// Where things are, on every system.
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const windows = process.platform === 'win32';
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const at = (...parts) => join(root, ...parts);

export const venv = at('.venv');
export const venvBin = join(venv, windows ? 'Scripts' : 'bin');
export const venvPython = join(venvBin, windows ? 'python.exe' : 'python');
export const labextension = at('stepgrad', 'labextension');

/** A program of the virtual environment. */
export const venvProgram = name => join(venvBin, windows ? `${name}.exe` : name);

/** The script behind a package's command; run with Node itself, so that Windows needs no shell for its .cmd. */
export function npmProgram(packageName, command = packageName) {
  const folder = at('node_modules', ...packageName.split('/'));
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** The environment of what we start: the virtual environment comes first, and there is a Node for tslab. */
export function environment(extra = {}) {
  const env = { ...process.env };
  const pathKey = Object.keys(env).find(key => key.toLowerCase() === 'path') ?? 'PATH';
  // Node's folder goes last: it often holds a Python too, and should not change which one is found.
  env[pathKey] = [venvBin, env[pathKey], dirname(process.execPath)].join(delimiter);
  env.VIRTUAL_ENV = venv;
  delete env.PYTHONHOME; // it would point the environment's Python at another library
  return { ...env, ...extra };
}
