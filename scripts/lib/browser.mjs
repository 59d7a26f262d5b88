// Finds a browser for the end-to-end tests: an installed Chrome or Chromium, else Playwright's, else Debian's package.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { at, npmProgram, windows } from './paths.mjs';
import { Problem, step } from './report.mjs';
import { run } from './run.mjs';

const NAMES = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser', 'chrome'];

function candidates() {
  const { env } = process;
  const named = [env.STEPGRAD_CHROMIUM, env.CHROME, env.CHROMIUM, env.CHROME_PATH];
  const onPath = (env.PATH ?? '').split(delimiter).flatMap(folder => NAMES.map(name => join(folder, name)));
  const applications = ['Google Chrome', 'Chromium'].map(
    name => `/Applications/${name}.app/Contents/MacOS/${name}`
  );
  const onWindows = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA]
    .filter(Boolean)
    .map(folder => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'));
  return [...named.filter(Boolean), ...(windows ? onWindows : [...onPath, ...applications])];
}

/** Whether the browser starts. A file alone is no proof: Ubuntu's chromium-browser may only print a hint. */
async function works(path) {
  if (!existsSync(path)) return false;
  if (windows) return true; // chrome.exe --version would open a window
  return (await run(path, ['--version'], { timeout: 30_000 })).code === 0;
}

async function installed() {
  for (const path of new Set(candidates())) if (await works(path)) return path;
  return null;
}

async function playwrights() {
  const ask = "process.stdout.write(require('playwright-core').chromium.executablePath())";
  const { output } = await run(process.execPath, ['-e', ask], { cwd: at() });
  return (await works(output)) ? output : null;
}

const downloadPlaywrights = () =>
  step("Downloading Playwright's Chromium", async () => {
    const cli = npmProgram('@playwright/test', 'playwright');
    await run(process.execPath, [cli, 'install', 'chromium'], { timeout: 600_000 });
    return playwrights();
  });

/** Installs the package of Debian or Ubuntu, if that needs no password, and a font with Chinese characters. */
async function debians() {
  if (!existsSync('/usr/bin/apt-get')) return null;
  const root = process.getuid() === 0;
  const may = root || (await run('sudo', ['-n', 'true'])).code === 0;
  if (!may) return null;
  const apt = (...args) => {
    const command = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return run(root ? command[0] : 'sudo', root ? command.slice(1) : ['-n', ...command]);
  };
  return step('Installing Chromium with apt-get', async () => {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', 'chromium');
    await apt('install', '-y', '--no-install-recommends', 'fonts-noto-cjk'); // optional
    return installed();
  });
}

/** The path of a browser; installs one if there is none. */
export async function ensureBrowser() {
  const path =
    (await installed()) ?? (await playwrights()) ?? (await downloadPlaywrights()) ?? (await debians());
  if (path) return path;
  throw new Problem(
    'No browser found for the end-to-end tests: install Chrome or Chromium, or set CHROME to its path.'
  );
}
