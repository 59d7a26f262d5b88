import { formatNumber } from '../../derivation';
import { h, s } from '../page/dom';
import type { Translate } from '../page/translate';
import type { EdgeTick } from './edgeScale';
import type { Scene } from './scene';

/**
 * The legend: what the width and colour of the edges mean, and, for the whole batch, what the nodes show.
 * @param ticks numbers with their widths, drawn to scale
 * @param broken whether an edge shows NaN or an infinite number
 */
export function edgeLegend(scene: Scene, ticks: EdgeTick[], translate: Translate, broken = false): Node[] {
  const backward = scene.phase === 'backward';
  // Where no edge has a finite number there are no widths and no signs to explain.
  const onlyBroken = broken && ticks.length === 0;
  const parts: Node[] = [];
  if (!onlyBroken) {
    parts.push(h('span', {}, translate('edge width: %1', backward ? '|∂L/∂w|' : '|w|')));
  }
  const isShare = backward && scene.samples > 1;
  // Whose gradients they are takes the room of the other widths, so that no line more is needed than in other phases.
  const widths = isShare ? ticks.slice(-1) : ticks;
  parts.push(
    ...widths.map(([shown, width]) => entry(width, 'sg-unknown', formatNumber(shown, scene.digits)))
  );
  if (broken) {
    parts.push(entry(2, 'sg-broken', translate('NaN or infinite')));
  }
  if (!onlyBroken) {
    parts.push(
      entry(4, 'sg-positive', translate('positive')),
      entry(4, 'sg-negative', translate('negative'))
    );
  }
  if (isShare) {
    const whose =
      scene.sample === null
        ? translate('of the whole batch')
        : translate('sample %1’s share', scene.sample + 1);
    parts.splice(1, 0, h('span', {}, whose));
  }
  if (scene.probabilities && scene.sample !== null) {
    parts.push(
      h(
        'span',
        { class: 'sg-legend-entry' },
        s(
          'svg',
          { width: 18, height: 12, 'aria-hidden': 'true' },
          s('rect', { class: 'sg-wanted-frame', x: 1, y: 1, width: 16, height: 10, rx: 3 })
        ),
        translate('target')
      ),
      h('span', {}, `▸ ${translate('predicted')}`)
    );
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

/** A line as wide, in px, and coloured as an edge, with its meaning. */
const entry = (width: number, colour: string, text: string): HTMLElement =>
  h(
    'span',
    { class: 'sg-legend-entry' },
    s(
      'svg',
      { width: 30, height: 12, 'aria-hidden': 'true' },
      s('path', { d: 'M0,6H30', class: `sg-edge sg-active ${colour}`, 'stroke-width': width })
    ),
    text
  );
