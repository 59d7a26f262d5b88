// Builds the Python wheel and checks its contents; checks that JupyterLab finds the extension.
import './lib/node-version.mjs';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { at, venvProgram, venvPython } from './lib/paths.mjs';
import { main, Problem, step } from './lib/report.mjs';
import { PIP } from './lib/python.mjs';
import { mustRun } from './lib/run.mjs';
import { setup } from './setup.mjs';

const folder = at('.cache', 'wheel');
const share = /^stepgrad-[^/]+\.data\/data\/share\/jupyter\/labextensions\/stepgrad\//;
const REQUIRED = [
  'package.json',
  'install.json',
  /^static\/remoteEntry\.\w+\.js$/,
  'static/style.js',
  /^schemas\/stepgrad\/[\w-]+\.json$/
];
// Files allowed outside the extension: the Python module with its translations, and the wheel's metadata.
const ALLOWED = /^stepgrad\/(__init__\.py|locale\/.*\.json)$|^stepgrad-[^/]+\.dist-info\//;

async function makeWheel() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const args = ['-m', 'pip', 'wheel', '--no-deps', '--no-build-isolation', '--wheel-dir', folder, '.'];
  await mustRun('wheel', venvPython, args, { env: PIP });
  return join(folder, readdirSync(folder)[0]);
}

async function checkContents(wheel) {
  const list = 'import json, sys, zipfile; print(json.dumps(zipfile.ZipFile(sys.argv[1]).namelist()))';
  const names = JSON.parse(await mustRun('wheel-list', venvPython, ['-c', list, wheel]));
  const extension = names.filter(name => share.test(name)).map(name => name.replace(share, ''));
  for (const wanted of REQUIRED) {
    const there = extension.some(name => (wanted instanceof RegExp ? wanted.test(name) : wanted === name));
    if (!there) throw new Problem(`The wheel lacks the extension's ${wanted}.`);
  }
  if (!names.includes('stepgrad/locale/zh_CN/LC_MESSAGES/stepgrad.json')) {
    throw new Problem('The wheel lacks the Chinese catalogue.');
  }
  const stray = names.find(name => !share.test(name) && !ALLOWED.test(name));
  if (stray) throw new Problem(`The wheel contains ${stray}, which does not belong there.`);
  console.log(`${names.length} files in ${wheel}`);
}

async function checkEnabled() {
  const list = await mustRun('labextension-list', venvProgram('jupyter'), ['labextension', 'list'], {
    env: { NO_COLOR: '1' }
  });
  const line = list.replace(/\x1b\[\d*m/g, '').match(/^\s*stepgrad v.*$/m)?.[0] ?? '';
  if (!/enabled +OK/.test(line))
    throw new Problem(`JupyterLab does not list stepgrad as enabled OK:\n${list}`);
}

await main(async () => {
  await setup();
  await build();
  await checkContents(await step('Building the wheel', makeWheel));
  await step('Asking JupyterLab', checkEnabled);
});
