import { Matrix, MatrixForm, formatNumber, isLit, isMatrix, matrixName } from '../../derivation';
import { h, isNew, update, writeText } from '../page/dom';
import { MAX_UNITS, visibleUnits } from '../../derivation/graphLayout';
import { stillLinked } from '../page/links';
import { Translate, translatable } from '../page/translate';

/** Width of a matrix's brackets and gaps, in px. */
const AROUND = 13;
/** Width of a sign, in px. */
const SIGN = 15;

/** The size of the cells, and how many of them are drawn. */
export interface Fit {
  /** Columns drawn per matrix, at most. */
  places: number;
  /** Width of a cell, in px. */
  cell: number;
  /** Letters that fit in a cell; a superscript counts less than one. */
  letters: number;
}

/** From the roomiest to the tightest: first smaller cells, then fewer columns. Whatever still doesn't fit wraps. */
const FITS: Fit[] = [
  { places: MAX_UNITS, cell: 44, letters: 6.4 },
  { places: MAX_UNITS, cell: 38, letters: 5.9 },
  ...[7, 6, 5, 4].map(places => ({ places, cell: 38, letters: 5.9 }))
];

/** A matrix of a form, and how it is drawn. */
export interface MatrixDrawing {
  matrix: Matrix;
  form: MatrixForm;
  /** The result's cells can be opened with the keyboard. */
  isResult: boolean;
  fit: Fit;
  translate: Translate;
  linkOf(ref: string): string;
}

/** The roomiest fit in which all matrices of a form stand side by side. */
export function fitOf({ result, parts }: MatrixForm, width: number): Fit {
  const beside = parts.filter((_, i) => !isStacked(parts, i) && !isStacked(parts, i + 1));
  const all = [result, ...beside.filter(isMatrix)];
  const signs = beside.filter(part => !isMatrix(part) && part !== '');
  const free = width - AROUND * all.length - SIGN * (signs.length + 1);
  const fits = ({ places, cell }: Fit): boolean =>
    all.reduce((sum, { columns }) => sum + Math.min(columns, places), 0) * cell <= free;
  return FITS.find(fits) ?? FITS[FITS.length - 1];
}

/** Whether part `i` is a row that is added to each row of the factor before it. It is drawn below that factor. */
export function isStacked(parts: MatrixForm['parts'], i: number): boolean {
  const [factor, sign, row] = [parts[i - 2], parts[i - 1], parts[i]];
  return (
    sign === '+' &&
    factor !== undefined &&
    row !== undefined &&
    isMatrix(factor) &&
    isMatrix(row) &&
    row.axes[0] === 'one' &&
    factor.columns === row.columns
  );
}

/** A number as text that fits into a cell. */
export function cellNumber(x: number, letters: number): string {
  for (const digits of [3, 2]) {
    const text = formatNumber(x, digits);
    if (room(text) <= letters) {
      return text;
    }
  }
  return formatNumber(x, 1);
}

/** The width of a text in letters, where a superscript counts 0.6. */
const room = (text: string): number => text.length - 0.4 * (text.match(/[⁻⁰-⁹²³¹]/g)?.length ?? 0);

/** Font size in a cell, in px. */
const LETTERS = 10;
/** A text that is wider than this fraction of its cell gets a smaller font. */
const FULL = 0.93;

/** The rows and columns that are drawn; null stands for a gap. Factors that share an axis show the same indices. */
export function placesOf(
  matrix: Matrix,
  { row, column }: MatrixForm['cell'],
  places: number
): { rows: (number | null)[]; columns: (number | null)[] } {
  return {
    rows: visibleUnits(matrix.rows, matrix.lit === 'column' ? [] : [Math.min(row, matrix.rows - 1)]),
    columns: visibleUnits(
      matrix.columns,
      matrix.lit === 'row' ? [] : [Math.min(column, matrix.columns - 1)],
      places
    )
  };
}

/** A key of the layout without the numbers: matrices with equal keys can share an element. */
export function skeletonOf({ matrix, form, isResult, fit, translate }: MatrixDrawing): string {
  const { rows, columns } = placesOf(matrix, form.cell, fit.places);
  const gaps = [rows, columns].map(places => places.map(place => (place === null ? '…' : '.')).join(''));
  const { cell, letters } = fit;
  return [matrix.role, isResult, cell, letters, ...gaps, ...axesOf(matrix, translate)].join(' ');
}

/** Draws a matrix with its shape and axes, without numbers; large matrices have gaps. */
export function drawMatrix({ matrix, form, fit, translate }: MatrixDrawing): HTMLElement {
  const { rows, columns } = placesOf(matrix, form.cell, fit.places);
  const grid = h('div', { class: `sg-grid sg-of-${matrix.role}` });
  grid.style.setProperty('--sg-columns', String(columns.length));
  grid.style.setProperty('--sg-cell', `${fit.cell}px`);
  const gap = (text: string): HTMLElement => h('span', { class: 'sg-cell-gap', 'aria-hidden': 'true' }, text);
  for (const i of rows) {
    for (const j of columns) {
      grid.append(
        i === null ? gap(j === null ? '⋱' : '⋮') : j === null ? gap('…') : h('span', { class: 'sg-cell' })
      );
    }
  }
  return h(
    'div',
    { class: 'sg-matrix', role: 'group' },
    h(
      'div',
      { class: 'sg-matrix-name' },
      h('span', { class: `sg-number sg-${matrix.role}` }),
      ' ',
      h('span', { class: 'sg-shape' })
    ),
    grid,
    h('div', { class: 'sg-axes' }, axesOf(matrix, translate).join(' × '))
  );
}

/** Writes a matrix's numbers into an element drawn for it or for a matrix with the same skeleton. */
export function writeMatrix(element: Element, drawing: MatrixDrawing): void {
  const { matrix, form, fit, translate } = drawing;
  const { rows, columns } = placesOf(matrix, form.cell, fit.places);
  const largest = peakOf(matrix);
  const [name, shape] = [matrixName(matrix), `${matrix.rows}×${matrix.columns}`];
  const axes = axesOf(matrix, translate);
  update(element, { 'aria-label': `${name}, ${shape}: ${axes.join(' × ')}` });
  writeText(element.querySelector('.sg-number')!, name);
  writeText(element.querySelector('.sg-shape')!, shape);
  const grid = element.querySelector('.sg-grid')!;
  let at = 0;
  for (const i of rows) {
    for (const j of columns) {
      const cell = grid.children[at++];
      if (i !== null && j !== null) {
        const place = `${name} ${axes[0]} ${i + 1}, ${axes[1]} ${j + 1}`;
        writeCell(cell as HTMLElement, [i, j], place, largest, drawing);
      }
    }
  }
}

function writeCell(
  element: HTMLElement,
  [i, j]: [number, number],
  place: string,
  largest: number,
  { matrix, form, isResult, fit, linkOf }: MatrixDrawing
): void {
  const value = matrix.at(i, j);
  const ref = matrix.ref(i, j);
  const lit = isLit(matrix, form.cell, i, j);
  // Rounded to 100 shades, so that equal-looking cells aren't written again.
  const share = Number.isFinite(value) ? Math.round((Math.abs(value) / largest) * 100) / 100 : 0;
  if (!isNew(element, place, value, ref, lit, share)) {
    return;
  }
  const text = cellNumber(value, fit.letters);
  const link = ref === undefined ? undefined : linkOf(ref);
  const name = `${place}: ${formatNumber(value, 6)}`;
  const opens = isResult && ref !== undefined;
  update(element, {
    class: `sg-cell${value < 0 ? ' sg-negative' : ''}${lit ? ' sg-lit' : ''}${isResult && lit ? ' sg-here' : ''}${stillLinked(element, link)}`,
    'data-value': value,
    'data-ref': ref,
    'data-link': link,
    role: opens && 'button',
    'data-stop': opens,
    'aria-label': opens && name,
    title: name
  });
  writeText(element, text);
  const part = room(text) / fit.letters;
  element.style.fontSize = part > FULL ? `${((LETTERS * FULL) / part).toFixed(1)}px` : '';
  element.style.setProperty('--sg-part', String(share));
}

function peakOf({ rows, columns, at }: Matrix): number {
  let most = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const x = Math.abs(at(i, j));
      most = x > most && Number.isFinite(x) ? x : most;
    }
  }
  return most || 1;
}

/** The meaning of rows and of columns, translated. */
const axesOf = ({ axes }: Matrix, translate: Translate): string[] =>
  axes.map(axis => (axis === 'one' ? '1' : translate(axisNames[axis])));

/** The meaning of a row or a column. */
const axisNames: Record<Exclude<Matrix['axes'][0], 'one'>, string> = {
  samples: translatable('samples'),
  inputs: translatable('inputs'),
  neurons: translatable('neurons'),
  'next neurons': translatable('next neurons'),
  targets: translatable('targets')
};
