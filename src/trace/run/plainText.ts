/** A spreadsheet would run a text that starts with one of these as a formula. Source: OWASP, CSV injection. */
const HARMFUL = /^[=+\-@\t\r]/;

/** A text for a cell of a CSV file: one that a spreadsheet would run begins with an apostrophe. */
export const plainText = (text: string): string => (HARMFUL.test(text) ? `'${text}` : text);
