import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { at } from '../../scripts/lib/paths.mjs';

const readJson = name => JSON.parse(readFileSync(at(name), 'utf8'));
const { engines } = readJson('package.json');
const { packages } = readJson('package-lock.json');

/** Where Node would find `name` from the package at `path`: the nearest node_modules that the lock file lists. */
function locked(path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const candidate = `${at && `${at}/`}node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (!at) return null;
  }
}

/** Every dependency of a kind that the lock file names and does not hold. */
const missing = kind =>
  Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry[kind] ?? {})
      .filter(name => !locked(path, name))
      .map(name => `${path || 'package.json'} needs ${name}`)
  );

test('locks every optional dependency, other platforms’ binaries included', () => {
  assert.deepEqual(missing('optionalDependencies'), []);
  assert.ok(Object.keys(packages).some(path => path.includes('binding-darwin-arm64')));
});

test('locks every dependency', () => {
  assert.deepEqual(missing('dependencies'), []);
});

test('locks no package that refuses the oldest Node that package.json allows', () => {
  const oldest = Number(/\d+/.exec(engines.node)[0]);
  const refuses = range =>
    range.split('||').every(part => {
      const [, comparison, major] = /^\s*(>=|[~^])?\s*v?(\d+)/.exec(part) ?? [];
      return major && (comparison === '>=' ? Number(major) > oldest : Number(major) !== oldest);
    });
  const refusing = Object.entries(packages)
    .filter(([, { engines: wanted, optional }]) => !optional && wanted?.node && refuses(wanted.node))
    .map(([path, { engines: wanted }]) => `${path} needs Node ${wanted.node}`);
  assert.deepEqual(refusing, []);
});
