import type { DerivationView } from '../derivation/derivationView';
import type { Graph } from '../graph/graph';
import type { ParameterTable } from '../parameters/parameterTable';
import type { Header } from './header';
import type { LensTabs } from './lensTabs';
import { Room, layoutStepper } from './stepperLayout';
import type { Timeline } from './timeline';

/** The parts of a stepper whose sizes depend on each other. */
export interface Parts {
  root: HTMLElement;
  header: Header;
  /** Question and answer. */
  ask: HTMLElement;
  timeline: Timeline;
  graph: Graph;
  derivation: DerivationView;
  table: ParameterTable;
  lenses: LensTabs;
}

/** Times that sizes are measured again after they have changed each other. */
const ROUNDS = 3;

/** Up to this width, in px, an answer may take two lines. */
const MEDIUM = 1000;

/**
 * Fits the parts into a width and a height of the window, in px. Nothing else changes the places of the parts above
 * the parameters.
 * @param draw called after the width of graph or derivation has changed
 */
export function fitParts(parts: Parts, width: number, height: number, draw: () => void): void {
  const { root, graph, derivation, table, lenses } = parts;
  const both = !graph.element.hidden && !derivation.element.hidden;
  let last = '';
  // The heights above the graph depend on the width, its scale on the heights, and its own width on the scale.
  for (let round = 0; round < ROUNDS; round++) {
    const taken = heights(parts);
    const layout = layoutStepper({ width, height, ...taken, both, lenses: !lenses.element.hidden });
    const now = JSON.stringify(layout);
    if (now === last) {
      return;
    }
    last = now;
    root.classList.toggle('sg-narrow', layout.narrow);
    root.classList.toggle('sg-medium', !layout.narrow && width < MEDIUM);
    root.style.setProperty('--sg-text-scale', String(layout.text));
    root.style.setProperty('--sg-picture-scale', String(layout.picture));
    root.style.setProperty('--sg-bar-height', `${taken.bar}px`);
    root.style.setProperty('--sg-derivation-height', `${layout.derivationHeight}px`);
    lenses.resize(layout.lenses);
    table.resize(layout.table);
    const resized = [graph.resize(layout.graph), derivation.resize(layout.derivation)];
    if (resized.includes(true)) {
      draw();
    }
  }
}

/** The heights that the layout depends on, in px. */
function heights({
  header,
  ask,
  timeline,
  graph
}: Parts): Pick<Room, 'above' | 'bar' | 'picture' | 'legend'> {
  const bar = timeline.element.offsetHeight;
  const above = header.element.offsetHeight + bar + ask.offsetHeight;
  const picture = Number(graph.element.querySelector('svg')!.getAttribute('height'));
  return { above, bar, picture, legend: graph.foot.offsetHeight };
}
