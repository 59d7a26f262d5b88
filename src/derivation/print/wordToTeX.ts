/** A name as TeX: one `\text{…}` that LaTeX compiles and that KaTeX and MathJax show letter by letter. */

/** Longest names that are written out, in characters. */
const MOST = 60;

/** Commands of text mode. None has a dollar, which would end a formula in Markdown. */
const commands: Record<string, string> = {
  ...Object.fromEntries(Array.from('_%&#$', letter => [letter, `\\${letter}`])),
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '\\': '\\textbackslash{}',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '…': '\\ldots{}'
};

/** Marks that turn the direction of what follows: they would reorder the formula around the name. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** Characters without a glyph: control characters, lone surrogates, letters of private use, and what Unicode excludes. */
const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Co}\ufff9-\uffff\ufdd0-\ufdef]|[\u{1d400}-\u{1d7ff}\u{1fffe}\u{1ffff}\u{2fffe}-\u{2ffff}\u{e0000}-\u{10ffff}]/gu;
/** Letters and digits of any script, and Chinese punctuation. Other signs may be operators or macros of KaTeX. */
const PLAIN = /[ -~\p{L}\p{N}\p{M}\u3000-\u303f\uff00-\uffef]/u;
/** Accents that KaTeX can't set above a letter, and letters that it has as macros. */
const BY_CODE = /[\u0300-\u036f\u2100-\u214f]/;
/** Bold, script and other letters of mathematics, not all of which KaTeX has: they become plain ones. */
const ALPHABETS = /[\u2100-\u214f\u{1d400}-\u{1d7ff}]/gu;

/** A text as one line, without characters that have no glyph or change the order of others. */
export const cleanText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(TURNS, '')
    .replace(/\s/g, ' ')
    .replace(ALPHABETS, letter => letter.normalize('NFKC'))
    .replace(UNSEEN, '?');

/** A name on one line; a long one is cut. */
export function cleanName(text: string): string {
  const letters = Array.from(cleanText(text));
  return letters.length > MOST ? `${letters.slice(0, MOST - 1).join('')}…` : letters.join('');
}

/** A name in a formula; `?` for one without letters. */
export const wordToTeX = (name: string): string => `\\text{${escapeWord(name) || '?'}}`;

/** A text inside `\text{…}`. */
export const escapeWord = (text: string): string => Array.from(cleanName(text), letterToTeX).join('');

const letterToTeX = (letter: string): string =>
  commands[letter] ??
  (PLAIN.test(letter) && !BY_CODE.test(letter)
    ? letter
    : `\\char"${letter.codePointAt(0)!.toString(16).toUpperCase()}{}`);

/** An index or a superscript: numbers, single letters and commas as they are, words upright. */
export const scriptToTeX = (script: string): string =>
  script.replace(/[^\d()[\],]+/g, word => (/^[A-Za-z−-]$/.test(word) ? word : wordToTeX(word)));
