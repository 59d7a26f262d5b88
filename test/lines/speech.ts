/** Reads a sentence that states an equality: `z is 0.5 times minus 2 plus 1, which is 0.` */
import { printedNumber } from './digits';
import { Interval, add, exactly, multiply, negate } from './interval';

const SAID = /^.* (?:is|becomes) ([^,;]+), which is ([^,;]+?)\.$/;
const NUMBER = /^(−?)(\d+(?:\.\d+)?)(?: times 10 to the power of (−?\d+))?(?= |$)/;

/** The two sides of the equality at the end of a text, as intervals; null if it states none. @throws Error for other words */
export function spokenSides(text: string, digits: number): [Interval, Interval] | null {
  const [, formula, result] = SAID.exec(text) ?? [];
  return formula === undefined ? null : [sumOf(formula, digits), sumOf(result, digits)];
}

const sumOf = (text: string, digits: number): Interval =>
  text
    .split(' plus ')
    .map(term => productOf(term, digits))
    .reduce(add);

function productOf(text: string, digits: number): Interval {
  let rest = text;
  let whole: Interval | null = null;
  for (;;) {
    const minus = rest.startsWith('minus ');
    rest = minus ? rest.slice('minus '.length) : rest;
    const found = NUMBER.exec(rest);
    const special = /^(not a number|infinity|π)/.exec(rest)?.[0];
    if (!found && special === undefined) {
      throw new Error(`can't be read from “${rest}” on: ${text}`);
    }
    const value = found
      ? printedNumber(found[2], Number((found[3] ?? '0').replace('−', '-')), digits)
      : exactly(special === 'π' ? Math.PI : special === 'infinity' ? Infinity : NaN);
    const signed = (found?.[1] === '−') !== minus ? negate(value) : value;
    whole = whole ? multiply(whole, signed) : signed;
    rest = rest.slice((found?.[0] ?? special!).length);
    if (rest === '') {
      return whole;
    }
    if (!rest.startsWith(' times ')) {
      throw new Error(`can't be read from “${rest}” on: ${text}`);
    }
    rest = rest.slice(' times '.length);
  }
}
