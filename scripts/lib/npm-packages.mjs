// The npm packages: installed from package-lock.json, and only when node_modules is not what it describes.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { at, windows } from './paths.mjs';
import { Problem, step } from './report.mjs';
import { installing, mustRun, UNREACHABLE, unreachable } from './run.mjs';

const readJson = path => JSON.parse(readFileSync(path, 'utf8'));

/** Whether package.json was edited since the lock file was written. */
function lockBehind() {
  const manifest = readJson(at('package.json'));
  const locked = readJson(at('package-lock.json')).packages[''];
  return ['dependencies', 'devDependencies'].some(
    field => JSON.stringify(sorted(manifest[field])) !== JSON.stringify(sorted(locked[field]))
  );
}

const sorted = (record = {}) => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

/** Compares the lock file with the one npm leaves in node_modules, so an `npm install` by hand counts too. */
function installed() {
  const record = at('node_modules', '.package-lock.json');
  if (!existsSync(record) || !existsSync(at('node_modules', 'stepgrad'))) return false;
  const present = packagesOf(record);
  if (!present) return false;
  return Object.entries(readJson(at('package-lock.json')).packages).every(([path, wanted]) => {
    const there = present[path];
    if (!there) return !path || wanted.optional || wanted.devOptional; // another platform's
    return there.version === wanted.version && there.integrity === wanted.integrity;
  });
}

/** The packages in a lock file; null if its writer was killed. */
function packagesOf(file) {
  try {
    return readJson(file).packages;
  } catch {
    return null;
  }
}

/** Runs npm: the one that runs us, or else the one on the path. */
function npm([command, ...rest], options) {
  const args = [command, '--loglevel=warn', ...rest]; // under `npm start --silent` it would not say what failed
  const cli = process.env.npm_execpath;
  return cli && basename(cli) === 'npm-cli.js'
    ? mustRun('npm', process.execPath, [cli, ...args], options)
    : mustRun('npm', 'npm', args, { shell: windows, ...options });
}

/** Asked first, because an install goes on for six minutes before it gives up on a registry that is not there. */
async function registryAnswers() {
  try {
    await npm(['ping', '--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=20000']);
    return true;
  } catch {
    return !UNREACHABLE.test(readFileSync(at('.cache', 'logs', 'npm.log'), 'utf8')); // not all know ping
  }
}

export async function ensurePackages() {
  if (!existsSync(at('package-lock.json')))
    throw new Problem('package-lock.json is missing: git restore it.');
  const behind = lockBehind();
  if (!behind && installed()) return;
  await step('Installing npm packages', async () => {
    // A lock file behind package.json is brought up to date; otherwise node_modules becomes exactly what it says.
    const args = [behind ? 'install' : 'ci', '--include=dev', '--no-audit', '--no-fund'];
    // Nothing needs its install script (the binaries are in the packages), and npm 10 and 11 then do the same.
    args.push('--ignore-scripts');
    if (await registryAnswers()) return npm(args, { explain: installing('npm', 'the packages') });
    return npm([...args, '--offline'], { explain: () => unreachable('npm') }); // all may be in npm's cache
  });
}
