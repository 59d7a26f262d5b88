/** All style sheets apply to one page: a selector in two of them would affect the views of both. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../style');
const sheets = readdirSync(folder).filter(name => name.endsWith('.css') && name !== 'katex.css');

/** The selectors of a sheet, except those within at-rules (media, containers) and those of a theme. */
function selectorsOf(name: string): string[] {
  const css = readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  return [...css.matchAll(/^([^@\s}][^{]*)\{/gm)]
    .flatMap(([, list]) => list.split(/,(?![^(]*\))/))
    .map(selector => selector.trim())
    .filter(selector => !/\.sg-root$/.test(selector));
}

test('uses no selector in two style sheets', () => {
  const first = new Map<string, string>();
  const twice: string[] = [];
  for (const sheet of sheets) {
    for (const selector of new Set(selectorsOf(sheet))) {
      if (first.has(selector)) {
        twice.push(`${selector}: ${first.get(selector)}, ${sheet}`);
      }
      first.set(selector, sheet);
    }
  }
  expect(first.size).toBeGreaterThan(300);
  expect(twice).toEqual([]);
});
