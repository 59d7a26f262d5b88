// The licences of what is bundled with the extension. The bundler's report leaves out modules that it joins to others.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, labextension } from './paths.mjs';

const readJson = path => JSON.parse(readFileSync(path, 'utf8'));
const manifest = name => readJson(at('node_modules', name, 'package.json'));
export const report = join(labextension, 'static', 'third-party-licenses.json');

/** The packages whose modules may be in the bundle: those that are not shared with Lab, and what these depend on. */
export function bundledPackages() {
  const { sharedPackages } = readJson(at('package.json')).jupyterlab;
  const found = new Set(Object.keys(sharedPackages).filter(name => sharedPackages[name] === false));
  found.delete('typescript'); // the kernel's
  for (const name of found) importsOf(name).forEach(other => found.add(other));
  return [...found].sort();
}

/**
 * The packages that a package depends on, but for those that its command-line programs alone use. Some are written into
 * its own modules, where no import names them.
 */
function importsOf(name) {
  const { dependencies = {}, bin = {} } = manifest(name);
  const programs = Object.values(typeof bin === 'string' ? { bin } : bin);
  const text = programs.map(file => readFileSync(at('node_modules', name, file), 'utf8')).join('\n');
  return Object.keys(dependencies).filter(other => !new RegExp(`["']${other}["'/]`).test(text));
}

function licenceOf(name) {
  const { version, license } = manifest(name);
  const folder = at('node_modules', name);
  const file = readdirSync(folder).find(each => /^licen[cs]e/i.test(each));
  const extractedText = file ? readFileSync(join(folder, file), 'utf8') : '';
  return { name, versionInfo: version, licenseId: license, extractedText };
}

/** Adds what the bundler's report leaves out. */
export function completeReport() {
  const { packages } = readJson(report);
  const missing = bundledPackages().filter(name => !packages.some(each => each.name === name));
  const all = [...packages, ...missing.map(licenceOf)].sort((a, b) => (a.name < b.name ? -1 : 1));
  writeFileSync(report, `${JSON.stringify({ packages: all }, null, 2)}\n`);
}
