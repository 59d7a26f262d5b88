import catalogue from '../../../src/lab/locale/zh_CN.json';
import {
  Expression,
  Notation,
  negative,
  product,
  quantity,
  sum
} from '../../../src/engine/formula/expression';
import {
  Block,
  DIGITS,
  Granularity,
  Line,
  Program,
  derive,
  numberToSpeech,
  stepToSpeech,
  symbolToSpeech,
  valueOf
} from '../../../src/derivation';
import { english } from '../../../src/derivation/translate';
import type { Translate } from '../../../src/derivation/translate';
import { TraceReader } from '../../../src/trace';
import { makeTrace, usual } from '../networks';

const chinese: Translate = (message, ...args) =>
  english((catalogue as unknown as Record<string, string[]>)[message]?.[0] ?? `?${message}`, ...args);

test('reads a symbol in words', () => {
  expect(symbolToSpeech({ name: 'ŷ' }, english)).toBe('y hat');
  const w = { name: 'w', sub: '21', sup: '(1)' };
  expect(symbolToSpeech({ name: 'L', sup: '[3]', by: w }, english)).toBe(
    'the derivative of L of sample 3 with respect to w 2 1 of layer 1'
  );
  expect(symbolToSpeech({ name: 'L', by: w }, chinese)).toBe('L 对 第 1 层的 w 2 1 的导数');
});

test('reads a number with its power of ten, NaN and ∞ by name', () => {
  expect(numberToSpeech(-0.0385, english, DIGITS)).toBe('−0.0385');
  expect(numberToSpeech(-6.7e-103, english, DIGITS)).toBe('−6.7 times 10 to the power of −103');
  expect(numberToSpeech(-6.7e-103, chinese, DIGITS)).toBe('−6.7 乘以 10 的 −103 次方');
  expect(numberToSpeech(NaN, english, DIGITS)).toBe('not a number');
  expect(numberToSpeech(-Infinity, english, DIGITS)).toBe('minus infinity');
});

const reader = new TraceReader(makeTrace({ ...usual, activations: [0, 0], samples: 2 }));

test.each([
  ['operation', english],
  ['neuron', english],
  ['layer', english],
  ['operation', chinese],
  ['neuron', chinese],
  ['layer', chinese]
] as [Granularity, Translate][])(
  'reads every step by %s as a sentence with its numbers',
  (granularity, translate) => {
    const program = new Program(reader.trace, granularity);
    const heard = new Set<string>();
    for (let i = 0; i < program.length; i++) {
      const derivation = derive(reader, program.step(i), 0, granularity);
      const sentence = stepToSpeech(derivation, translate, DIGITS);
      for (const result of derivation.results) {
        // An update has the digits that make it visible.
        const texts = [4, 5, 6, 7, 8, 9].map(digits => numberToSpeech(valueOf(result), translate, digits));
        expect(texts.some(text => sentence.includes(text))).toBe(true);
      }
      expect(derivation.results.length).toBeGreaterThan(0);
      // Symbols that a synthesizer skips, and texts without Chinese.
      expect(sentence).not.toMatch(/[₀-₉⁰-⁹⁽⁾∂\[\]?]{2}|%|\?[a-z%]/);
      expect(sentence).toMatch(/[.。]$/);
      heard.add(sentence);
    }
    expect(heard.size).toBe(program.length);
  }
);

test('reads an operation with its operands', () => {
  const program = new Program(reader.trace, 'operation');
  const first = stepToSpeech(derive(reader, program.step(0), 0, 'operation'), english, DIGITS);
  expect(first).toMatch(
    /^What does h 1 add up .*\? z 1 of layer 1 is .* times .* plus .*, which is [−\d.]+\.$/
  );
});

describe('a line', () => {
  const z: Notation = { name: 'z' };
  const w = quantity({ name: 'w' }, 'weight', 0.5);
  const x = quantity({ name: 'x' }, 'input', 4);
  const heard = (form: Expression, value: number, more: Partial<Line> = {}): string => {
    const result = quantity(z, 'z', value);
    const line: Line = { left: result, forms: [form], result, ...more };
    const question = { message: 'What is it?', args: [] };
    const blocks: Block[] = [{ heading: 'Weighted sum', lines: [line] }];
    return stepToSpeech(
      { phase: 'forward', question, answer: null, blocks, remarks: [], results: [result], omitted: 0 },
      english,
      3
    );
  };

  test.each([
    ['says minus before a negated quantity', negative(w), -0.5, 'minus 0.5, which is −0.5'],
    ['says minus before a negated number', sum(x, negative(1)), 3, '4 plus minus 1, which is 3'],
    ['reads a product', product(w, x), 2, '0.5 times 4, which is 2'],
    ['reads no product of sums', product(sum(w, x), x), 18, '18'],
    ['reads no negated sum', negative(sum(w, x)), -4.5, '−4.5'],
    [
      'reads six terms',
      sum(w, w, w, w, w, w),
      3,
      '0.5 plus 0.5 plus 0.5 plus 0.5 plus 0.5 plus 0.5, which is 3'
    ],
    ['reads no seven terms', sum(w, w, w, w, w, w, w), 3.5, '3.5'],
    ['says a number once if it is its own formula', x, 4, '4']
  ])('%s', (_, form, value, text) => expect(heard(form, value)).toBe(`What is it? z is ${text}.`));

  test('becomes its result in an update', () => {
    expect(heard(sum(w, x), 4.5, { becomes: true })).toBe('What is it? z becomes 0.5 plus 4, which is 4.5.');
  });

  test('has the digits of the output, or more if a small change needs them', () => {
    const third = quantity({ name: 'x' }, 'input', 1 / 3);
    const ninth = (digits: Partial<Line> = {}): string => heard(product(third, third), 1 / 9, digits);
    expect(ninth()).toBe('What is it? z is 0.333 times 0.333, which is 0.111.');
    expect(ninth({ minDigits: 5 })).toBe('What is it? z is 0.33333 times 0.33333, which is 0.11111.');
    expect(ninth({ minDigits: 2 })).toBe('What is it? z is 0.333 times 0.333, which is 0.111.');
  });
});
