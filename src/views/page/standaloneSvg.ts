import { h, s } from './dom';
import { readable } from '../../document/markup';
import { zoomOf } from './zoom';

/** The CSS properties that an SVG element needs to look the same without the stylesheet. */
const STYLES = [
  ...[
    'fill',
    'fill-opacity',
    'stroke',
    'stroke-width',
    'stroke-dasharray',
    'stroke-opacity',
    'stroke-linecap'
  ],
  ...['opacity', 'display', 'visibility', 'font-family', 'font-size', 'font-style', 'font-weight'],
  ...['text-anchor', 'dominant-baseline', 'text-decoration', 'paint-order']
];

/** A copy of a view's SVG that stands alone: styles written into it, the view's background, a title. */
export function standalone(svg: SVGSVGElement, title: string): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll<SVGElement>('*');
  copy.querySelectorAll<SVGElement>('*').forEach((element, i) => writeStyle(originals[i], element));
  writeStyle(svg, copy);
  const frame = svg.getBoundingClientRect();
  const [width, height] = [frame.width / zoomOf(svg), frame.height / zoomOf(svg)];
  const box = svg.viewBox.baseVal;
  const root = svg.closest('.sg-root') ?? svg;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(Math.round(width)));
  copy.setAttribute('height', String(Math.round(height)));
  const background = { fill: getComputedStyle(root).backgroundColor };
  const place =
    box.width > 0 ? { x: box.x, y: box.y, width: box.width, height: box.height } : { width, height };
  copy.prepend(s('title', {}, title), s('rect', { ...place, ...background }));
  return copy;
}

function writeStyle(from: Element, to: SVGElement): void {
  const style = getComputedStyle(from);
  if (style.display === 'none') {
    to.setAttribute('display', 'none');
    return;
  }
  for (const name of STYLES) {
    const value = style.getPropertyValue(name);
    if (value !== '') {
      to.style.setProperty(name, value);
    }
  }
  // Attributes that only the page needs.
  for (const name of to.getAttributeNames().filter(each => /^(class|tabindex|role|aria-|data-)/.test(each))) {
    to.removeAttribute(name);
  }
}

/** An SVG as the text of a file. */
export const svgText = (svg: SVGSVGElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${readable(new XMLSerializer().serializeToString(svg))}\n`;

/**
 * An SVG as a PNG.
 * @param scale image pixels per CSS pixel
 */
export async function pngOf(svg: SVGSVGElement, scale = 2): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(svg))}`;
  await image.decode();
  const canvas = h('canvas', {
    width: Number(svg.getAttribute('width')) * scale,
    height: Number(svg.getAttribute('height')) * scale
  });
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      blob => (blob ? resolve(blob) : reject(new Error('The picture could not be drawn.'))),
      'image/png'
    )
  );
}
