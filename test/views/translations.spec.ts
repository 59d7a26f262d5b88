import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import catalogue from '../../src/lab/locale/zh_CN.json';
import { phaseNames } from '../../src/views/timeline';

const root = join(__dirname, '../../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'));
const source = files.map(file => readFileSync(join(root, file), 'utf8')).join('\n');

/** Every text that goes through translate() or say(), with both branches of a condition. */
const used = [...source.matchAll(/(?:translate|say)\(([^;]*?)(?:\)|,\s*(?:\{|[a-z]))/g)]
  .flatMap(([, args]) => [...args.matchAll(/'((?:[^'\\]|\\.)+)'/g)].map(([, text]) => text))
  .filter(text => !text.startsWith('sg-'));
const headings = [
  ...readFileSync(join(root, 'derivation/derivation.ts'), 'utf8').matchAll(/^ {2}\| '([^']+)'/gm)
].map(([, text]) => text);
const messages = new Set([
  ...used,
  ...headings,
  ...Object.values(phaseNames),
  'operation',
  'neuron',
  'layer'
]);

test('there are messages to look at', () => expect(messages.size).toBeGreaterThan(50));

test.each([...messages])('“%s” is translated', message => {
  const chinese = (catalogue as unknown as Record<string, string[]>)[message]?.[0];
  expect(chinese).toBeTruthy();
  const blanks = (text: string): string[] => (text.match(/%\d/g) ?? []).sort();
  expect(blanks(chinese)).toEqual(blanks(message));
});

test('nothing is translated that is not used', () => {
  const known = Object.keys(catalogue).filter(Boolean);
  expect(known.filter(message => !messages.has(message) && !source.includes(`'${message}'`))).toEqual([]);
});
