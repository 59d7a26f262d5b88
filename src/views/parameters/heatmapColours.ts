import { interpolateRgb, piecewise, rgb } from 'd3';
import { themeColour } from '../page/themeColour';

/** Number of shades from one end of the scale to the other; the middle one is that of 0. */
const SHADES = 255;

/** The colours of a heatmap in the current theme. A colour is a 32-bit word of an image, see `wordOf`. */
export class HeatmapColours {
  /** The theme of the cached shades. */
  private theme: string | null = null;
  private shades = new Uint32Array(SHADES);
  private unknown = 0;

  constructor(private readonly canvas: HTMLCanvasElement) {}

  /** Drops the cache, after a change of the theme. */
  reset(): void {
    this.theme = null;
  }

  /** The colours of numbers on a scale from −`largest` to `largest`; NaN has its own colour. */
  of(values: Float64Array, largest: number): Uint32Array {
    this.read();
    const middle = (SHADES - 1) / 2;
    const words = new Uint32Array(values.length);
    values.forEach((value, i) => {
      const at = Math.round(middle + middle * Math.max(-1, Math.min(1, value / largest)));
      words[i] = Number.isNaN(value) ? this.unknown : this.shades[at];
    });
    return words;
  }

  /** Reads the theme's colours. Cached per theme, because reading them forces a style recalculation. */
  private read(): void {
    const { jpThemeName = '', jpThemeLight = '' } = document.body.dataset;
    const forced = matchMedia('(forced-colors: active)').matches;
    const theme = `${jpThemeName} ${jpThemeLight} ${forced}`;
    if (theme === this.theme) {
      return;
    }
    const [negative, zero, positive, unknown] = ['negative', 'back', 'positive', 'unknown'].map(name =>
      themeColour(this.canvas, `--sg-${name}`)
    );
    const shade = piecewise(interpolateRgb, [negative, zero, positive]);
    this.shades = Uint32Array.from({ length: SHADES }, (_, i) => wordOf(shade(i / (SHADES - 1))));
    this.unknown = wordOf(unknown);
    // A canvas that is not on the page has no colours of the theme yet.
    this.theme = this.canvas.isConnected ? theme : null;
  }
}

/** Whether white is easier to read on a colour than black. Source: WCAG 2.2, relative luminance. */
export function isDark(word: number): boolean {
  const [r, g, b] = [word & 255, (word >> 8) & 255, (word >> 16) & 255].map(c => {
    const part = c / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.179;
}

/** A colour as four bytes of an image: red first, little-endian. */
export function wordOf(colour: string): number {
  const { r, g, b } = rgb(colour);
  return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;
}
