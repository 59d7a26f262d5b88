import { formatNumber, superscript } from '../../derivation';
import { h, isNew, s, setAttributes, update } from '../page/dom';
import { HeatmapCell, HeatmapMatrix, cellAt, largestOf, pixelsOf, powerOf } from './heatmapGeometry';
import { CellInputs } from './cellInputs';
import { HeatmapColours, isDark } from './heatmapColours';
import { textWidth } from '../graph/textFit';
import { Translate } from '../page/translate';

export type { HeatmapCell, HeatmapMatrix } from './heatmapGeometry';

/** Height of the readout under the picture, in px. */
const READOUT = 30;
/** Largest size of a cell, in px. */
const CELL = { width: 16, height: 16 };
/** Smallest size of a cell with a written number, in px. */
export const WRITTEN = { width: 40, height: 20 };
/** Font size of written numbers, relative to that of the graph, which `textWidth` measures. */
const SMALLER = 11 / 12.5;
/** Width of −, × and ⁻ beyond that of other characters, in px. */
const SIGN = 2.5;

export interface HeatmapOptions {
  /** Significant digits of the readout and of the end of the scale. */
  digits: number;
  /** Called with the cell under the pointer, null if there is none. The heatmap then has no inputs and no readout. */
  said?(cell: HeatmapCell | null): void;
  /** Largest size of a cell, in px. */
  cell?: { width: number; height: number };
}

/**
 * A matrix as a picture: a colour per number, from orange (negative) to blue (positive) on one symmetric scale, and the
 * numbers themselves where they fit. The number under the pointer is shown below. Two inputs, for row and column, show
 * it for the keyboard; Enter in them opens the cell as a click does.
 */
export class Heatmap {
  readonly element = h('div', { class: 'sg-heatmap' });
  readonly canvas = h('canvas', { class: 'sg-heatmap-canvas', role: 'img' });
  private readonly written = h('div', { class: 'sg-heatmap-written', 'aria-hidden': 'true' });
  private readonly cursor = h('span', { class: 'sg-heatmap-cursor', 'aria-hidden': 'true' });
  private readonly readout = h('output', { class: 'sg-heatmap-readout' });
  private readonly place: CellInputs | null;
  private matrix: HeatmapMatrix | null = null;
  private marked: HeatmapCell | null = null;
  /** The end of the scale. */
  private largest = 0;
  private readonly colours = new HeatmapColours(this.canvas);
  private unit = '';
  private width = 400;
  private height = 160;

  /** @param open called on a click on a cell, or Enter in an input */
  constructor(
    private readonly translate: Translate,
    private readonly open: (cell: HeatmapCell) => void,
    private readonly options: HeatmapOptions
  ) {
    this.place = options.said ? null : new CellInputs(translate, cell => this.say(cell), open);
    this.element.append(h('div', { class: 'sg-heatmap-picture' }, this.canvas, this.written, this.cursor));
    if (this.place) {
      this.element.append(h('div', { class: 'sg-heatmap-foot' }, ...this.place.elements, this.readout));
    }
    const told = (cell: HeatmapCell | null): void =>
      options.said ? options.said(cell) : this.say(cell ?? this.marked);
    this.canvas.addEventListener('pointermove', event => told(this.under(event)));
    this.canvas.addEventListener('pointerleave', () => told(null));
    this.canvas.addEventListener('click', event => this.open(this.under(event)!));
    // A change of the theme is a transition of the canvas's own colour.
    this.canvas.addEventListener('transitionend', () => {
      this.colours.reset();
      this.paint();
    });
  }

  /** Sets the room for the next `draw`, in px. */
  resize(width: number, height = this.height): void {
    this.width = width;
    this.height = height;
  }

  /**
   * Draws a matrix. If it is the same object as before, only its mark is drawn.
   * @param label name of the matrix, for screen readers
   * @param marked the cell that the step is about
   * @param largest the end of the scale, if other heatmaps share it
   */
  draw(
    matrix: HeatmapMatrix,
    label: string,
    marked: HeatmapCell | null = null,
    largest = matrix === this.matrix ? this.largest : largestOf(matrix)
  ): void {
    const same =
      matrix === this.matrix &&
      largest === this.largest &&
      this.canvas.style.width === `${this.size.width}px` &&
      this.canvas.style.height === `${this.size.height}px`;
    this.matrix = matrix;
    this.marked = marked;
    this.largest = largest;
    const { rows, columns } = matrix;
    this.place?.resize(matrix);
    const end = formatNumber(largest, this.options.digits);
    const text = `${label}, ${rows} × ${columns}. ${this.translate('Colours from −%1 (orange) over 0 to %1 (blue).', end)}`;
    update(this.canvas, { 'aria-label': text });
    if (!same) {
      this.paint();
    }
    this.say(marked);
  }

  /** Size of the picture in px: as large as there is room, with cells up to their largest size. */
  get size(): { width: number; height: number } {
    const { rows, columns } = this.matrix!;
    const { cell = CELL } = this.options;
    return {
      width: Math.max(1, Math.min(this.width, columns * cell.width)),
      height: this.heightOf(rows)
    };
  }

  /** Height of a picture with `rows` rows, in px. */
  heightOf(rows: number): number {
    const { cell = CELL } = this.options;
    return Math.max(1, Math.min(this.height - (this.place ? READOUT : 0), rows * cell.height));
  }

  /** The power of ten that the written numbers are multiplied by, as `×10⁻⁴`; '' for 1. */
  get writtenUnit(): string {
    return this.unit;
  }

  private paint(): void {
    if (!this.matrix) {
      return;
    }
    const { width, height } = this.size;
    const pixels = pixelsOf(this.matrix, Math.floor(width), Math.floor(height));
    setAttributes(this.canvas, { width: pixels.width, height: pixels.height });
    Object.assign(this.canvas.style, { width: `${width}px`, height: `${height}px` });
    const context = this.canvas.getContext('2d');
    if (!context) {
      return;
    }
    const image = context.createImageData(pixels.width, pixels.height);
    const words = new Uint32Array(image.data.buffer);
    words.set(this.colours.of(pixels.values, this.largest || 1));
    context.putImageData(image, 0, 0);
    this.write(words);
  }

  /** Writes the numbers into the picture, dark or light, if they fit. */
  private write(colours: Uint32Array): void {
    const matrix = this.matrix!;
    const { rows, columns } = matrix;
    const { width, height } = this.size;
    const [w, t] = [width / columns, height / rows];
    const fits = w >= WRITTEN.width && t >= WRITTEN.height;
    const power = fits ? powerOf(this.largest) : 0;
    this.unit = power === 0 ? '' : `×10${superscript(String(power))}`;
    const cells = Array.from({ length: fits ? rows * columns : 0 }, (_, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      const text = h('span', { class: isDark(colours[i]) ? 'sg-on-dark' : 'sg-on-light' });
      text.textContent = fitting(matrix.at(row, column) / 10 ** power, w);
      Object.assign(text.style, {
        left: `${column * w}px`,
        top: `${row * t}px`,
        width: `${w}px`,
        lineHeight: `${t}px`
      });
      return text;
    });
    this.written.replaceChildren(...cells);
  }

  /** The written numbers as SVG, for an exported picture. @param top y of the heatmap's top in it, in px */
  texts(top: number): SVGElement[] {
    return Array.from(this.written.children, span => {
      const { style, className, textContent } = span as HTMLElement;
      const [x, y, w, t] = [style.left, style.top, style.width, style.lineHeight].map(parseFloat);
      const place = { x: x + w / 2, y: top + y + t / 2 + 4, 'text-anchor': 'middle' };
      return s('text', { ...place, class: `sg-tick ${className}` }, textContent ?? '');
    });
  }

  private under({ clientX, clientY }: MouseEvent): HeatmapCell | null {
    const box = this.canvas.getBoundingClientRect();
    return (
      this.matrix && cellAt(this.matrix, (clientX - box.left) / box.width, (clientY - box.top) / box.height)
    );
  }

  /** Shows a cell's number below the picture, and a frame around the cell; null hides both. */
  say(cell: HeatmapCell | null): void {
    const { matrix } = this;
    this.cursor.hidden = !cell || !matrix;
    if (!cell || !matrix) {
      if (isNew(this.readout)) {
        this.readout.replaceChildren();
      }
      return;
    }
    const { rows, columns } = matrix;
    const { width, height } = this.size;
    const value = matrix.at(cell.row, cell.column);
    const ref = matrix.ref?.(cell.row, cell.column);
    if (this.place) {
      this.place.cell = cell;
    }
    const place = ref ?? `[${cell.row},${cell.column}]`;
    const text = formatNumber(value, this.options.digits);
    // A screen reader announces the readout whenever it is rewritten.
    if (isNew(this.readout, place, value, text)) {
      const number = h('span', { class: 'sg-number', 'data-ref': ref, 'data-value': value }, text);
      this.readout.replaceChildren(`${place} = `, number);
    }
    const [w, t] = [width / columns, height / rows];
    Object.assign(this.cursor.style, {
      left: `${cell.column * w}px`,
      top: `${cell.row * t}px`,
      width: `${Math.max(w, 3)}px`,
      height: `${Math.max(t, 3)}px`
    });
  }
}

/** A number with three digits, or as many as fit into `room` px; '' if not even one fits. */
function fitting(x: number, room: number): string {
  const texts = [3, 2, 1].map(digits => formatNumber(x, digits));
  const width = (text: string): number =>
    textWidth(text) * SMALLER + SIGN * (text.match(/[−×⁻]/g)?.length ?? 0);
  return texts.find(text => width(text) <= room - 4) ?? '';
}
