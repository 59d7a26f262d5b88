import { s } from '../page/dom';
import type { WeightHeatmaps } from './weightHeatmaps';

/** Between the parts of the picture, in px. */
const GAP = 12;
/** Height of a title, in px. */
const TITLE = 18;

/**
 * An inspector's heatmaps and charts as one picture, from top to bottom. Its colours and fonts are those of the
 * element it is put into.
 * @returns null if there are neither heatmaps nor charts
 */
export function inspectorPicture(root: HTMLElement, matrices: WeightHeatmaps | null): SVGSVGElement | null {
  const parts: { height: number; width: number; element: SVGElement }[] = [];
  for (const { title, map } of matrices?.shown ?? []) {
    const { width, height } = map.size;
    const image = s('image', {
      y: TITLE,
      width,
      height,
      href: map.canvas.toDataURL(),
      preserveAspectRatio: 'none',
      style: 'image-rendering: pixelated'
    });
    const name = s('text', { class: 'sg-history-title', y: 12 }, title);
    parts.push({ width, height: height + TITLE, element: s('g', {}, name, image, ...map.texts(TITLE)) });
  }
  for (const chart of root.querySelectorAll<SVGSVGElement>('svg.sg-history-chart')) {
    const { width, height } = chart.viewBox.baseVal;
    const title = chart.previousElementSibling?.matches('h5') ? chart.previousElementSibling.textContent : '';
    const inner = s('g', { transform: `translate(0,${title ? TITLE : 0})` });
    inner.append(...Array.from(chart.childNodes, node => node.cloneNode(true)));
    const element = s('g', {}, s('text', { class: 'sg-history-title', y: 12 }, title ?? ''), inner);
    parts.push({ width, height: height + (title ? TITLE : 0), element });
  }
  if (parts.length === 0) {
    return null;
  }
  let top = GAP;
  const placed = parts.map(({ height, element }) => {
    const at = top;
    top += height + GAP;
    return s('g', { transform: `translate(${GAP},${at})` }, element);
  });
  const width = Math.max(...parts.map(part => part.width)) + 2 * GAP;
  return s(
    'svg',
    { class: 'sg-history-chart', width, height: top, viewBox: `0 0 ${width} ${top}` },
    ...placed
  );
}
