import { Granularity, architecture, formatNumber } from '../derivation';
import type { Spec } from '../trace';
import { h } from './dom';
import { Roving } from './roving';
import { StepperModel } from './stepperModel';
import { Translate } from './translate';

const granularities: Granularity[] = ['operation', 'neuron', 'layer'];

/** What is being looked at, which sample, and how large a step is. */
export class Header {
  readonly element: HTMLElement;
  readonly roving: Roving;
  private readonly sample: HTMLSelectElement;
  private readonly granularity: HTMLSelectElement;

  constructor(
    private readonly model: StepperModel,
    translate: Translate
  ) {
    const { trace, network, reader } = model;
    const { optimizer } = trace;
    this.sample = h('select', { 'data-stop': true, name: 'sample' });
    for (let s = 0; s < reader.samples; s++) {
      this.sample.append(h('option', { value: s }, `${s + 1} / ${reader.samples}`));
    }
    this.sample.disabled = reader.samples === 1;
    this.sample.addEventListener('change', () => {
      model.sample = Number(this.sample.value);
    });
    this.granularity = h('select', { 'data-stop': true, name: 'granularity' });
    granularities.forEach(name => this.granularity.append(h('option', { value: name }, translate(name))));
    this.granularity.addEventListener('change', () => {
      model.granularity = this.granularity.value as Granularity;
    });
    const restart = h(
      'button',
      {
        type: 'button',
        class: 'sg-icon sg-restart',
        'data-stop': true,
        title: translate('Back to the start'),
        'aria-label': translate('Back to the start')
      },
      '↺'
    );
    restart.addEventListener('click', () => {
      model.pause();
      model.goTo(0);
    });
    this.element = h(
      'div',
      { class: 'sg-header', 'data-section': 'toolbar', role: 'toolbar', 'aria-label': translate('Stepper') },
      h('strong', { class: 'sg-architecture' }, architecture(network)),
      h(
        'span',
        { class: 'sg-about' },
        [trace.loss.type, ...(optimizer ? [describe(optimizer)] : [])].join(' · ')
      ),
      h('span', { class: 'sg-spring' }),
      restart,
      h('label', {}, h('span', {}, translate('sample')), this.sample),
      h('label', {}, h('span', {}, translate('step by')), this.granularity)
    );
    // A select keeps ↑ and ↓ for itself, so Tab comes to the button, from which both are a key away.
    this.roving = new Roving(this.element, '[data-stop]', 'button');
  }

  draw(): void {
    this.sample.value = String(this.model.sample);
    this.granularity.value = this.model.granularity;
    this.roving.refresh();
  }
}

/** `SGD η = 0.1, momentum 0.9, nesterov`: the options that are not off. */
function describe({ type, lr, ...options }: Spec): string {
  const rest = Object.entries(options)
    .filter(([, value]) => value !== 0 && value !== false)
    .map(([name, value]) => (value === true ? name : `${name} ${String(value)}`));
  return [`${type} η = ${formatNumber(Number(lr))}`, ...rest].join(', ');
}
