/**
 * @jest-environment jsdom
 */
/** A picture's file is XML, whatever a name in it holds. */
import { s } from '../../../src/views/page/dom';
import { svgText } from '../../../src/views/page/standaloneSvg';
import { texts } from '../../fuzz/hostile';

test.each(texts.map(text => [text]))('%j', text => {
  const file = svgText(s('svg', {}, s('title', {}, text), s('text', { 'data-name': text }, text)));
  const read = new DOMParser().parseFromString(file, 'image/svg+xml');
  expect(read.querySelector('parsererror')).toBeNull();
  // XML itself makes a line feed of a carriage return.
  const kept = text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u001b\u007f]|[\ud800-\udfff]/gu, '\ufffd');
  expect(read.querySelector('text')!.textContent).toBe(kept);
});
