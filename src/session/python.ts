import { Message, messageOf } from '../engine/message';

/** Names of Python's, and what is written instead in TypeScript. */
const NAMES: Record<string, string> = {
  True: 'true',
  False: 'false',
  None: 'null',
  print: 'console.log(x)',
  len: 'x.length',
  range: 'for (let i = 0; i < n; i++) { … }',
  self: 'this',
  str: 'String(x)',
  int: 'Math.trunc(x)',
  float: 'Number(x)',
  abs: 'Math.abs(x)',
  max: 'Math.max(a, b)',
  min: 'Math.min(a, b)',
  exp: 'Math.exp(x)',
  log: 'Math.log(x)',
  sqrt: 'Math.sqrt(x)',
  sum: 'x.reduce((a, b) => a + b, 0)',
  torch: "the name alone, imported from 'stepgrad'",
  nn: "the name alone, imported from 'stepgrad'",
  optim: "the name alone, imported from 'stepgrad'",
  np: "Math, or a tensor's methods",
  math: 'Math'
};

/** Lines of Python's grammar, and what is written instead in TypeScript. */
const LINES: [RegExp, string][] = [
  [/^\s*#/, '// a comment'],
  [/^\s*def\b/, 'function name(x) { … }'],
  [/^\s*class\b.*:\s*$/, 'class Name { … }'],
  [/^\s*from\b.*\bimport\b/, "import { Linear } from 'stepgrad';"],
  [/^\s*import\s+[\w.]+(\s+as\s+\w+)?\s*;?\s*$/, "import { Linear } from 'stepgrad';"],
  [/^\s*for\b.*\bin\b.*:\s*$/, 'for (const x of list) { … }'],
  [/^\s*elif\b/, 'else if (x > 0) { … }'],
  [/^\s*(if|while)\b[^(].*:\s*$/, 'if (x > 0) { … }'],
  [/^\s*with\b.*:\s*$/, '{ … }'],
  [/\blambda\b/, 'x => x + 1'],
  [/\bprint\s+["']/, "console.log('text')"],
  [/\s(and|or)\s/, 'a && b, a || b'],
  [/\bnot\s/, '!a'],
  [/\bfor\s+\w+\s+in\b.*\]/, 'list.map(x => x + 1)'],
  [/\bf["']/, '`loss ${loss}`']
];

/** What replaces a name of Python's; null if it is none. */
export const fromPythonName = (name: string): Message | null =>
  Object.hasOwn(NAMES, name) ? instead(NAMES[name]) : null;

/** What replaces a line of Python's grammar; null if it is none. */
export function fromPython(line: string): Message | null {
  const found = LINES.find(([pattern]) => pattern.test(line));
  return found ? instead(found[1]) : null;
}

const instead = (text: string): Message => messageOf('That is Python. In TypeScript: %1', text);
