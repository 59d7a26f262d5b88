import { cleanText } from './wordToTeX';

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const raised = new RegExp(`[⁻${SUPERSCRIPTS}]+`, 'g');
/** Commands inside \text{} for characters that TeX interprets or that its fonts lack. */
const letters: Record<string, string> = {
  ...Object.fromEntries(Array.from('_%&#$', letter => [letter, `\\${letter}`])),
  '{': '$\\{$',
  '}': '$\\}$',
  '\\': '$\\backslash$',
  '^': '$\\wedge$',
  '~': '$\\sim$',
  '–': '--',
  '…': '...',
  '−': '$-$',
  '→': '$\\to$',
  '×': '$\\times$',
  '·': '$\\cdot$',
  '∞': '$\\infty$',
  '∂': '$\\partial$',
  σ: '$\\sigma$',
  Σ: '$\\Sigma$',
  η: '$\\eta$',
  ε: '$\\varepsilon$',
  δ: '$\\delta$',
  '✓': '$\\checkmark$',
  '✗': '$\\times$',
  '“': '``',
  '”': "''"
};

/** A run of superscript digits as one exponent: 10⁻¹². */
const exponent = (run: string): string =>
  `$^{${Array.from(run, letter => (letter === '⁻' ? '-' : SUPERSCRIPTS.indexOf(letter))).join('')}}$`;

/** Text as LaTeX, in a paragraph or in \text{}, with every special character escaped. */
export const textToTeX = (text: string): string =>
  Array.from(cleanText(text), letter => letters[letter] ?? letter)
    .join('')
    .replace(raised, exponent)
    // Two dollars in a row would end the display for readers that look for $$.
    .replace(/\$(?=\$)/g, () => '$ ');
