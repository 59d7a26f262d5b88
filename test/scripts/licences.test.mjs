// The licences of everything that is bundled with the extension come with it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bundledPackages, report } from '../../scripts/lib/licences.mjs';
import { at } from '../../scripts/lib/paths.mjs';

const { packages } = JSON.parse(readFileSync(report, 'utf8'));

test('each bundled package has its licence in the report, with its text and version', () => {
  for (const name of bundledPackages()) {
    const entry = packages.find(each => each.name === name);
    assert.ok(entry, `${name} is in the report`);
    assert.match(entry.extractedText, /copyright|permission/i, name);
    assert.equal(
      entry.versionInfo,
      JSON.parse(readFileSync(at('node_modules', name, 'package.json'), 'utf8')).version
    );
  }
});

test('finds what packages depend on, and leaves out what only their command lines do', () => {
  const names = bundledPackages();
  for (const name of ['d3', 'd3-dsv', 'd3-format', 'd3-array', 'internmap', 'katex'])
    assert.ok(names.includes(name), name);
  for (const name of ['commander', 'iconv-lite', 'rw']) assert.ok(!names.includes(name), name);
});
