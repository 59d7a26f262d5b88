// Creates the virtual environment .venv with JupyterLab and the other packages of requirements.txt.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, root, venv, venvPython, windows } from './paths.mjs';
import { Problem, step } from './report.mjs';
import { installing, mustRun, run } from './run.mjs';

const OLDEST = [3, 10];

/** Environment variables for pip: install into the virtual environment, whatever the user's configuration. */
export const PIP = { PIP_USER: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1' };

const PROBE = `
import sys, importlib.util as u
print(*sys.version_info[:3], sep=".")
print(sys.executable)
print(all(u.find_spec(m) for m in ("venv", "ensurepip")))`;

/** The Python that a command starts, as `{ version, path, venv }`; null if it starts none. */
async function probe([program, ...args]) {
  const { code, output } = await run(program, [...args, '-c', PROBE], { timeout: 20_000, bare: true });
  const [version, path, venvModule] = output.trim().split(/\r?\n/);
  return code === 0 && /^\d+\.\d+/.test(version) ? { version, path, venv: venvModule === 'True' } : null;
}

const recent = ({ version }) => {
  const [major, minor] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
};

/** The first suitable Python: $PYTHON if set, otherwise the usual names. */
export async function findPython() {
  const versions = [14, 13, 12, 11, 10].map(minor => [`python3.${minor}`]);
  const usual = [['python3'], ['python'], ...(windows ? [['py', '-3']] : versions)];
  const candidates = process.env.PYTHON ? [[process.env.PYTHON]] : usual;
  const found = [];
  for (const candidate of candidates) {
    const python = await probe(candidate);
    if (python && recent(python) && python.venv) return python;
    if (python) found.push(python);
  }
  const withoutVenv = found.find(recent);
  if (withoutVenv) {
    throw new Problem(
      `Python ${withoutVenv.version} (${withoutVenv.path}) can't create a virtual environment: ` +
        'install its venv module (on Debian and Ubuntu: apt install python3-venv) and try again.'
    );
  }
  const old = found[0] && `Python ${found[0].version} (${found[0].path}) is too old`;
  throw new Problem(
    `${old ?? 'No Python was found'}: install Python ${OLDEST.join('.')} or newer (https://python.org, or your ` +
      "system's packages), or name one in the environment variable PYTHON, and try again."
  );
}

/** Installs a list of packages into a virtual environment; creates it if needed, and repeats if the list changes. */
export async function ensureVenv({ folder, python, list, label, name }) {
  const stamp = join(folder, 'stepgrad-setup.txt');
  // There while packages are installed: what a killed installer leaves does not work.
  const unfinished = join(folder, 'stepgrad-installing.txt');
  // The stamp includes the folder's path: a moved environment does not work.
  const wanted = `${folder}\n${list}`;
  const works = existsSync(python) && (await probe([python]));
  const killed = existsSync(unfinished);
  if (works && !killed && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const moved = existsSync(stamp) && !readFileSync(stamp, 'utf8').startsWith(`${folder}\n`);
  if (!works || moved || killed || !(await hasPip(python))) {
    const base = await findPython();
    await step(`Creating a virtual environment with Python ${base.version}`, () =>
      mustRun('venv', base.path, ['-m', 'venv', '--clear', folder], {
        explain: () => `Python ${base.version} (${base.path}) could not create a virtual environment`
      })
    );
  }
  writeFileSync(unfinished, '');
  await step(`Installing ${label}`, () =>
    mustRun(name, python, ['-m', 'pip', 'install', '--no-input', ...list.split(/\r?\n/).filter(isPackage)], {
      cwd: root,
      env: PIP,
      explain: installing('pip', label)
    })
  );
  writeFileSync(stamp, wanted);
  rmSync(unfinished);
}

const isPackage = line => line.trim() && !line.startsWith('#');
const hasPip = async python => (await run(python, ['-m', 'pip', '--version'])).code === 0;

export const ensureJupyter = () =>
  ensureVenv({
    folder: venv,
    python: venvPython,
    list: readFileSync(at('requirements.txt'), 'utf8'),
    label: 'JupyterLab',
    name: 'pip'
  });
