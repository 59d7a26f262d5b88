import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import catalogue from '../../src/lab/locale/zh_CN.json';
import { phaseNames, shortPhaseNames } from '../../src/views/stepper/timeline';

const root = join(__dirname, '../../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'));
const read = (some: string[]): string => some.map(file => readFileSync(join(root, file), 'utf8')).join('\n');
const source = read(files);
const checks = read(files.filter(file => file.startsWith(join('trace', 'check'))));

/** The arguments of a call that begins at `start`, as they are written. */
function argumentsOf(text: string, start: number): string[] {
  const found = [''];
  let [depth, quote] = [0, ''];
  for (const letter of text.slice(start, start + 4000)) {
    if (quote) {
      quote = letter === quote ? '' : quote;
    } else if (`'"\``.includes(letter)) {
      quote = letter;
    } else if ('([{'.includes(letter)) {
      depth++;
    } else if (')]}'.includes(letter) && depth-- === 0) {
      break;
    } else if (letter === ',' && depth === 0) {
      found.push('');
      continue;
    }
    found[found.length - 1] += letter;
  }
  return found;
}

/** The texts that the calls of some functions give as their n-th argument, with both branches of a condition. */
function given(text: string, call: RegExp, n: number): string[] {
  const calls = [...text.matchAll(call)].map(match => argumentsOf(text, match.index + match[0].length));
  return calls.flatMap(args =>
    [...(args[n] ?? '').matchAll(/(?<!=== )(?:'([^'\n]+)'|"([^"\n]+)")/g)].map(([, a, b]) => a ?? b)
  );
}

/** Every text of translate(), translatable(), say(), messageOf() and failure(), and what can be wrong with an output. */
const used = [
  ...given(source, /\b(?:translate|translatable|say|messageOf)\(/g, 0),
  ...given(source, /\bfailure\(/g, 1),
  ...given(checks, /\bfail\(/g, 1)
];
const headings = [
  ...readFileSync(join(root, 'derivation/derivation.ts'), 'utf8').matchAll(/^ {2}\| '([^']+)'/gm)
].map(([, text]) => text);
/** Titles, descriptions and labels of the settings. */
const settings = textsOf(JSON.parse(readFileSync(join(root, '../schema/renderer.json'), 'utf8'))).filter(
  // The same in every language.
  text => !/^(stepgrad|English|简体中文|[\d.]+ s)$/.test(text)
);
function textsOf(schema: object): string[] {
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? textsOf(value)
      : (key === 'title' || key === 'description') && typeof value === 'string'
        ? [value]
        : []
  );
}
const messages = new Set([
  ...settings,
  ...used,
  ...headings,
  ...Object.values(phaseNames),
  ...Object.values(shortPhaseNames),
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
  expect(known.filter(message => !messages.has(message) && !source.includes(message))).toEqual([]);
});
