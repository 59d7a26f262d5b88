import { Layout, layoutNetwork } from '../../derivation/layout';
import { h, isNew, s, update } from '../page/dom';
import { GraphEdges } from './graphEdges';
import { drawLoss } from './graphLoss';
import { GraphNodes } from './graphNodes';
import { legend, sampleWidths } from './legend';
import { nodeLink } from '../page/links';
import type { Backdrop } from './nodeSurface';
import { roomForNames } from './nodeText';
import { Roving } from '../page/roving';
import type { Scene } from './scene';
import { Translate } from '../page/translate';
import { unitInput } from './unitInput';

/** What the learner clicks in the graph. */
export interface GraphEvents {
  node(column: number, unit: number): void;
  edge(column: number, unit: number, input: number): void;
}

/** What is right of the outputs of a small graph at least: half of what is said of those left out. */
const NO_NAME = 24;
/** So many of a folded row's units stay open that the learner asked for. */
const OPENED = 3;

/** The network: nodes with their values, edges whose width and colour are a weight's or a gradient's. */
export class Graph {
  readonly element: HTMLElement;
  readonly roving: Roving;
  private readonly svg = s('svg', { class: 'sg-graph-svg', role: 'group' });
  private readonly edges: GraphEdges;
  private readonly nodes: GraphNodes;
  private readonly loss = s('g');
  private readonly legend = h('div', { class: 'sg-legend' });
  /** Under the picture: its legend, and what else belongs to it. */
  readonly foot = h('div', { class: 'sg-graph-foot' });
  private width = 560;
  /** For the names of the inputs, in px. */
  private nameRoom = 0;
  /** The units that the learner asked to see, by column. */
  private readonly opened = new Map<number, number[]>();
  private scene: Scene | null = null;

  /** @param height of a small graph, in px: its symbols stand in its nodes; else it is as high as it has to be */
  constructor(
    private readonly translate: Translate,
    private readonly events: GraphEvents,
    private readonly height?: number
  ) {
    this.edges = new GraphEdges(translate, (...edge) => this.events.edge(...edge));
    this.nodes = new GraphNodes(
      translate,
      height !== undefined,
      (...node) => this.events.node(...node),
      gap => this.choose(gap)
    );
    this.svg.append(this.edges.lines, this.edges.hits, this.nodes.element);
    const scroll = h('div', { class: 'sg-graph-scroll', tabindex: -1 });
    scroll.append(this.svg);
    this.foot.append(this.legend);
    this.element = h('div', { class: 'sg-graph', 'data-section': 'graph' }, scroll, this.foot);
    this.svg.setAttribute('aria-label', translate('The network'));
    // Not the SVG: Chromium makes one that listens for focus a Tab stop.
    this.roving = new Roving(this.element, '[data-link], .sg-toggle');
  }

  /** Takes the room that there is. @returns whether that changes anything */
  resize(width: number): boolean {
    const changed = Math.abs(width - this.width) > 1;
    this.width = width;
    return changed;
  }

  /** Draws a scene; what was there is changed, not made again, so that nothing jumps or loses focus. */
  draw(scene: Scene, backdrop?: Backdrop): void {
    const withLoss = scene.targets.length > 0;
    this.scene = scene;
    const looked = scene.looked.map((units, column) => [...(this.opened.get(column) ?? []), ...units]);
    this.nameRoom = roomForNames(scene.featureNames, this.width);
    const margin = Math.max(34, this.nameRoom + 12);
    const right = Math.max(NO_NAME, roomForNames(scene.classNames, this.width));
    const small = this.height === undefined ? undefined : { height: this.height, right };
    const layout = layoutNetwork(scene.widths, looked, this.width, margin, withLoss, small);
    update(this.svg, {
      viewBox: `0 0 ${layout.width} ${layout.height}`,
      width: layout.width,
      height: layout.height
    });
    const placed = this.edges.draw(scene, layout);
    this.nodes.draw(scene, layout, placed, this.nameRoom, backdrop);
    this.drawLoss(scene, layout);
    const { phase, samples, sample } = scene;
    const { broken } = this.edges;
    const widths = sampleWidths(scene);
    if (isNew(this.legend, phase === 'backward', samples, sample, broken, ...widths.flat())) {
      this.legend.replaceChildren(...legend(scene, widths, this.translate, broken));
    }
    if (placed) {
      this.roving.refresh();
    }
  }

  private drawLoss(scene: Scene, layout: Layout): void {
    if (scene.targets.length === 0) {
      this.loss.remove();
      return;
    }
    drawLoss(this.loss, scene, layout, this.translate);
    if (this.loss.parentNode === null) {
      this.nodes.element.append(this.loss);
    }
  }

  /** Asks which of the units that are folded away to show. */
  private choose({ x, y, column }: { x: number; y: number; column: number }): void {
    const input = unitInput(this.scene!.widths[column], this.translate, unit => {
      if (unit !== null) {
        const others = (this.opened.get(column) ?? []).filter(other => other !== unit);
        this.opened.set(column, [unit, ...others].slice(0, OPENED));
        this.draw(this.scene!);
      }
      const link = unit === null ? `gap ${column}` : nodeLink(column, unit);
      this.svg.querySelector<SVGElement>(`[data-link="${link}"]`)?.focus();
    });
    const box = this.svg.parentElement!;
    Object.assign(input.style, { left: `${Math.max(0, x - box.scrollLeft - 60)}px`, top: `${y - 20}px` });
    this.element.append(input);
    input.focus({ preventScroll: true });
  }
}
