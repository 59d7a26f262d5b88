/** @jest-environment jsdom */
import { english, say } from '../../../src/derivation';
import { h } from '../../../src/views/page/dom';
import { sentenceNodes } from '../../../src/views/page/translate';

const html = (...nodes: Node[]): string => h('p', {}, ...nodes).innerHTML;

test('sets the arguments of a sentence off from its translation', () => {
  const sentence = say('%1 of %2 samples', 3, { feature: 'width <cm>' });
  const reversed = (message: string): string => (message === sentence.message ? '%2：%1' : message);
  expect(html(...sentenceNodes(sentence, english))).toBe('<b>3</b> of <b>width &lt;cm&gt;</b> samples');
  expect(html(...sentenceNodes(sentence, reversed))).toBe('<b>width &lt;cm&gt;</b>：<b>3</b>');
});

test('marks symbols, and keeps a blank without an argument', () => {
  const sentence = say('%1 and %2', { symbol: { name: 'w' } });
  expect(html(...sentenceNodes(sentence, english))).toBe('<b class="sg-symbol">w</b> and %2');
});
