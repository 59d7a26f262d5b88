import { architecture } from '../../derivation';
import { NARROW } from '../../derivation/graphLayout';
import { HistoryReport } from '../../trace';
import { h, setAttributes } from '../page/dom';
import { drawSafely } from '../page/drawSafely';
import { observeWidth } from '../page/observeWidth';
import { Translate } from '../page/translate';
import { networkOfModel } from '../model/weightScene';
import { CurvesView } from './curvesView';
import { OpenedStep } from './openedStep';
import { PANEL_HEIGHT, TrainingPanel } from './trainingPanel';
import { panels } from './panels';
import { ProgressBar } from './progressBar';
import { remarksOf } from './remarksView';
import { Scrubber } from './scrubber';
import { TabList } from './tabList';
import { TrainingModel } from './trainingModel';

/** A training run, live or finished: its curves, and the model at any recorded moment. */
export class TrainingView {
  readonly root: HTMLElement;
  private readonly about = h('span', { class: 'sg-about' });
  private readonly name = h('strong', { class: 'sg-architecture' });
  private readonly progress: ProgressBar;
  private readonly remarks = h('div', { class: 'sg-remarks' });
  private readonly curves: CurvesView;
  private readonly tabs: TabList;
  private readonly panel = h('div', { class: 'sg-panel' });
  private readonly side: HTMLElement;
  private readonly scrubber: Scrubber;
  private readonly opened: OpenedStep;
  private readonly made = new Map<string, TrainingPanel>();
  private readonly observer: ResizeObserver;
  /** Whether everything was drawn once. */
  private drawn = false;
  private panelWidth = 460;
  private said = '';

  constructor(
    readonly model: TrainingModel,
    private readonly translate: Translate
  ) {
    this.progress = new ProgressBar(translate);
    this.curves = new CurvesView(model, translate, PANEL_HEIGHT);
    this.scrubber = new Scrubber(model, translate);
    this.opened = new OpenedStep(model, translate);
    this.tabs = new TabList(translate('The model at this moment'), this.panel, panel =>
      model.choose({ panel })
    );
    this.side = h('div', { class: 'sg-side' }, this.tabs.element, this.panel);
    this.root = h(
      'div',
      {
        class: 'sg-root',
        'data-stepgrad': 'training',
        tabindex: 0,
        role: 'group',
        'aria-label': translate('Training')
      },
      h('div', { class: 'sg-header' }, this.name, this.about),
      this.progress.element,
      h('div', { class: 'sg-run-body' }, this.curves.element, this.side),
      this.scrubber.element,
      this.remarks,
      this.opened.element
    );
    this.root.addEventListener('keydown', event => this.key(event));
    model.changed.connect(this.draw, this);
    this.observer = observeWidth(this.root, width => this.fit(width));
    this.draw();
    this.drawn = true;
  }

  dispose(): void {
    this.observer.disconnect();
    this.opened.dispose();
    this.model.dispose();
  }

  private fit(width: number): void {
    const narrow = width < NARROW;
    this.root.classList.toggle('sg-narrow', narrow);
    const alone = this.side.hidden;
    const curves = Math.floor(narrow || alone ? width - 24 : width * 0.54 - 26);
    this.curves.resize(curves);
    this.root.style.setProperty('--sg-curves-width', `${curves}px`);
    this.panelWidth = Math.floor(narrow ? width - 24 : width * 0.46 - 24);
    this.made.forEach(panel => panel.resize(this.panelWidth));
    this.draw();
  }

  private draw(): void {
    const { model, translate } = this;
    const { history } = model;
    setAttributes(this.root, {
      'data-epochs': history.epochCount ?? history.epochs.length,
      'data-running': model.isRunning,
      'data-feed': history.progress && model.feed,
      'data-moment': model.momentIndex,
      'data-playing': model.playing,
      'data-moments': model.moments.length
    });
    // A run watched live keeps its layout to the end, so that the page below doesn't move.
    if (model.isRunning) {
      this.root.classList.add('sg-live');
    }
    this.safely(this.name, () => this.drawHeader(history));
    this.safely(this.progress.element, () => this.progress.draw(history, model.feed));
    this.safely(this.curves.element, () => this.curves.draw());
    const fitting = panels.filter(kind => kind.fits(model));
    this.side.hidden = fitting.length === 0;
    const chosen = fitting.find(({ id }) => id === model.place.panel) ?? fitting[0];
    if (chosen) {
      this.tabs.draw(
        fitting.map(kind => ({ id: kind.id, title: kind.title(translate) })),
        chosen.id
      );
      this.safely(this.panel, () => this.show(chosen.id));
    }
    this.safely(this.scrubber.element, () => this.scrubber.draw());
    this.safely(this.remarks, () => this.drawRemarks());
    this.safely(this.opened.element, () => this.opened.draw());
  }

  /** Draws a part. At first an error of one is an error of the output; later the others go on. */
  private safely(element: Element, draw: () => void): void {
    if (this.drawn) {
      drawSafely(element, this.translate, draw);
    } else {
      draw();
    }
  }

  private show(id: string): void {
    let panel = this.made.get(id);
    if (!panel) {
      panel = panels.find(kind => kind.id === id)!.make(this.model, this.translate);
      panel.resize(this.panelWidth);
      this.made.set(id, panel);
    }
    if (this.panel.firstElementChild !== panel.element) {
      this.panel.replaceChildren(panel.element);
    }
    panel.draw();
  }

  private drawHeader({ record, epochs }: HistoryReport): void {
    const { translate } = this;
    if (!record) {
      this.name.textContent = translate('Training');
      this.about.textContent = translate('%1 epochs', epochs.length);
      return;
    }
    this.name.textContent = record.model.some(({ type }) => type === 'Linear')
      ? architecture(networkOfModel(record))
      : translate('Training');
    const { type, lr } = record.optimizer;
    this.about.textContent = [
      record.loss.type,
      `${type} η = ${String(lr)}`,
      translate('batches of %1', record.batchSize)
    ].join(' · ');
  }

  /** Redraws the remarks only if their text changed: a button in them may have the focus. */
  private drawRemarks(): void {
    const parts = remarksOf(this.model, this.translate);
    const text = parts.map(({ textContent }) => textContent).join('\n');
    if (text !== this.said) {
      this.said = text;
      this.remarks.replaceChildren(...parts);
    }
  }

  /** ← and → step through the moments and Space plays them, wherever in the view the focus is. Handled keys don't reach the notebook. */
  private key(event: KeyboardEvent): void {
    const { model } = this;
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || this.opened.element.contains(target)) {
      return;
    }
    if (/^(SELECT|INPUT|BUTTON)$/.test(target.tagName) && event.key !== 'Tab' && event.key !== 'Escape') {
      // Controls keep their own keys, which must not reach the notebook either.
      event.stopPropagation();
      return;
    }
    const last = model.moments.length - 1;
    const to = {
      ArrowRight: model.momentIndex + 1,
      ArrowLeft: model.momentIndex - 1,
      Home: 0,
      End: last
    }[event.key];
    if (last < 0 || (to === undefined && event.key !== ' ')) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const wasPlaying = model.playing;
    model.pause();
    if (to !== undefined) {
      model.goTo(to);
    } else if (!wasPlaying) {
      model.play();
    }
  }
}
