import { interpolateRgb, piecewise, rgb } from 'd3';
import { formatNumber } from '../derivation';
import { h, setAttributes } from './dom';
import { Cell, Matrix, cellAt, largestOf, pixelsOf } from './heatmapGeometry';
import { Translate } from './translate';

export type { Cell, Matrix } from './heatmapGeometry';

/** A theme's colours, as the words of an image. */
interface Shades {
  theme: string;
  shades: Uint32Array;
  unknown: number;
}

/** Shades from one end of the scale to the other; the middle one is 0. */
const SHADES = 255;
/** What stands under the picture: where one is in it. In px. */
const READOUT = 30;

/**
 * A matrix as a picture: a colour a number, blue for positive, orange for negative, on one symmetric scale.
 * The number under the pointer stands below it; two inputs, for the row and the column, do the same for the
 * keyboard, and Enter in them what a click does.
 */
export class Heatmap {
  readonly element = h('div', { class: 'sg-heatmap' });
  private readonly canvas = h('canvas', { class: 'sg-heatmap-canvas', role: 'img' });
  private readonly cursor = h('span', { class: 'sg-heatmap-cursor', 'aria-hidden': 'true' });
  private readonly readout = h('output', { class: 'sg-heatmap-readout' });
  private readonly row: HTMLInputElement;
  private readonly column: HTMLInputElement;
  private matrix: Matrix | null = null;
  private marked: Cell | null = null;
  private shades: Shades | null = null;
  private width = 400;
  private height = 160;

  /** @param open what a click on a number, or Enter on it, does */
  constructor(
    private readonly translate: Translate,
    private readonly open: (cell: Cell) => void
  ) {
    this.row = this.input();
    this.column = this.input();
    this.element.append(
      h('div', { class: 'sg-heatmap-picture' }, this.canvas, this.cursor),
      h(
        'div',
        { class: 'sg-heatmap-foot' },
        h('label', {}, translate('row'), this.row),
        h('label', {}, translate('column'), this.column),
        this.readout
      )
    );
    this.canvas.addEventListener('pointermove', event => this.say(this.under(event)));
    this.canvas.addEventListener('pointerleave', () => this.say(this.marked));
    this.canvas.addEventListener('click', event => this.open(this.under(event)!));
    // Colours are the theme's: its change is a transition of the canvas's own colour.
    this.canvas.addEventListener('transitionend', () => {
      this.shades = null;
      this.paint();
    });
  }

  /** Takes the room that there is, in px, before the next `draw`. */
  resize(width: number, height = this.height): void {
    this.width = width;
    this.height = height;
  }

  /**
   * Draws a matrix; one that is drawn already, the same object, only gets its mark.
   * @param label what it is, for those who can't see it
   * @param marked the number that the step is about
   */
  draw(matrix: Matrix, label: string, marked: Cell | null = null): void {
    const same = matrix === this.matrix && this.canvas.style.width === `${this.size.width}px`;
    this.matrix = matrix;
    this.marked = marked;
    const { rows, columns } = matrix;
    this.row.max = String(rows - 1);
    this.column.max = String(columns - 1);
    const largest = formatNumber(largestOf(matrix));
    const text = `${label}, ${rows} × ${columns}. ${this.translate('Colours from −%1 (orange) over 0 to %1 (blue).', largest)}`;
    setAttributes(this.canvas, { 'aria-label': text });
    if (!same) {
      this.paint();
    }
    this.say(marked);
  }

  /** The picture in px: as wide as there is room, but no number larger than a square of 16 px. */
  private get size(): { width: number; height: number } {
    const { rows, columns } = this.matrix!;
    return {
      width: Math.max(1, Math.min(this.width, columns * 16)),
      height: Math.max(1, Math.min(this.height - READOUT, rows * 16))
    };
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
    const largest = largestOf(this.matrix) || 1;
    const { shades, unknown } = this.colours();
    const middle = (SHADES - 1) / 2;
    pixels.values.forEach((value, i) => {
      const at = Math.round(middle + middle * Math.max(-1, Math.min(1, value / largest)));
      words[i] = Number.isNaN(value) ? unknown : shades[at];
    });
    context.putImageData(image, 0, 0);
  }

  /** The theme's colours, as the words of an image. */
  private colours(): Shades {
    // To read them is to have the page styled, in the middle of a step: they are kept as long as the theme.
    const { jpThemeName = '', jpThemeLight = '' } = document.body.dataset;
    const theme = `${jpThemeName} ${jpThemeLight}`;
    if (this.shades?.theme === theme) {
      return this.shades;
    }
    const style = getComputedStyle(this.canvas);
    const [negative, zero, positive, unknown] = ['negative', 'back', 'positive', 'unknown'].map(
      name => style.getPropertyValue(`--sg-${name}`).trim() || '#888'
    );
    const shade = piecewise(interpolateRgb, [negative, zero, positive]);
    this.shades = {
      theme,
      shades: Uint32Array.from({ length: SHADES }, (_, i) => wordOf(shade(i / (SHADES - 1)))),
      unknown: wordOf(unknown)
    };
    return this.shades;
  }

  private under({ clientX, clientY }: MouseEvent): Cell | null {
    const box = this.canvas.getBoundingClientRect();
    return (
      this.matrix && cellAt(this.matrix, (clientX - box.left) / box.width, (clientY - box.top) / box.height)
    );
  }

  /** Says which number is meant: below the picture, and by a frame in it. */
  private say(cell: Cell | null): void {
    const { matrix } = this;
    this.cursor.hidden = !cell || !matrix;
    if (!cell || !matrix) {
      this.readout.replaceChildren();
      return;
    }
    const { rows, columns } = matrix;
    const { width, height } = this.size;
    const value = matrix.at(cell.row, cell.column);
    const ref = matrix.ref?.(cell.row, cell.column);
    this.row.value = String(cell.row);
    this.column.value = String(cell.column);
    const place = ref ?? `[${cell.row},${cell.column}]`;
    const number = h(
      'span',
      { class: 'sg-number', 'data-ref': ref, 'data-value': value },
      formatNumber(value)
    );
    this.readout.replaceChildren(`${place} = `, number);
    const [w, t] = [width / columns, height / rows];
    Object.assign(this.cursor.style, {
      left: `${cell.column * w}px`,
      top: `${cell.row * t}px`,
      width: `${Math.max(w, 3)}px`,
      height: `${Math.max(t, 3)}px`
    });
  }

  private input(): HTMLInputElement {
    const input = h('input', { type: 'number', min: 0, step: 1, 'data-stop': true });
    const cell = (): Cell | null =>
      this.matrix && {
        row: clamp(this.row.valueAsNumber, this.matrix.rows),
        column: clamp(this.column.valueAsNumber, this.matrix.columns)
      };
    input.addEventListener('input', () => {
      if (input.value !== '') {
        this.say(cell());
      }
    });
    input.addEventListener('keydown', event => {
      const chosen = event.key === 'Enter' ? cell() : null;
      if (chosen) {
        event.preventDefault();
        this.open(chosen);
      }
    });
    return input;
  }
}

const clamp = (i: number, length: number): number =>
  Number.isFinite(i) ? Math.max(0, Math.min(length - 1, Math.floor(i))) : 0;

/** A colour as four bytes of an image: red first, little-endian. */
function wordOf(colour: string): number {
  const { r, g, b } = rgb(colour);
  return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}
