import { h } from '../page/dom';

/**
 * Sizes a canvas in CSS px, sharp on every screen.
 * @returns its context; null without canvas support, as in a test
 */
export function painter(
  canvas: HTMLCanvasElement,
  width: number,
  height: number
): CanvasRenderingContext2D | null {
  const scale = Math.min(2, window.devicePixelRatio || 1);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  context?.scale(scale, scale);
  return context;
}

/** An image of one colour per pixel, to be drawn enlarged; null without canvas support. */
export function pixels(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly [number, number, number, number]
): HTMLCanvasElement | null {
  const canvas = h('canvas', { width, height });
  const context = canvas.getContext('2d');
  if (!context) {
    return null;
  }
  const image = context.createImageData(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      image.data.set(colour(x, y), (y * width + x) * 4);
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** The colours of the categories, as in the CSS classes `sg-hue-0` to `sg-hue-7`. */
export const HUES = [
  '--sg-positive',
  '--sg-negative',
  '--sg-update',
  '--sg-gradient',
  '--sg-z',
  '--sg-activation',
  '--sg-bias',
  '--sg-loss'
];
