import { interpolateRgb, piecewise, rgb } from 'd3';
import { formatNumber, superscript } from '../../derivation';
import { h, isNew, s, setAttributes, update } from '../page/dom';
import { HeatmapCell, HeatmapMatrix, cellAt, largestOf, pixelsOf, powerOf } from './heatmapGeometry';
import { CellInputs } from './cellInputs';
import { textWidth } from '../graph/textFit';
import { Translate } from '../page/translate';
import { themeColour } from '../page/themeColour';

export type { HeatmapCell, HeatmapMatrix } from './heatmapGeometry';

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
/** A number is a rectangle of at most so many px. */
const CELL = { width: 16, height: 16 };
/** A number is written into a rectangle of at least so many px. */
export const WRITTEN = { width: 40, height: 20 };
/** Its letters, measured by those of the graph. */
const SMALLER = 11 / 12.5;

/** By so much − and × are wider than other letters, px. */
const SIGN = 2.5;

/** What a heatmap may be told. */
export interface HeatmapOptions {
  /** Significant digits of the number that is said. */
  digits: number;
  /** Told of the number under the pointer, null when there is none; the heatmap then has no inputs of its own. */
  said?(cell: HeatmapCell | null): void;
  /** The largest rectangle of a number, px. */
  cell?: { width: number; height: number };
}

/**
 * A matrix as a picture: a colour a number, blue for positive, orange for negative, on one symmetric scale, and
 * the numbers themselves where they fit. The number under the pointer stands below it; two inputs, for the row
 * and the column, do the same for the keyboard, and Enter in them what a click does.
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
  private shades: Shades | null = null;
  private unit = '';
  private width = 400;
  private height = 160;

  /** @param open what a click on a number, or Enter on it, does */
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
   * @param largest the end of the scale, where it is shared with other pictures
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

  /** The picture in px: as wide as there is room, but no number larger than it may be. */
  get size(): { width: number; height: number } {
    const { rows, columns } = this.matrix!;
    const { cell = CELL } = this.options;
    return {
      width: Math.max(1, Math.min(this.width, columns * cell.width)),
      height: this.heightOf(rows)
    };
  }

  /** How high the picture of so many rows is, in px. */
  heightOf(rows: number): number {
    const { cell = CELL } = this.options;
    return Math.max(1, Math.min(this.height - (this.place ? READOUT : 0), rows * cell.height));
  }

  /** What the numbers in the picture are to be multiplied by, as `×10⁻⁴`; '' for nothing. */
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
    const largest = this.largest || 1;
    const { shades, unknown } = this.colours();
    const middle = (SHADES - 1) / 2;
    pixels.values.forEach((value, i) => {
      const at = Math.round(middle + middle * Math.max(-1, Math.min(1, value / largest)));
      words[i] = Number.isNaN(value) ? unknown : shades[at];
    });
    context.putImageData(image, 0, 0);
    this.write(words);
  }

  /** Writes the numbers into the picture, dark or light, where they fit. */
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

  /** The numbers that are written into the picture, for a picture of it. @param top where the picture begins */
  texts(top: number): SVGElement[] {
    return Array.from(this.written.children, span => {
      const { style, className, textContent } = span as HTMLElement;
      const [x, y, w, t] = [style.left, style.top, style.width, style.lineHeight].map(parseFloat);
      const place = { x: x + w / 2, y: top + y + t / 2 + 4, 'text-anchor': 'middle' };
      return s('text', { ...place, class: `sg-tick ${className}` }, textContent ?? '');
    });
  }

  /** The theme's colours, as the words of an image. */
  private colours(): Shades {
    // To read them is to have the page styled, in the middle of a step: they are kept as long as the theme.
    const { jpThemeName = '', jpThemeLight = '' } = document.body.dataset;
    const forced = matchMedia('(forced-colors: active)').matches;
    const theme = `${jpThemeName} ${jpThemeLight} ${forced}`;
    if (this.shades?.theme === theme) {
      return this.shades;
    }
    const [negative, zero, positive, unknown] = ['negative', 'back', 'positive', 'unknown'].map(name =>
      themeColour(this.canvas, `--sg-${name}`)
    );
    const shade = piecewise(interpolateRgb, [negative, zero, positive]);
    const made = {
      theme,
      shades: Uint32Array.from({ length: SHADES }, (_, i) => wordOf(shade(i / (SHADES - 1)))),
      unknown: wordOf(unknown)
    };
    // Before it is on the page it has no colours of the theme.
    this.shades = this.canvas.isConnected ? made : null;
    return made;
  }

  private under({ clientX, clientY }: MouseEvent): HeatmapCell | null {
    const box = this.canvas.getBoundingClientRect();
    return (
      this.matrix && cellAt(this.matrix, (clientX - box.left) / box.width, (clientY - box.top) / box.height)
    );
  }

  /** Says which number is meant: below the picture, and by a frame in it. */
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
    // What is written anew is said again.
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

/** A number with as many of three digits as there is room for, in px; nothing where not even one fits. */
function fitting(x: number, room: number): string {
  const texts = [3, 2, 1].map(digits => formatNumber(x, digits));
  const width = (text: string): number =>
    textWidth(text) * SMALLER + SIGN * (text.match(/[−×⁻]/g)?.length ?? 0);
  return texts.find(text => width(text) <= room - 4) ?? '';
}

/** Whether white is easier to read on a colour than black. Source: WCAG 2.2, relative luminance. */
function isDark(word: number): boolean {
  const [r, g, b] = [word & 255, (word >> 8) & 255, (word >> 16) & 255].map(c => {
    const part = c / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.179;
}

/** A colour as four bytes of an image: red first, little-endian. */
function wordOf(colour: string): number {
  const { r, g, b } = rgb(colour);
  return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}
