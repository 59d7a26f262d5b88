const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const raised = new RegExp(`[⁻${SUPERSCRIPTS}]+`, 'g');
/** What TeX would read, and what its fonts lack, as commands for inside \text{}. */
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

/** 10⁻¹² has one exponent, not three. */
const exponent = (run: string): string =>
  `$^{${Array.from(run, letter => (letter === '⁻' ? '-' : SUPERSCRIPTS.indexOf(letter))).join('')}}$`;

/** Text as LaTeX, in a paragraph or in \text{}: nothing of it is a command. */
export const textToTeX = (text: string): string =>
  Array.from(text.replace(/\s/g, ' '), letter => letters[letter] ?? letter)
    .join('')
    .replace(raised, exponent)
    // Not two in a row: they would end the display for those who look for $$.
    .replace(/\$(?=\$)/g, () => '$ ');
