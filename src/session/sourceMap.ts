/** A place in a text: line and column, both from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Bits of a digit in base 64 that hold a number; the next one says whether another digit follows. */
const BITS = 5;

/** From places in JavaScript to places in the TypeScript that it was made from, by a source map of version 3. */
export class SourceMap {
  /** For each line of JavaScript its segments: column, line and column of the source. */
  private readonly lines: [number, number, number][][];

  constructor(json: string) {
    const { mappings } = JSON.parse(json) as { mappings: string };
    let line = 0;
    let column = 0;
    this.lines = mappings.split(';').map(segments => {
      let at = 0;
      const found: [number, number, number][] = [];
      for (const segment of segments.split(',').filter(Boolean)) {
        const [by, , lines, columns] = numbersOf(segment);
        at += by;
        if (lines !== undefined) {
          line += lines;
          column += columns;
          found.push([at, line, column]);
        }
      }
      return found;
    });
  }

  /** The place in the source of the segment that holds a place; null if nothing of the line has a source. */
  sourceOf({ line, column }: Place): Place | null {
    const segments = this.lines[line] ?? [];
    const segment = segments.filter(([at]) => at <= column).at(-1) ?? segments[0];
    return segment ? { line: segment[1], column: segment[2] } : null;
  }
}

/** The numbers of a segment: digits in base 64 of 5 bits each, the lowest first, with the sign in the lowest bit. */
function numbersOf(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit);
    value += (bits & 31) << shift;
    shift += BITS;
    if (bits < 32) {
      numbers.push(value & 1 ? -(value >> 1) : value >> 1);
      value = 0;
      shift = 0;
    }
  }
  return numbers;
}
