// Paths and programs, on every operating system.
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

/** The script of a package's command. Run it with Node: on Windows a .cmd file would need a shell. */
export function npmProgram(packageName, command = packageName) {
  const folder = at('node_modules', ...packageName.split('/'));
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** The environment for child processes: the virtual environment is first on PATH, and Node is on it for tslab. */
export function environment(extra = {}) {
  const env = { ...process.env };
  const pathKey = Object.keys(env).find(key => key.toLowerCase() === 'path') ?? 'PATH';
  // Node's folder goes last: it often contains a Python, which must not take precedence.
  env[pathKey] = [venvBin, env[pathKey], dirname(process.execPath)].join(delimiter);
  env.VIRTUAL_ENV = venv;
  delete env.PYTHONHOME; // it would give the environment's Python another standard library
  return { ...env, ...extra };
}
