import { Message, sentenceOf } from '../../engine/message';
import { symbolToText } from '../../derivation';
import { h } from '../page/dom';
import type { StepperModel } from '../state/stepperModel';
import { Translate, translatable } from '../page/translate';
import { errorPlot, lossPlot } from './checkPlots';
import type { Lens, LensKind } from './lens';
import { EPSILONS, relativeError } from './lossAlong';
import { NumberPicker } from './numberPicker';
import { numberElement } from '../page/numberElement';
import { powerOfTen } from '../plots/tickTexts';
import { TimeSlices } from './timeSlices';
import type { Movable } from './movables';
import { verdict, whyNoProbe } from './checkVerdict';
import { GradientProbe, computeProbe, probeGradient } from './gradientProbe';

/** The entry of EPSILONS that the slider starts at: 1e-5. */
const START = EPSILONS.indexOf(1e-5);

/** An entry of EPSILONS as text: `3×10⁻⁷`. */
const textOfEpsilon = (at: number): string => `${at % 2 ? 3 : 1}×${powerOfTen(Math.floor(at / 2) - 12)}`;

/** Checks one gradient: the loss as a function of one number, its secants and their errors. */
class CheckLens implements Lens {
  readonly element = h('div', { class: 'sg-check' });
  private readonly picker: NumberPicker;
  private readonly slider = h('input', {
    type: 'range',
    name: 'epsilon',
    min: 0,
    max: EPSILONS.length - 1,
    value: START,
    'data-stop': true
  });
  private readonly epsilonText = h('output', { class: 'sg-number' });
  private readonly body = h('div', { class: 'sg-check-body' });
  private readonly slices = new TimeSlices();
  private probe: GradientProbe | null = null;
  private problem: Message | null = null;
  private key: unknown[] = [];
  private width = 420;

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate
  ) {
    this.picker = new NumberPicker(model, translate('check ∂L/∂'), { inputs: true }, () => this.draw());
    this.slider.addEventListener('input', () => this.compute());
  }

  resize(width: number): void {
    this.width = width;
  }

  draw(): void {
    if (!this.element.firstChild) {
      const epsilon = h(
        'label',
        { class: 'sg-pick sg-epsilon' },
        h('span', {}, 'ε'),
        this.slider,
        this.epsilonText
      );
      this.element.append(h('div', { class: 'sg-controls' }, this.picker.element, epsilon), this.body);
    }
    const movable = this.picker.draw();
    if (!movable) {
      this.slices.stop();
      this.key = [];
      this.probe = null;
      this.show();
      return;
    }
    const { trace, step } = this.model;
    const key = [trace, step.iteration, movable.name, movable.i];
    if (key.some((part, i) => part !== this.key[i])) {
      this.key = key;
      this.begin(movable);
    }
    this.compute();
  }

  private begin(movable: Movable): void {
    this.probe = null;
    try {
      this.probe = probeGradient(this.model, movable);
    } catch (error) {
      this.problem = sentenceOf(error);
    }
  }

  /** Computes the missing numbers in time slices, those of the chosen ε first. */
  private compute(): void {
    const at = Number(this.slider.value);
    const text = textOfEpsilon(at);
    this.slider.setAttribute('aria-valuetext', `ε = ${text}`);
    this.epsilonText.textContent = text;
    const { probe } = this;
    if (!probe) {
      this.show();
      return;
    }
    if (probe.curve?.epsilon !== EPSILONS[at]) {
      probe.curve = null;
    }
    this.slices.run(computeProbe(probe, at), () => this.show());
  }

  private show(): void {
    const { probe, translate } = this;
    if (!probe) {
      const why =
        this.key.length > 0
          ? whyNoProbe(this.model.trace, this.problem, translate)
          : translate('Choose a weight, a bias or a neuron: its gradient is checked here.');
      this.body.replaceChildren(h('p', { class: 'sg-remark' }, why));
      return;
    }
    const at = Number(this.slider.value);
    const width = Math.floor((this.width - 30) / 2);
    const errors = probe.numerics.map(numeric =>
      numeric === undefined ? undefined : Math.abs(numeric - probe.analytic)
    );
    const height = this.width < 400 ? 116 : 148;
    const plots = h('div', { class: 'sg-pair' });
    if (probe.curve) {
      plots.append(lossPlot(probe.curve, width, height));
    } else {
      plots.append(
        h(
          'p',
          { class: 'sg-remark', style: `width: ${width}px; height: ${height}px` },
          translate('computing …')
        )
      );
    }
    plots.append(errorPlot(errors, at, probe.middle, width, height, translate));
    this.body.replaceChildren(plots, ...this.facts(probe, at));
  }

  /** The gradients, their errors and the verdict. */
  private facts(probe: GradientProbe, at: number): Node[] {
    const { translate, model } = this;
    const numeric = probe.numerics[at];
    const cause = probe.causes[at];
    if (numeric === undefined) {
      return [];
    }
    const by = probe.movable.gradient;
    const name = by.kind === 'quantity' ? symbolToText(by.symbol) : '';
    const cell = (text: string, value: number, role = '', digits = 8): HTMLElement =>
      h('span', { class: 'sg-fact' }, `${text} `, numberElement(value, role, digits));
    const share = model.reader.hasGradsBefore(model.step.iteration)
      ? translate('Checked is this iteration’s own share, without what was in the gradient before.')
      : '';
    return [
      h(
        'div',
        { class: 'sg-facts' },
        cell(translate('backward: %1 =', name), probe.analytic, 'gradient'),
        cell(translate('central difference:'), numeric, 'secant'),
        cell(translate('error:'), Math.abs(numeric - probe.analytic), '', 3),
        cell(translate('relative:'), relativeError(numeric, probe.analytic), '', 3)
      ),
      h(
        'p',
        { class: 'sg-verdict', 'data-cause': cause?.kind },
        `${cause ? verdict(cause, model.terms, translate) : translate('computing …')} ${share}`.trim()
      )
    ];
  }
}

export const check: LensKind = {
  id: 'check',
  title: translatable('Is it right?'),
  make: (model, translate) => new CheckLens(model, translate)
};
