import { ScaleLinear, scaleLinear } from 'd3';
import { formatNumber } from '../../derivation';
import { h, s } from '../page/dom';
import { Scene } from './scene';
import { Translate } from '../page/translate';

/** Of the largest number that an edge shows, in px. */
const MAX_WIDTH = 9;

/** How wide an edge is for the size of what it shows. */
export const edgeWidth = ({ largest }: Scene): ScaleLinear<number, number> =>
  scaleLinear([0, largest || 1], [0.8, MAX_WIDTH]).clamp(true);

/** A number that an edge may show, and how wide it is then: to a tenth of a px, which is all that is seen. */
export type Width = [shown: number, width: number];

/** Three widths, or fewer, from one to the other end of what the edges show. */
export function sampleWidths(scene: Scene): Width[] {
  const width = edgeWidth(scene);
  const ticks = width.ticks(3).filter(tick => tick > 0 && tick <= scene.largest);
  return ticks.slice(-3).map((tick): Width => [tick, Math.round(width(tick) * 10) / 10]);
}

/**
 * What width and colour of the edges mean.
 * @param samples widths that are drawn to scale
 * @param broken whether there are edges whose number is none
 */
export function legend(scene: Scene, samples: Width[], translate: Translate, broken = false): Node[] {
  const backward = scene.phase === 'backward';
  const line = (stroke: number, colour: string): SVGElement =>
    s(
      'svg',
      { width: 30, height: 12, 'aria-hidden': 'true' },
      s('path', { d: 'M0,6H30', class: `sg-edge sg-active ${colour}`, 'stroke-width': stroke })
    );
  const title = h('span', {}, translate('edge width: %1', backward ? '|∂L/∂w|' : '|w|'));
  // Where no edge has a width, there is nothing to say of it.
  const parts: Node[] = broken && samples.length === 0 ? [] : [title];
  samples.forEach(([shown, width]) =>
    parts.push(
      h(
        'span',
        { class: 'sg-legend-entry' },
        line(width, backward ? 'sg-of-gradient' : 'sg-unknown'),
        formatNumber(shown)
      )
    )
  );
  if (broken) {
    parts.push(h('span', { class: 'sg-legend-entry' }, line(2, 'sg-broken'), translate('NaN or infinite')));
  }
  if (!backward && !(broken && samples.length === 0)) {
    for (const [colour, text] of [
      ['sg-positive', translate('positive')],
      ['sg-negative', translate('negative')]
    ]) {
      parts.push(h('span', { class: 'sg-legend-entry' }, line(4, colour), text));
    }
  }
  if (backward && scene.samples > 1) {
    const whose =
      scene.sample === null
        ? translate('of the whole batch')
        : translate('sample %1’s share', scene.sample + 1);
    parts.splice(1, 0, h('span', {}, whose));
  }
  if (scene.sample === null) {
    const text = translate(
      'in a node: the mean of %1 samples and how they spread, each column on one scale · Σδ: sum over the samples',
      scene.samples
    );
    parts.push(h('span', { class: 'sg-legend-note' }, text));
  }
  return parts;
}
