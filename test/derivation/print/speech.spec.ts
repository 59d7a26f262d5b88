import catalogue from '../../../src/lab/locale/zh_CN.json';
import {
  DIGITS,
  Granularity,
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

test('a symbol is heard in words', () => {
  expect(symbolToSpeech({ name: 'ŷ' }, english)).toBe('y hat');
  const w = { name: 'w', sub: '21', sup: '(1)' };
  expect(symbolToSpeech({ name: 'L', sup: '[3]', by: w }, english)).toBe(
    'the derivative of L of sample 3 with respect to w 2 1 of layer 1'
  );
  expect(symbolToSpeech({ name: 'L', by: w }, chinese)).toBe('L 对 第 1 层的 w 2 1 的导数');
});

test('a number is heard with its power of ten, and what is no number by its name', () => {
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
  'every step by %s is a sentence with its numbers',
  (granularity, translate) => {
    const program = new Program(reader.trace, granularity);
    const heard = new Set<string>();
    for (let i = 0; i < program.length; i++) {
      const derivation = derive(reader, program.step(i), 0, granularity);
      const sentence = stepToSpeech(derivation, translate, DIGITS);
      for (const result of derivation.results) {
        // An update has as many digits as it takes to see it.
        const texts = [4, 5, 6, 7, 8, 9].map(digits => numberToSpeech(valueOf(result), translate, digits));
        expect(texts.some(text => sentence.includes(text))).toBe(true);
      }
      expect(derivation.results.length).toBeGreaterThan(0);
      // What a synthesizer would pass over, and what has no Chinese.
      expect(sentence).not.toMatch(/[₀-₉⁰-⁹⁽⁾∂\[\]?]{2}|%|\?[a-z%]/);
      expect(sentence).toMatch(/[.。]$/);
      heard.add(sentence);
    }
    expect(heard.size).toBe(program.length);
  }
);

test('one operation is heard with what it is computed from', () => {
  const program = new Program(reader.trace, 'operation');
  const first = stepToSpeech(derive(reader, program.step(0), 0, 'operation'), english, DIGITS);
  expect(first).toMatch(
    /^What does h 1 add up .*\? z 1 of layer 1 is .* times .* plus .*, which is [−\d.]+\.$/
  );
});
