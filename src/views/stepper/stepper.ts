import { LensTabs } from './lensTabs';
import { drawSafely } from '../page/drawSafely';
import { DerivationView } from '../derivation/derivationView';
import { h, update } from '../page/dom';
import { editable } from './editing';
import { changeTexts } from '../state/changes';
import { Graph } from '../graph/graph';
import { Header } from './header';
import type { StepperOptions } from './stepperOptions';
import { handleKeys, keepFromShortcuts } from './keyboard';
import { fitParts } from './fitParts';
import { NodeSurfaces } from '../graph/nodeSurfaces';
import { linkHover } from '../page/links';
import { observeRoom } from '../page/observeRoom';
import { ParameterTable } from '../parameters/parameterTable';
import { Question } from './question';
import { stepperScene } from '../graph/stepperScene';
import { Roving } from '../page/roving';
import { StepperModel } from '../state/stepperModel';
import { Timeline } from './timeline';
import { Translate, messageText } from '../page/translate';

/** A trace step by step: toolbar, question, graph, derivation, timeline, parameters and lenses of one model. */
export class Stepper {
  readonly root: HTMLElement;
  private readonly header: Header;
  private readonly question: Question;
  private readonly status = h('p', { class: 'sg-status', role: 'status' });
  private readonly graph: Graph;
  private readonly surfaces: NodeSurfaces;
  private readonly derivation: DerivationView;
  private readonly timeline: Timeline;
  private readonly table: ParameterTable;
  private readonly lenses: LensTabs;
  private readonly below: Roving;
  private readonly sections: Roving[];
  private readonly observer: ResizeObserver;
  private readonly releaseKeys: () => void;
  /** Whether everything was drawn once. */
  private drawn = false;
  /** The time of the last key that is not drawn yet, by `performance.now()`. */
  private pressed: number | null = null;

  constructor(
    readonly model: StepperModel,
    private readonly translate: Translate,
    options: StepperOptions = {}
  ) {
    const hides = (part: string): boolean => options.hide?.includes(part) ?? false;
    this.header = new Header(model, translate, options.host);
    this.question = new Question(model, translate);
    this.graph = new Graph(translate, {
      node: (column, unit) => {
        model.focus = column === 0 ? null : { kind: 'neuron', stage: column - 1, unit };
      },
      edge: (column, unit, input) => {
        model.focus = { kind: 'weight', stage: column - 1, unit, input };
      },
      fold: (name, isOpen) => model.fold(name, isOpen)
    });
    this.surfaces = new NodeSurfaces(model, translate, () => this.draw());
    if (this.surfaces.button) {
      this.graph.foot.append(this.surfaces.button);
    }
    this.derivation = new DerivationView(model, translate);
    this.timeline = new Timeline(model, translate);
    this.table = new ParameterTable(
      model,
      translate,
      row => {
        model.focus = { kind: 'weight', ...row };
      },
      () => this.below.refresh()
    );
    this.lenses = new LensTabs(model, translate, hides);
    const ask = h('div', { class: 'sg-ask' }, this.question.element, this.question.answer);
    const body = h('div', { class: 'sg-body' }, this.graph.element, this.derivation.element);
    // Everything below the timeline is one Tab stop.
    const below = h(
      'div',
      { class: 'sg-below', 'data-section': 'table' },
      this.table.element,
      this.lenses.element
    );
    this.below = new Roving(below, '.sg-parameters tbody tr, [role=tab], [data-stop]');
    this.root = h(
      'div',
      {
        class: 'sg-root sg-stepper',
        'data-stepgrad': 'stepper',
        tabindex: 0,
        role: 'group',
        'aria-label': translate('Stepper')
      },
      this.header.element,
      ask,
      this.status,
      body,
      this.timeline.element,
      below
    );
    const { root, header, graph, derivation, timeline, table, lenses } = this;
    const parts = { root, header, ask, graph, derivation, timeline, table, lenses };
    graph.element.hidden = hides('graph');
    derivation.element.hidden = hides('derivation');
    timeline.element.hidden = hides('timeline');
    this.table.element.hidden = hides('table');
    body.hidden = hides('graph') && hides('derivation');
    below.hidden = hides('table') && this.lenses.element.hidden;
    this.sections = [...[header, graph, derivation, timeline].map(({ roving }) => roving), this.below];
    handleKeys(this.root, model, {
      sections: () => this.sections,
      openLens: n => this.lenses.open(n),
      pressed: () => {
        this.pressed = performance.now();
      }
    });
    this.releaseKeys = keepFromShortcuts(this.root, model);
    linkHover(this.root);
    editable(this.root, model, translate);
    model.changed.connect(this.draw, this);
    model.litChanged.connect(
      () => this.safely(this.graph.element, () => this.graph.draw(stepperScene(model))),
      this
    );
    this.observer = observeRoom(this.root, (width, height) =>
      fitParts(parts, width, height, () => this.draw())
    );
    this.draw();
    this.drawn = true;
  }

  /** Stops playing and removes every listener outside the root. */
  dispose(): void {
    this.observer.disconnect();
    this.releaseKeys();
    this.model.dispose();
  }

  private draw(): void {
    const { model, translate } = this;
    const held = this.sections.find(section => section.has(document.activeElement));
    update(this.root, {
      'data-step': model.stepIndex,
      'data-steps': model.steps,
      'data-edited': model.edits.size > 0
    });
    const changes = changeTexts(model.edits, model.recorded, model.digits);
    const more = changes.length > 4 ? ', …' : '';
    const told =
      (model.problem && messageText(model.problem, translate)) ||
      model.notice ||
      (changes.length > 0 ? translate('What if: %1', changes.slice(-4).join(', ') + more) : '');
    if (told !== this.status.textContent) {
      this.status.replaceChildren(...(told ? [h('span', {}, told)] : []));
    }
    this.status.classList.toggle('sg-differs', model.problem !== null);
    this.safely(this.question.element, () => {
      update(this.root, { 'data-phase': model.derivation.phase });
      this.question.draw();
    });
    this.safely(this.graph.element, () => this.graph.draw(stepperScene(model), this.surfaces.backdrop()));
    for (const part of [this.header, this.derivation, this.timeline, this.table, this.lenses]) {
      this.safely(part.element, () => part.draw());
    }
    this.below.refresh();
    // Redrawing may replace the focused element; without a focus, the next key would go to the notebook.
    if (held && !held.has(document.activeElement) && !held.focus()) {
      this.root.focus({ preventScroll: true });
    }
    this.table.scroll();
    this.measure();
  }

  /** Draws a part. At first an error of one is an error of the output; later the others go on. */
  private safely(element: Element, draw: () => void): void {
    if (this.drawn) {
      drawSafely(element, this.translate, draw);
    } else {
      draw();
    }
  }

  /** Measures from a key or an edit to the end of the frame that shows its effect, laid out and painted. */
  private measure(): void {
    const { pressed, model } = this;
    const started = { 'stepgrad:step': pressed, 'stepgrad:edit': model.editedAt };
    this.pressed = null;
    model.editedAt = null;
    for (const [name, start] of Object.entries(started)) {
      if (start !== null) {
        requestAnimationFrame(() =>
          setTimeout(() => performance.measure(name, { start, end: performance.now() }))
        );
      }
    }
  }
}
