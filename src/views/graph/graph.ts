import { layoutNetwork } from '../../derivation/graphLayout';
import { h, isNew, s, update } from '../page/dom';
import { nodeLink } from '../page/links';
import { Roving } from '../page/roving';
import type { Translate } from '../page/translate';
import { GraphBlocks } from './blocks/graphBlocks';
import { SIZES, blockPlan, opened } from './blocks/placeBlocks';
import { edgeLegend } from './edgeLegend';
import { edgeTicks } from './edgeScale';
import { GraphBiases } from './graphBiases';
import { GraphEdges } from './graphEdges';
import { Gap, GraphNodes } from './graphNodes';
import { GraphProbabilities } from './graphProbabilities';
import { drawLossNode } from './lossNode';
import type { Backdrop } from './nodeSurfaces';
import type { Scene } from './scene';
import { roomForNames } from './textFit';
import { unitInput } from './unitInput';
import { UnitLayout, unitLayout } from './unitLayout';

/** Called when the learner clicks a node or an edge. */
export interface GraphEvents {
  node(column: number, unit: number): void;
  /** @param input null for the bias of the unit */
  edge(column: number, unit: number, input: number | null): void;
  /** @param name the layer of the block */
  fold?(name: string, isOpen: boolean): void;
}

/** The room to the right of the outputs of a small graph without names, in px: half the width of a gap's text. */
const MIN_RIGHT = 24;
/** At most this many units per column stay open that the learner asked for. */
const MAX_OPENED = 3;

/** The network: nodes with their values, edges whose width and colour show a weight or a gradient. */
export class Graph {
  readonly element: HTMLElement;
  readonly roving: Roving;
  private readonly svg = s('svg', { class: 'sg-graph-svg', role: 'group' });
  private readonly edges: GraphEdges;
  private readonly biases: GraphBiases;
  private readonly blocks: GraphBlocks;
  private readonly nodes: GraphNodes;
  private readonly probabilities: GraphProbabilities;
  private readonly loss = s('g');
  private readonly legend = h('div', { class: 'sg-legend' });
  /** The row under the picture: the legend; callers may append controls. */
  readonly foot = h('div', { class: 'sg-graph-foot' });
  private width = 560;
  /** The room for the names of the inputs, in px. */
  private nameRoom = 0;
  /** The units that the learner asked for, by column, the last one first. */
  private readonly opened = new Map<number, number[]>();
  private scene: Scene | null = null;

  /** @param height of a small graph, with symbols in its nodes, in px; by default the graph is as high as it needs */
  constructor(
    private readonly translate: Translate,
    private readonly events: GraphEvents,
    private readonly height?: number
  ) {
    this.edges = new GraphEdges(translate, (...edge) => this.events.edge(...edge));
    this.biases = new GraphBiases(translate, (column, unit) => this.events.edge(column, unit, null));
    this.blocks = new GraphBlocks(translate, (...block) => this.events.fold?.(...block));
    this.nodes = new GraphNodes(
      translate,
      height !== undefined,
      (...node) => this.events.node(...node),
      gap => this.choose(gap)
    );
    this.probabilities = new GraphProbabilities(translate);
    const { edges, biases, blocks, nodes, probabilities } = this;
    this.svg.append(
      ...[blocks.element, edges.lines, biases.lines, biases.numbers, edges.hits, biases.hits],
      ...[probabilities.element, nodes.element]
    );
    const scroll = h('div', { class: 'sg-graph-scroll', tabindex: -1 });
    scroll.append(this.svg);
    this.foot.append(this.legend);
    this.element = h('div', { class: 'sg-graph', 'data-section': 'graph' }, scroll, this.foot);
    this.svg.setAttribute('aria-label', translate('The network'));
    // Not on the SVG: Chromium makes an SVG that listens for focus a Tab stop.
    this.roving = new Roving(this.element, '[data-link], .sg-toggle');
  }

  /** Sets the available width, in px. @returns whether the graph must be drawn again */
  resize(width: number): boolean {
    const changed = Math.abs(width - this.width) > 1;
    this.width = width;
    return changed;
  }

  /** Draws a scene. Elements are updated, not rebuilt, so that nothing jumps or loses focus. */
  draw(scene: Scene, backdrop?: Backdrop): void {
    const withLoss = scene.targets.length > 0;
    this.scene = scene;
    const { widths, probabilities } = scene;
    const unfolded = scene.looked.map((units, column) => [...(this.opened.get(column) ?? []), ...units]);
    // The probabilities stand in a column of their own, each beside its output.
    const beside = <T>(all: T[]): T[] => (probabilities ? [...all, all[all.length - 1]] : all);
    this.nameRoom = roomForNames(scene.featureNames, this.width);
    const margin = Math.max(34, this.nameRoom + 12);
    const right = Math.max(MIN_RIGHT, roomForNames(scene.classNames, this.width));
    const small = this.height === undefined ? undefined : { height: this.height, right };
    const layout = unitLayout(
      layoutNetwork(beside(widths), beside(unfolded), this.width, margin, withLoss, small),
      column =>
        probabilities && column === widths.length
          ? 'probabilities'
          : !small && scene.hasSums(column)
            ? 'neurons'
            : 'circles',
      small ? [] : SIZES.map(size => blockPlan(scene, opened(scene, size)))
    );
    update(this.svg, {
      viewBox: `0 0 ${layout.width} ${layout.height}`,
      width: layout.width,
      height: layout.height
    });
    const placed = this.edges.draw(scene, layout);
    if (!small) {
      this.blocks.draw(scene, layout, opened(scene, SIZES[layout.plan]));
      this.biases.draw(scene, layout);
      this.probabilities.draw(scene, layout);
    }
    this.nodes.draw(scene, layout, placed, this.nameRoom, backdrop);
    this.drawLoss(scene, layout);
    const { phase, samples, sample } = scene;
    const { broken } = this.edges;
    const ticks = edgeTicks(scene);
    if (isNew(this.legend, phase === 'backward', samples, sample, broken, ...ticks.flat())) {
      this.legend.replaceChildren(...edgeLegend(scene, ticks, this.translate, broken));
    }
    if (placed) {
      this.roving.refresh();
    }
  }

  private drawLoss(scene: Scene, layout: UnitLayout): void {
    if (scene.targets.length === 0) {
      this.loss.remove();
      return;
    }
    drawLossNode(this.loss, scene, layout, this.translate);
    if (this.loss.parentNode === null) {
      this.nodes.element.append(this.loss);
    }
  }

  /** Asks which folded unit to show. */
  private choose({ x, y, column }: Gap): void {
    const input = unitInput(this.scene!.widths[column], this.translate, unit => {
      if (unit !== null) {
        const others = (this.opened.get(column) ?? []).filter(other => other !== unit);
        this.opened.set(column, [unit, ...others].slice(0, MAX_OPENED));
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
