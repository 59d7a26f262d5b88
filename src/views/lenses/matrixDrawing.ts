import { Matrix, MatrixForm, formatNumber, isLit, isMatrix, matrixName } from '../../derivation';
import { h, isNew, update, writeText } from '../page/dom';
import { MAX_ROWS, visibleUnits } from '../../derivation/layout';
import { stillLinked } from '../page/links';
import { Translate, translatable } from '../page/translate';

/** In px: a cell, what stands around a matrix, and a sign. */
const AROUND = 13;
const SIGN = 15;

/** How matrices are made to fit. */
export interface Fit {
  /** How many columns there is room for. */
  places: number;
  /** The width of a cell, in px, and how many letters that is; raised ones are narrow. */
  cell: number;
  letters: number;
}

/** From the roomiest to the tightest: smaller cells before gaps. What does not fit even then goes on below. */
const FITS: Fit[] = [
  { places: MAX_ROWS, cell: 44, letters: 6.4 },
  { places: MAX_ROWS, cell: 38, letters: 5.9 },
  ...[7, 6, 5, 4].map(places => ({ places, cell: 38, letters: 5.9 }))
];

/** A matrix of a form, and how it is drawn. */
export interface MatrixDrawing {
  matrix: Matrix;
  form: MatrixForm;
  /** Its cells can be opened with the keyboard. */
  isResult: boolean;
  fit: Fit;
  translate: Translate;
  linkOf(ref: string): string;
}

/** How all matrices of a form fit beside each other. */
export function fitOf({ result, parts }: MatrixForm, width: number): Fit {
  const beside = parts.filter((_, i) => !isStacked(parts, i) && !isStacked(parts, i + 1));
  const all = [result, ...beside.filter(isMatrix)];
  const signs = beside.filter(part => !isMatrix(part) && part !== '');
  const free = width - AROUND * all.length - SIGN * (signs.length + 1);
  const fits = ({ places, cell }: Fit): boolean =>
    all.reduce((sum, { columns }) => sum + Math.min(columns, places), 0) * cell <= free;
  return FITS.find(fits) ?? FITS[FITS.length - 1];
}

/** Whether part `i` is a row that is added to each row of the factor before it: it stands under that, its sign too. */
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

/** A number as short as a cell. */
export function cellNumber(x: number, letters: number): string {
  for (const digits of [3, 2]) {
    const text = formatNumber(x, digits);
    if (room(text) <= letters) {
      return text;
    }
  }
  return formatNumber(x, 1);
}

/** How many letters wide a number is: raised ones are narrow. */
const room = (text: string): number => text.length - 0.4 * (text.match(/[⁻⁰-⁹²³¹]/g)?.length ?? 0);

/** The size of letters in a cell, in px; what fills it to its edges, and what is longer still, is smaller. */
const LETTERS = 10;
const FULL = 0.93;

/** The rows and columns of a matrix that are drawn; null for a gap. Along one axis the same in every factor. */
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

/** What of a matrix no number changes: where two have the same, one's element becomes the other's. */
export function skeletonOf({ matrix, form, isResult, fit, translate }: MatrixDrawing): string {
  const { rows, columns } = placesOf(matrix, form.cell, fit.places);
  const gaps = [rows, columns].map(places => places.map(place => (place === null ? '…' : '.')).join(''));
  const { cell, letters } = fit;
  return [matrix.role, isResult, cell, letters, ...gaps, ...axesOf(matrix, translate)].join(' ');
}

/** A matrix with its shape and what that means; gaps where it is too large to draw whole. No numbers yet. */
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

/** Writes a matrix into an element that was drawn for it, or for one with the same skeleton. */
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
  // To as many shades as one can tell apart.
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

/** What rows and columns stand for. */
const axesOf = ({ axes }: Matrix, translate: Translate): string[] =>
  axes.map(axis => (axis === 'one' ? '1' : translate(axisNames[axis])));

/** What a row or a column stands for. */
const axisNames: Record<Exclude<Matrix['axes'][0], 'one'>, string> = {
  samples: translatable('samples'),
  inputs: translatable('inputs'),
  neurons: translatable('neurons'),
  'next neurons': translatable('next neurons'),
  targets: translatable('targets')
};
