/** Numbers as text: rounded to significant digits, with a true minus sign. */

/** Significant digits shown by default: the precision of an output for which neither reader nor author chose one. */
export const DIGITS = 4;

/** A number as digits and, if it is very large or small, a power of ten. */
interface Parts {
  mantissa: string;
  exponent: number | null;
}

/** Numbers memoised per precision: formulas, graph and tables show the same ones. */
const KEPT = 4096;
const written: (Map<number, Parts> | undefined)[] = [];

function parts(x: number, digits: number): Parts {
  const known = (written[digits] ??= new Map<number, Parts>());
  let found = known.get(x);
  if (!found) {
    if (known.size >= KEPT) {
      known.clear();
    }
    found = partsOf(x, digits);
    known.set(x, found);
  }
  return found;
}

function partsOf(x: number, digits: number): Parts {
  // Short numbers stay as they were typed: a learning rate is 0.01, not 0.01000.
  const exact = String(x);
  if (exact.replace(/^-|\.|e.*$/g, '').replace(/^0+/, '').length <= digits && !exact.includes('e')) {
    return { mantissa: exact, exponent: null };
  }
  // The size after rounding: 9.99995 becomes 10.00.
  const [rounded, power] = x.toExponential(digits - 1).split('e');
  const size = Number(power);
  if (size < -4 || size > 5) {
    const [short, own] = x.toExponential().split('e');
    return short.length <= digits + 1
      ? { mantissa: short, exponent: Number(own) }
      : { mantissa: rounded, exponent: size };
  }
  return { mantissa: x.toFixed(Math.max(0, digits - 1 - size)), exponent: null };
}

const special = (x: number): string | null =>
  Number.isNaN(x) ? 'NaN' : x === Infinity ? '∞' : x === -Infinity ? '−∞' : x === 0 ? '0' : null;

/** `−0.03858`, `1.234×10⁻⁷`, `NaN`, `∞`. */
export function formatNumber(x: number, digits: number): string {
  const { mantissa, exponent } = special(x) ? { mantissa: special(x)!, exponent: null } : parts(x, digits);
  return mantissa.replace('-', '−') + (exponent === null ? '' : `×10${superscript(String(exponent))}`);
}

/** Significant digits with which no float64 is rounded. */
export const EXACT = 17;

/** A short number for a node of the graph, of two decimals or two significant digits. */
export const brief = (x: number): string =>
  Math.abs(x) >= 0.095 && Math.abs(x) < 1000 ? formatNumber(Number(x.toFixed(2)), 5) : formatNumber(x, 2);

/** A number with a power of ten, for a node too narrow for its zeros: `−4.2×10⁻³`. */
export function withPower(x: number): string {
  const [mantissa, exponent] = x.toExponential(1).split('e');
  return `${mantissa.replace('-', '−')}×10${superscript(String(Number(exponent)))}`;
}

/** A number as TeX. */
export function numberToTeX(x: number, digits: number): string {
  if (Number.isNaN(x)) {
    return '\\mathrm{NaN}';
  }
  if (!Number.isFinite(x)) {
    return x > 0 ? '\\infty' : '-\\infty';
  }
  const { mantissa, exponent } = x === 0 ? { mantissa: '0', exponent: null } : parts(x, digits);
  return mantissa + (exponent === null ? '' : `{\\cdot}10^{${exponent}}`);
}

/** A format with the same number of decimals for a whole column, so that the decimal points align. */
export function columnFormat(values: Iterable<number>, digits: number): (x: number) => string {
  let largest = 0;
  for (const x of values) {
    if (Number.isFinite(x)) {
      largest = Math.max(largest, Math.abs(x));
    }
  }
  const size = largest === 0 ? 0 : Math.floor(Math.log10(largest));
  const decimals = Math.min(Math.max(8, digits), Math.max(0, digits - Math.max(size, -4)));
  return x => {
    const tiny = x !== 0 && Math.abs(x) < 0.5 * 10 ** -decimals;
    if (special(x) && x !== 0) {
      return special(x)!;
    }
    return tiny || size > 6 ? formatNumber(x, digits) : x.toFixed(decimals).replace('-', '−');
  };
}

const raised: Record<string, string> = {
  ...Object.fromEntries(Array.from('⁰¹²³⁴⁵⁶⁷⁸⁹', (letter, i) => [String(i), letter])),
  '-': '⁻',
  '(': '⁽',
  ')': '⁾',
  i: 'ⁱ',
  t: 'ᵗ',
  o: 'ᵒ',
  l: 'ˡ',
  d: 'ᵈ',
  n: 'ⁿ',
  e: 'ᵉ',
  w: 'ʷ',
  ',': '’'
};
const lowered: Record<string, string> = {
  ...Object.fromEntries(Array.from('₀₁₂₃₄₅₆₇₈₉', (letter, i) => [String(i), letter])),
  i: 'ᵢ',
  j: 'ⱼ',
  k: 'ₖ',
  t: 'ₜ'
};

/** Text in superscript letters; letters without one in Unicode stay. */
export const superscript = (text: string): string =>
  Array.from(text, letter => raised[letter] ?? letter).join('');

/** Text in subscript letters; letters without one in Unicode stay. */
export const subscript = (text: string): string =>
  Array.from(text, letter => lowered[letter] ?? letter).join('');
