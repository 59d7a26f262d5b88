/** Holds a printed line to its word: reads it as arithmetic, and compares its sides. */
import {
  Expression,
  Line,
  TeXPrinter,
  digitsOf,
  lineToText,
  symbolToTeX,
  symbolToText
} from '../../src/derivation';
import { Notation, children, evaluate } from '../../src/engine/formula/expression';
import { Interval, add, exactly, meet } from './interval';
import { PlainReader } from './plainText';
import { Printed, PrintedLine, Surroundings, Unknown, intervalOf, partsOf } from './printed';
import { wrongSign } from './strictly';
import { TeXReader } from './texReader';

type Quantity = Extract<Expression, { kind: 'quantity' }>;

/** The quantities of a formula that have a number. */
const quantitiesOf = (e: Expression): Quantity[] =>
  e.kind === 'quantity' ? (e.symbol.shape ? [] : [e]) : children(e).flatMap(quantitiesOf);

/** The quantities of its general terms, and its whole rows. */
const generalOf = (e: Expression): Quantity[] =>
  e.kind === 'quantity'
    ? e.symbol.shape
      ? [e]
      : []
    : [...(e.kind === 'series' ? quantitiesOf(e.general) : []), ...children(e).flatMap(generalOf)];

/** The sums of the terms that a long sum leaves out: all after the fifth, of more than six. */
function omittedIn(e: Expression): Surroundings['omitted'] {
  if (e.kind === 'series' && e.terms.length > 6) {
    const rest = e.terms.slice(5);
    return [
      ...e.terms.slice(0, 5).flatMap(omittedIn),
      { count: rest.length, value: rest.map(term => exactly(evaluate(term))).reduce(add) }
    ];
  }
  return children(e).flatMap(omittedIn);
}

/** The values of a line's symbols by their texts. @throws Error for two numbers under one name */
function symbolsOf(
  { left, forms, result, becomes }: Line,
  name: (symbol: Notation) => string
): Surroundings['symbols'] {
  const values = new Map<string, number | null>();
  // The left of an assignment is the new value, under the name of the old one.
  for (const { symbol, value } of [...(becomes ? [] : [left]), ...forms].flatMap(quantitiesOf)) {
    const text = name(symbol);
    const known = values.get(text) ?? value;
    if (!Object.is(known + 0, value + 0)) {
      throw new Error(`${text} stands for ${known} and for ${value}.`);
    }
    values.set(text, value);
  }
  // A matrix has no one value.
  if (result.kind === 'matrix') {
    quantitiesOf(left).forEach(({ symbol }) => values.set(name(symbol), null));
  }
  for (const { symbol } of [left, ...forms].flatMap(generalOf)) {
    values.set(name(symbol), values.get(name(symbol)) ?? null);
  }
  return values;
}

/** How many sides of lines were compared, and how many had no one value. */
export interface Tally {
  lines: number;
  texts: number;
  compared: number;
  unknown: number;
}

export const tally = (): Tally => ({ lines: 0, texts: 0, compared: 0, unknown: 0 });

/** How a line is written as TeX: on one row, on rows of a width in em, and marked for the page. */
export interface Layout {
  room: number;
  inline: boolean;
  marked: boolean;
}

/**
 * Checks a line as plain text and as TeX.
 * @throws Error with the text, if one side of it is not the other
 */
export function checkPrinted(line: Line, digits: number, layout: Layout, count: Tally): void {
  count.lines++;
  const plain = lineToText(line, digits);
  checkText(line, plain, digits, symbolToText, count, names =>
    new PlainReader(plain, names, digitsOf(line, digits)).line()
  );
  const tex = new TeXPrinter({ digits, room: layout.room, marked: layout.marked }).line(line, layout.inline);
  checkText(line, tex, digits, symbolToTeX, count, names =>
    new TeXReader(tex, names, digitsOf(line, digits)).line()
  );
}

function checkText(
  line: Line,
  text: string,
  digits: number,
  name: (symbol: Notation) => string,
  count: Tally,
  read: (names: string[]) => PrintedLine
): void {
  count.texts++;
  const fail = (why: string): never => {
    throw new Error(`${why} At ${digits} digits: ${text}`);
  };
  try {
    const symbols = symbolsOf(line, name);
    const left = quantitiesOf(line.left).map(each => name(each.symbol));
    const names = [...new Set([...symbols.keys(), ...left])].sort((a, b) => b.length - a.length);
    const { sides, becomes, about } = read(names);
    if (becomes !== (line.becomes ?? false) || sides.length < 2) {
      fail(`It has ${sides.length} sides.`);
    }
    const last = line.forms[line.forms.length - 1];
    const omitted = last ? omittedIn(last) : [];
    const values = sides.slice(becomes ? 1 : 0).map(side => sideOf(side, { symbols, omitted }));
    const result = values[values.length - 1];
    const [formula, printed] = sides.slice(-2);
    const wrong =
      about || sides.length > 2
        ? wrongSign(
            formula,
            printed,
            about,
            omitted.map(({ value }) => value)
          )
        : null;
    if (wrong) {
      fail(wrong);
    }
    const before = sides.slice(becomes ? 1 : 0);
    values.slice(0, -1).forEach((value, i) => {
      const last = i === values.length - 2;
      if (
        (about && last) ||
        value === null ||
        result === null ||
        (!agree(value, result) && overflows(before[i], symbols))
      ) {
        count.unknown++;
      } else if (!agree(value, result)) {
        fail(`Side ${i + 1} is ${JSON.stringify(value)}, the result ${JSON.stringify(result)}.`);
      } else {
        count.compared++;
      }
    });
  } catch (error) {
    const message = (error as Error).message;
    throw message.includes(text)
      ? error
      : new Error(`${message} At ${digits} digits: ${text}`, { cause: error });
  }
}

/**
 * Whether a side of symbols has one whose number overflowed or underflowed: −ln p is not ∞ where p is 5e-400, which is
 * stored as 0. A side of numbers has no such excuse.
 */
function overflows(side: Printed, symbols: Surroundings['symbols']): boolean {
  if (side.kind === 'symbol') {
    const size = Math.abs(symbols.get(side.name) ?? 0);
    return !(size > 1e-290 && size < 1e290);
  }
  return partsOf(side).some(part => overflows(part, symbols));
}

type Value = Interval | (Interval | null)[][];

function sideOf(side: Printed, around: Surroundings): Value | null {
  try {
    return side.kind === 'matrix'
      ? side.rows.map(row => row.map(cell => sideOf(cell, around) as Interval | null))
      : intervalOf(side, around);
  } catch (error) {
    if (error instanceof Unknown) {
      return null;
    }
    throw error;
  }
}

function agree(a: Value, b: Value): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every(
        (row, i) => row.length === b[i].length && row.every((x, j) => !x || !b[i][j] || meet(x, b[i][j]))
      )
    );
  }
  return meet(a, b);
}
