/** Every mistake of the table gets a message that names what was given, what was expected, and what to write. */
import { mistakes } from './cases';
import { said } from './mistake';

test.each(mistakes)('says what to write instead of $code', async mistake => {
  const message = await said(mistake);
  expect(message).not.toBeNull();
  const { english, chinese } = message!;
  mistake.says.forEach(part => expect(english).toMatch(part));
  expect(english).not.toMatch(/\n|undefined is not|Cannot read|is not a function/);
  // In Chinese too: no part is left in English, but for names, code and texts that were given.
  expect(chinese).toMatch(/[\u4e00-\u9fff]/);
  expect(chinese).not.toMatch(/\b(expected|expects|got|the text|missing|an array|a number)\b(?!:)/);
});

test('there are at least 25 mistakes for the pages, each with a name of its own', () => {
  const titles = mistakes.flatMap(({ title }) => (title ? [title] : []));
  expect(mistakes.length).toBeGreaterThanOrEqual(60);
  expect(titles.length).toBeGreaterThanOrEqual(25);
  expect(new Set(titles.map(([english]) => english)).size).toBe(titles.length);
});
