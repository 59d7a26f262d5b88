/** Reads a sentence that states an equality: `z is 0.5 times minus 2 plus 1, which is 0.` */
import { constant, numberNode } from './digits';
import { Printed, PrintedLine } from './printed';

const SAID = /^.* (?:is|becomes) ([^,;]+), which is (about )?([^,;]+?)\.$/;
const NUMBER = /^(−?)(\d+(?:\.\d+)?)(?: times 10 to the power of (−?\d+))?(?= |$)/;

/** The two sides of the equality at the end of a text; null if it states none. @throws Error for other words */
export function spokenSides(text: string, digits: number): Omit<PrintedLine, 'becomes'> | null {
  const [, formula, about, result] = (SAID.exec(text) ?? []) as (string | undefined)[];
  return formula === undefined
    ? null
    : { sides: [sumOf(formula, digits), sumOf(result!, digits)], about: about !== undefined };
}

const sumOf = (text: string, digits: number): Printed => ({
  kind: 'sum',
  parts: text.split(' plus ').map(term => productOf(term, digits))
});

function productOf(text: string, digits: number): Printed {
  let rest = text;
  const parts: Printed[] = [];
  for (;;) {
    const minus = rest.startsWith('minus ');
    rest = minus ? rest.slice('minus '.length) : rest;
    const found = NUMBER.exec(rest);
    const special = /^(not a number|infinity|π)/.exec(rest)?.[0];
    if (!found && special === undefined) {
      throw new Error(`can't be read from “${rest}” on: ${text}`);
    }
    const value = found
      ? numberNode(found[2], Number((found[3] ?? '0').replace('−', '-')), digits)
      : constant(special === 'π' ? Math.PI : special === 'infinity' ? Infinity : NaN);
    parts.push((found?.[1] === '−') !== minus ? { kind: 'negative', of: value } : value);
    rest = rest.slice((found?.[0] ?? special!).length);
    if (rest === '') {
      return { kind: 'product', parts };
    }
    if (!rest.startsWith(' times ')) {
      throw new Error(`can't be read from “${rest}” on: ${text}`);
    }
    rest = rest.slice(' times '.length);
  }
}
