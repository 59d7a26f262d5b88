import { Granularity, architecture, formatNumber } from '../derivation';
import { h } from './dom';
import { Roving } from './roving';
import { StepperModel } from './stepperModel';
import { Translate } from './translate';

/** Among the samples to choose from: all of them. */
const BATCH = 'batch';
const granularities: Granularity[] = ['operation', 'neuron', 'layer'];

/** What is being looked at, which sample, and how large a step is. */
export class Header {
  readonly element: HTMLElement;
  readonly roving: Roving;
  private readonly about: HTMLElement;
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;
  private readonly reset: HTMLButtonElement;
  private readonly sample: HTMLSelectElement;
  private readonly granularity: HTMLSelectElement;

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate
  ) {
    const { network, reader } = model;
    this.sample = h('select', { 'data-stop': true, name: 'sample' });
    if (reader.samples > 1) {
      this.sample.append(h('option', { value: BATCH }, translate('whole batch')));
    }
    for (let s = 0; s < reader.samples; s++) {
      this.sample.append(h('option', { value: s }, `${s + 1} / ${reader.samples}`));
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
    this.about = h('span', { class: 'sg-about' });
    this.element = h(
      'div',
      { class: 'sg-header', 'data-section': 'toolbar', role: 'toolbar', 'aria-label': translate('Stepper') },
      h('strong', { class: 'sg-architecture' }, architecture(network)),
      this.about,
      h('span', { class: 'sg-spring' }),
      this.undo,
      this.redo,
      this.reset,
      restart,
      h('label', {}, h('span', {}, translate('sample')), this.sample),
      h('label', {}, h('span', {}, translate('step by')), this.granularity)
    );
    // A select keeps ↑ and ↓ for itself, so Tab comes to the button, from which both are a key away.
    this.roving = new Roving(this.element, '[data-stop]', '.sg-restart');
  }

  draw(): void {
    const { model } = this;
    const edited = model.edits.size > 0;
    this.about.replaceChildren(...this.describe());
    [this.undo, this.redo, this.reset].forEach(button =>
      button.classList.toggle('sg-gone', !edited && !model.canUndo && !model.canRedo)
    );
    this.undo.disabled = !model.canUndo;
    this.redo.disabled = !model.canRedo;
    this.reset.disabled = !edited;
    this.sample.value = this.model.batch ? BATCH : String(this.model.sample);
    this.granularity.value = this.model.granularity;
    this.roving.refresh();
  }

  /** `BCELoss · SGD η = 0.1, momentum 0.9, nesterov`: the options that are not off, numbers to be changed. */
  private describe(): Node[] {
    const { loss, optimizer } = this.model.trace;
    if (!optimizer) {
      return [document.createTextNode(loss.type)];
    }
    const { type, ...options } = optimizer;
    const parts: Node[] = [document.createTextNode(`${loss.type} · ${type} `)];
    Object.entries(options)
      .filter(([, value]) => value !== 0 && value !== false)
      .forEach(([name, value], i) => {
        const label = `${i ? ', ' : ''}${name === 'lr' ? 'η = ' : name}${name === 'lr' || value === true ? '' : ' '}`;
        parts.push(document.createTextNode(label));
        if (typeof value === 'number') {
          const key = `optimizer.${name}`;
          const edited = this.model.edits.has(key) ? ' sg-edited' : '';
          parts.push(
            h(
              'span',
              {
                class: `sg-option${edited}`,
                role: 'button',
                'data-stop': true,
                'data-editable': key,
                'data-value': value,
                title: this.translate('Double-click or F2 to change it')
              },
              formatNumber(value)
            )
          );
        } else if (value !== true) {
          parts.push(document.createTextNode([value].flat().join(', ')));
        }
      });
    return parts;
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
