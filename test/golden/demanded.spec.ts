/** Every type of the registry is held to numbers from elsewhere: PyTorch's, or a worked example where it has none. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { layers, losses, optimizers } from '../../src/engine/registry';
import { checkWorked, hasCase, missingFor, worked } from './worked';

const read = (name: string): string => readFileSync(join(__dirname, `${name}.json`), 'utf8');

test.each([
  ['layer', 'layers', layers],
  ['loss', 'layers', losses],
  ['optimiser', 'optimizers', optimizers]
])('demands golden numbers or a worked example of every %s', (_, file, types) => {
  const goldens = read(file);
  const missing = Object.entries(types).map(([name, type]) => missingFor(name, type, hasCase(goldens, name)));
  expect(missing.filter(each => each !== null)).toEqual([]);
});

test('agrees with every worked example', () => {
  Object.entries(worked).forEach(([name, example]) => checkWorked(name, example));
});
