// Installs the peers' packages in .cache/bench; they are not dependencies of the project.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { at, windows } from '../scripts/lib/paths.mjs';
import { ensureVenv } from '../scripts/lib/python.mjs';
import { step } from '../scripts/lib/report.mjs';
import { installing, mustRun } from '../scripts/lib/run.mjs';
import { NPM_PACKAGES, PYTHON_PACKAGES } from './peers.mjs';

export const npmFolder = at('.cache', 'bench', 'npm');
const pythonFolder = at('.cache', 'bench', 'python');
export const python = join(pythonFolder, ...(windows ? ['Scripts', 'python.exe'] : ['bin', 'python']));

async function installNpm() {
  const manifest = `${JSON.stringify({ name: 'stepgrad-bench', private: true, dependencies: NPM_PACKAGES }, null, 2)}\n`;
  const stamp = join(npmFolder, 'installed.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === manifest) return;
  mkdirSync(npmFolder, { recursive: true });
  writeFileSync(join(npmFolder, 'package.json'), manifest);
  // Without install scripts: brain.js would compile a graphics library that is not needed here.
  const args = [
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-workspaces',
    '--loglevel=warn'
  ];
  const cli = process.env.npm_execpath;
  const [program, ...first] =
    cli && basename(cli) === 'npm-cli.js' ? [process.execPath, cli] : [windows ? 'npm.cmd' : 'npm'];
  await step('Installing the JavaScript peers', () =>
    mustRun('bench-npm', program, [...first, ...args], {
      cwd: npmFolder,
      shell: windows && program === 'npm.cmd',
      explain: installing('npm', 'the JavaScript peers')
    })
  );
  writeFileSync(stamp, manifest);
}

async function installPython() {
  // PyTorch without CUDA, as in scripts/golden.mjs.
  const { PIP_FIND_LINKS, PIP_EXTRA_INDEX_URL, PIP_INDEX_URL } = process.env;
  const told = PIP_FIND_LINKS || PIP_EXTRA_INDEX_URL || PIP_INDEX_URL;
  const index =
    process.platform === 'linux' && !told ? ['--extra-index-url=https://download.pytorch.org/whl/cpu'] : [];
  const list = [...PYTHON_PACKAGES, ...index].join('\n');
  await ensureVenv({ folder: pythonFolder, python, list, label: 'the Python peers', name: 'bench-pip' });
}

/** Installs missing packages. Returns the error messages `{ npm, python }`; null for success. */
export async function install() {
  const attempt = async work => {
    try {
      await work();
      return null;
    } catch (error) {
      return error.message;
    }
  };
  return { npm: await attempt(installNpm), python: await attempt(installPython) };
}
