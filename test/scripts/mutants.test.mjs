// node --test: the faults that npm run mutate tries.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutantsOf, mutated, sampled } from '../../scripts/lib/mutants.mjs';

/** Every mutant of a source, in full. */
const all = source => mutantsOf(source).map(mutant => mutated(source, mutant));

for (const [what, source, expected] of [
  ['an operator becomes another', 'f = a * b;', ['f = a / b;']],
  ['a bound moves by one', 'f = a < b;', ['f = a <= b;']],
  ['a sum of texts stays', "f = a + 'px';", []],
  ['a negation goes', 'f = !a;', ['f = a;']],
  ['a minus goes', 'f = -a;', ['f = a;']],
  ['a constant grows by one', 'f = 2;', ['f = 3;']],
  ['a truth turns', 'f = true;', ['f = false;']],
  ['a maximum becomes a minimum', 'f = Math.max(a, b);', ['f = Math.min(a, b);']],
  ['a condition is always true, or false', 'f = a ? b : c;', ['f = true ? b : c;', 'f = false ? b : c;']],
  ['a loop is never entered', 'while (a) f;', ['while (false) f;']],
  ['a block is emptied', 'function f() { return a; }', ['function f() {}']],
  ['a call is left out', 'f(a);', [';']],
  ['a function gives nothing', 'f = () => a;', ['f = () => undefined;']],
  ['types, imports and super stay', "import a from 'a'; type T = 1 | true; let f: 2; const c = b as 3;", []]
])
  test(`in a mutant ${what}`, () => assert.deepEqual(all(source).sort(), expected.sort()));

test('a mutant says where it is and what was there', () => {
  const [{ line, column, was, text }] = mutantsOf('f =\n  a - b;');
  assert.deepEqual({ line, column, was, text }, { line: 2, column: 5, was: '-', text: '+' });
});

test('the sample is the seed’s alone, and a larger one begins with it', () => {
  const list = Array.from({ length: 50 }, (_, i) => i);
  const ten = sampled(list, 10, 7);
  assert.deepEqual(sampled(list, 10, 7), ten);
  assert.deepEqual(sampled(list, 20, 7).slice(0, 10), ten);
  assert.notDeepEqual(sampled(list, 10, 8), ten);
  assert.equal(new Set(sampled(list, 99, 7)).size, 50);
});
