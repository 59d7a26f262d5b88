// The docstring check and the API page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missing } from '../../scripts/lib/api/check.mjs';
import { page } from '../../scripts/lib/api/page.mjs';
import { readExports } from '../../scripts/lib/api/read.mjs';

test('reports exactly the missing docstrings', () => {
  const file = 'test/scripts/fixtures/undocumented.ts';
  assert.deepEqual(missing(readExports(file)).sort(), [
    `NoSource: memory has no docstring (${file})`,
    `NoSource: no source ("Source: torch.nn.…") (${file})`,
    `Silent: no docstring (${file})`,
    `SilentOptions: size has no docstring (${file})`,
    `half: it throws, but has no @throws (${file})`,
    `half: option _options.deep of it has no docstring (${file})`
  ]);
});

test('links every entry of the contents to a heading', async () => {
  const text = page(readExports('src/kernel/index.ts'));
  const used = new Map();
  const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
    const plain = heading.toLowerCase().replaceAll(' ', '-');
    used.set(plain, (used.get(plain) ?? -1) + 1);
    return used.get(plain) ? `${plain}-${used.get(plain)}` : plain;
  });
  const links = [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, link]) => link);
  assert.deepEqual(
    links.filter(link => !anchors.includes(link)),
    []
  );
  assert.equal(new Set(links).size, links.length);
});
