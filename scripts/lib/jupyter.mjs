// Installs into the virtual environment what JupyterLab must find there: kernel, Python package, extension.
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { at, labextension, npmProgram, venv, venvPython, windows } from './paths.mjs';
import { PIP } from './python.mjs';
import { step } from './report.mjs';
import { mustRun } from './run.mjs';
import { stale, fresh } from './stale.mjs';

const share = join(venv, 'share', 'jupyter');
const link = join(share, 'labextensions', 'stepgrad');

/** Registers tslab's kernels; its TypeScript kernel is started by stepgrad's launcher, which extends it. */
export async function ensureKernel() {
  const binary = at('node_modules', '.bin', windows ? 'tslab.cmd' : 'tslab');
  const spec = join(share, 'kernels', 'tslab', 'kernel.json');
  const argv = ['node', at('dist', 'tslab', 'launcher.js'), 'kernel', '--config-path', '{connection_file}'];
  if (isDeepStrictEqual(contentsOf(spec)?.argv, argv)) return;
  await step('Registering the tslab kernel', async () => {
    const args = ['install', '--sys-prefix', `--binary=${binary}`, `--python=${venvPython}`];
    await mustRun('tslab', process.execPath, [npmProgram('tslab'), ...args]);
    writeFileSync(spec, `${JSON.stringify({ ...contentsOf(spec), argv }, null, 2)}\n`);
  });
}

/** A kernel's specification; undefined without one, or if its writer was killed. */
function contentsOf(spec) {
  try {
    return JSON.parse(readFileSync(spec, 'utf8'));
  } catch {
    return undefined;
  }
}

/** JupyterLab's question about news would cover the first lesson. A user's own setting wins over this default. */
export function ensureSettings() {
  const file = join(share, 'lab', 'settings', 'overrides.json');
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  const settings = { '@jupyterlab/apputils-extension:notification': { fetchNews: 'false' } };
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
}

/** Installs the Python package from this folder: the server finds the translations through its entry point. */
export async function ensurePythonPackage() {
  if (process.env.PIP_BUILD_TRACKER) return; // pip is building the package and runs this build for it
  const build = { name: 'python', inputs: ['pyproject.toml', 'install.json', 'stepgrad/__init__.py'] };
  build.output = join(venv, 'stepgrad-setup.txt'); // in the environment, so that a new one gets the package again
  if (!stale(build)) return;
  // pip copies the extension too: through the link it would overwrite the build.
  if (isThere(link)) rmSync(link, { recursive: true });
  await step('Installing the Python package', () =>
    mustRun('package', venvPython, ['-m', 'pip', 'install', '--no-deps', '--no-build-isolation', '-e', '.'], {
      // The extension is already built; the package's build hook would run this command again.
      env: { ...PIP, SKIP_JUPYTER_BUILDER: '1' }
    })
  );
  fresh(build);
}

/** Links the built extension, so that JupyterLab serves a new build after a reload. */
export function ensureExtensionLink() {
  if (isThere(link)) {
    if (existsSync(link) && realpathSync(link) === realpathSync(labextension)) return;
    rmSync(link, { recursive: true });
  }
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(labextension, link, windows ? 'junction' : 'dir');
}

const isThere = path => Boolean(lstatSync(path, { throwIfNoEntry: false })); // also true for a dangling link
