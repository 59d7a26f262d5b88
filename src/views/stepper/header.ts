import { Granularity, architecture, formatNumber } from '../../derivation';
import { TraceReader, decodeNumber } from '../../trace';
import { h, update, writeText } from '../page/dom';
import type { Host } from './stepperOptions';
import { exportMenu } from './exportMenu';
import { kernelCode } from '../export/kernelCode';
import { LoopMap } from './loopMap';
import { OptimizerOptionsView } from './optimizerOptionsView';
import { Roving } from '../page/roving';
import { StepperModel } from '../state/stepperModel';
import { NAMED, sampleLabel } from '../state/sampleLabel';
import { Translate } from '../page/translate';

/** The value of the sample menu's option for the whole batch. */
const BATCH = 'batch';
const granularities: Granularity[] = ['operation', 'neuron', 'layer'];

/**
 * The toolbar: architecture, loss and optimiser, undo and redo, the choice of sample and step size, exports; below
 * them the map of the loop.
 */
export class Header {
  readonly element: HTMLElement;
  readonly roving: Roving;
  private readonly options: OptimizerOptionsView;
  private readonly loop: LoopMap;
  private readonly omitted = h('p', { class: 'sg-omitted' });
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;
  private readonly reset: HTMLButtonElement;
  private readonly toNotebook: HTMLButtonElement;
  private readonly sample: HTMLSelectElement;
  private readonly granularity: HTMLSelectElement;
  /** The trace that the samples in the menu are named by. */
  private named: TraceReader | null = null;

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate,
    host: Host = {}
  ) {
    const { network, reader } = model;
    const positions = reader.rowShape.length > 1;
    this.sample = h('select', { 'data-stop': true, name: 'sample' });
    if (reader.samples > 1) {
      this.sample.append(h('option', { value: BATCH }, translate('whole batch')));
    }
    for (let row = 0; row < reader.samples; row++) {
      this.sample.append(h('option', { value: row }));
    }
    this.sample.disabled = reader.samples === 1;
    this.sample.addEventListener('change', () => {
      if (this.sample.value === BATCH) {
        model.batch = true;
      } else {
        model.sample = Number(this.sample.value);
      }
    });
    this.granularity = h('select', { 'data-stop': true, name: 'granularity' });
    granularities.forEach(name => this.granularity.append(h('option', { value: name }, translate(name))));
    this.granularity.addEventListener('change', () => {
      model.granularity = this.granularity.value as Granularity;
    });
    const restart = this.button('↺', translate('Back to the start'), () => {
      model.pause();
      model.goTo(0);
    });
    restart.classList.add('sg-restart');
    this.undo = this.button('↶', translate('Undo the change'), () => model.undo());
    this.redo = this.button('↷', translate('Redo the change'), () => model.redo());
    this.reset = this.button('⊘', translate('Take back all changes'), () => model.reset());
    const label = translate('To the notebook');
    const said = translate('Inserts a code cell that makes the same change in the kernel');
    this.toNotebook = h(
      'button',
      {
        type: 'button',
        class: 'sg-button sg-to-notebook',
        'data-stop': true,
        'aria-label': label,
        title: `${label}: ${said}`
      },
      // Style shows the arrow where there is no room for the words.
      h('span', { class: 'sg-long' }, label),
      h('span', { class: 'sg-short', 'aria-hidden': 'true' }, '↳')
    );
    this.toNotebook.addEventListener('click', () => void takeToNotebook(model, host, translate));
    this.toNotebook.hidden = !host.toNotebook;
    this.options = new OptimizerOptionsView(model, translate, () => this.draw());
    this.loop = new LoopMap(model, translate);
    this.element = h(
      'div',
      {
        class: 'sg-header sg-toolbar',
        'data-section': 'toolbar',
        role: 'toolbar',
        'aria-label': translate('Stepper')
      },
      h('strong', { class: 'sg-architecture' }, architecture(network)),
      this.options.element,
      h('div', { class: 'sg-changes' }, this.undo, this.redo, this.reset, this.toNotebook),
      h(
        'div',
        { class: 'sg-choices' },
        restart,
        labelled(translate(positions ? 'sample, position' : 'sample'), this.sample),
        labelled(translate('step by'), this.granularity)
      ),
      h('div', { class: 'sg-out' }, ...this.out(host)),
      this.omitted,
      this.loop.element
    );
    // Tab stops at the button, because a <select> keeps ↑ and ↓ for itself.
    this.roving = new Roving(this.element, '[data-stop]', '.sg-restart');
  }

  draw(): void {
    const { model } = this;
    const edited = model.edits.size > 0;
    this.options.draw();
    this.loop.draw();
    writeText(this.omitted, this.omission());
    const changed = edited || model.canUndo || model.canRedo;
    [this.undo, this.redo, this.reset].forEach(button => button.classList.toggle('sg-gone', !changed));
    update(this.undo, { disabled: !model.canUndo });
    update(this.redo, { disabled: !model.canRedo });
    update(this.reset, { disabled: !edited });
    this.toNotebook.classList.toggle('sg-gone', !edited);
    this.nameSamples();
    choose(this.sample, model.batch ? BATCH : String(model.sample));
    choose(this.granularity, model.granularity);
    this.roving.refresh();
  }

  /** Names the samples in their menu anew after an edit: targets and outputs may be others. */
  private nameSamples(): void {
    const { terms, reader } = this.model;
    if (this.named === reader || (this.named && reader.samples > NAMED)) {
      return;
    }
    this.named = reader;
    const options = [...this.sample.options].slice(-reader.samples);
    options.forEach((option, row) => {
      const label = sampleLabel(terms.at(row), this.translate);
      if (label !== '') {
        this.sample.classList.add('sg-named');
      }
      writeText(option, label === '' ? rowText(reader, row) : `${rowText(reader, row)} · ${label}`);
    });
  }

  /** The buttons that open a tab and save files, if the host can. */
  private out({ openTab, save }: Host): Node[] {
    const { model, translate } = this;
    return [
      ...(openTab
        ? [this.button('⤢', translate('Open in a tab of its own'), () => model.tell(openTab()))]
        : []),
      ...(save ? [exportMenu(save, translate)] : [])
    ];
  }

  /** Says which iterations were run but not recorded; '' if all were recorded. */
  private omission(): string {
    const { omitted, iterations } = this.model.trace;
    if (!omitted) {
      return '';
    }
    const [from, to] = [iterations.length + 1, iterations.length + omitted.iterations];
    const said = this.translate(
      'Iterations %1 to %2 were run but not recorded, to keep the output small.',
      from,
      to
    );
    const last = omitted.loss === undefined ? NaN : decodeNumber(omitted.loss);
    return Number.isNaN(last)
      ? said
      : `${said} ${this.translate('The loss of the last iteration: %1.', formatNumber(last, this.model.digits))}`;
  }

  private button(icon: string, label: string, act: () => void): HTMLButtonElement {
    const button = h(
      'button',
      { type: 'button', class: 'sg-icon', 'data-stop': true, title: label, 'aria-label': label },
      icon
    );
    button.addEventListener('click', act);
    return button;
  }
}

/** A select with its label, also as a tooltip: style hides the label in a narrow header. */
const labelled = (name: string, select: HTMLSelectElement): HTMLElement =>
  h('label', { title: name }, h('span', {}, name), select);

/** Selects an option. Writes only a change: every write costs a layout. */
function choose(select: HTMLSelectElement, value: string): void {
  if (select.value !== value) {
    select.value = value;
  }
}

/** Inserts the edits into the notebook as a code cell and shows the host's answer. */
export async function takeToNotebook(model: StepperModel, host: Host, translate: Translate): Promise<void> {
  const { original, edits } = model;
  const said = await host.toNotebook?.((cells, nth) => kernelCode(original, edits, cells, translate, nth));
  if (said) {
    model.tell(said);
  }
}

/** `2 / 6` is the second of six samples; `2, 1 / 6 × 4` the first of its four positions. */
const rowText = (reader: TraceReader, row: number): string =>
  `${reader
    .place(row)
    .map(i => i + 1)
    .join(', ')} / ${reader.rowShape.join(' × ')}`;
