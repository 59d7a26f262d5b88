import { GradcheckNote, explain } from '../../engine/gradcheck/notes';
import { Message, sentenceOf } from '../../engine/message';
import { symbolToText, valueOf } from '../../derivation';
import { h } from '../page/dom';
import type { StepperModel } from '../state/stepperModel';
import { Translate, messageText, translatable } from '../page/translate';
import { LossSection, REACH, errorPlot, lossPlot } from './checkPlots';
import type { Lens, LensKind } from './lens';
import { Corner, EPSILONS, LossAlong, relativeError } from './lossAlong';
import { NumberPicker } from './numberPicker';
import { numberElement } from '../page/numberElement';
import { powerOfTen } from '../plots/tickTexts';
import { TimeSlices } from './timeSlices';
import type { Movable } from './movables';

/** Points of the curve on either side, ten an ε: ±ε are among them. */
const POINTS = 25;
/** A central difference this close to the gradient, as a part of it, agrees. */
const AGREES = 1e-6;
/** A difference as small as this agrees whatever part of the gradient it is. */
const TINY = 1e-12;
/** 1e-5. */
const START = EPSILONS.indexOf(1e-5);

/** What the error at one ε comes from. */
interface Cause {
  corner: Corner | null;
  kind: 'agrees' | 'undefined' | GradcheckNote['kind'];
}

/** As a power of ten: `3×10⁻⁷`. */
const epsilonText = (at: number): string => `${at % 2 ? 3 : 1}×${powerOfTen(Math.floor(at / 2) - 12)}`;

/** What was computed for one number of one iteration. */
interface Found {
  along: LossAlong;
  movable: Movable;
  analytic: number;
  middle: number;
  /** One an entry of EPSILONS, once it is computed. */
  numerics: (number | undefined)[];
  causes: (Cause | undefined)[];
  curve: LossSection | null;
}

/** A gradient put to the test: the loss as a function of one number, its secants, and how far they are off. */
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
  private found: Found | null = null;
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
      this.found = null;
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

  /** What does not depend on ε. */
  private begin(movable: Movable): void {
    const { trace, step, reader } = this.model;
    const { name, i } = movable;
    this.found = null;
    try {
      const along = new LossAlong(trace, step.iteration, movable);
      const before = name === 'input' ? 0 : reader.gradBefore(step.iteration, name, i);
      const analytic = valueOf(movable.gradient) - before;
      this.found = {
        along,
        movable,
        analytic,
        middle: along.moved(0),
        numerics: [],
        causes: [],
        curve: null
      };
    } catch (error) {
      this.problem = sentenceOf(error);
    }
  }

  /** Computes what is missing, a slice at a time, that for the present ε first. */
  private compute(): void {
    const at = Number(this.slider.value);
    const text = epsilonText(at);
    this.slider.setAttribute('aria-valuetext', `ε = ${text}`);
    this.epsilonText.textContent = text;
    const { found } = this;
    if (!found) {
      this.show();
      return;
    }
    if (found.curve?.epsilon !== EPSILONS[at]) {
      found.curve = null;
    }
    this.slices.run(work(found, at), () => this.show());
  }

  private show(): void {
    const { found, translate } = this;
    if (!found) {
      const why =
        this.key.length > 0
          ? this.reason()
          : translate('Choose a weight, a bias or a neuron: its gradient is checked here.');
      this.body.replaceChildren(h('p', { class: 'sg-remark' }, why));
      return;
    }
    const at = Number(this.slider.value);
    const width = Math.floor((this.width - 30) / 2);
    const errors = found.numerics.map(numeric =>
      numeric === undefined ? undefined : Math.abs(numeric - found.analytic)
    );
    const height = this.width < 400 ? 116 : 148;
    const plots = h('div', { class: 'sg-pair' });
    if (found.curve) {
      plots.append(lossPlot(found.curve, width, height));
    } else {
      plots.append(
        h(
          'p',
          { class: 'sg-remark', style: `width: ${width}px; height: ${height}px` },
          translate('computing …')
        )
      );
    }
    plots.append(errorPlot(errors, at, found.middle, width, height, translate));
    this.body.replaceChildren(plots, ...this.facts(found, at));
  }

  /** The numbers, and what they mean. */
  private facts(found: Found, at: number): Node[] {
    const { translate, model } = this;
    const numeric = found.numerics[at];
    const cause = found.causes[at];
    if (numeric === undefined) {
      return [];
    }
    const by = found.movable.gradient;
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
        cell(translate('backward: %1 =', name), found.analytic, 'gradient'),
        cell(translate('central difference:'), numeric, 'secant'),
        cell(translate('error:'), Math.abs(numeric - found.analytic), '', 3),
        cell(translate('relative:'), relativeError(numeric, found.analytic), '', 3)
      ),
      h(
        'p',
        { class: 'sg-verdict', 'data-cause': cause?.kind },
        `${cause ? this.verdict(cause) : translate('computing …')} ${share}`.trim()
      )
    ];
  }

  /** Why nothing can be computed. */
  private reason(): string {
    const { translate, model } = this;
    const own = model.trace.model.find(({ custom }) => custom === true);
    if (own) {
      return translate(
        '%1 is a layer of your own: the page can’t compute its loss again. gradcheck(model, …) in a cell can.',
        own.type
      );
    }
    if (model.trace.loss.custom === true) {
      return translate(
        '%1 is a loss of your own: the page can’t compute it again. gradcheck(model, …) in a cell can.',
        model.trace.loss.type
      );
    }
    return this.problem?.message.includes('random')
      ? translate(
          'Dropout drops other numbers each time, so two losses can’t be compared here. gradcheck(model, …) in a cell can: it drops the same ones.'
        )
      : translate(
          'The loss can’t be computed here: %1',
          this.problem ? messageText(this.problem, translate) : ''
        );
  }

  /** What the error at this ε comes from, as a sentence. */
  private verdict({ corner, kind }: Cause): string {
    const { translate } = this;
    if (corner) {
      const { terms } = this.model;
      const into = corner.layer === 0 ? 'x' : symbolToText(terms.outputSymbol(corner.layer - 1, corner.unit));
      return kind === 'agrees'
        ? translate(
            'There is a kink within ±ε (%1 of sample %2 passes 0), but it hardly shows here.',
            into,
            corner.sample + 1
          )
        : translate(
            'A kink: within ±ε, %1 of sample %2 passes 0, where its activation has a corner. The secant cuts across it; there is no one slope to compare with.',
            into,
            corner.sample + 1
          );
    }
    switch (kind) {
      case 'agrees':
        return translate('They agree: backward is right here.');
      case 'undefined':
        return translate('A loss or gradient that is no finite number has no slope to compare.');
      case 'roundOff':
        return translate(
          'Round-off: two losses that differ in their last digits alone are subtracted. A larger ε comes nearer.'
        );
      case 'curvature':
        return translate(
          'Truncation: the loss bends within ±ε, and the secant with it. A smaller ε comes nearer, by ε².'
        );
      case 'kink':
        return translate(
          'A kink: the slopes to the left and to the right differ, so there is no one slope to compare with.'
        );
      default:
        return translate('They differ, and neither ε nor a kink explains it: look at backward.');
    }
  }
}

/** Why the two differ, tried out. */
function causeOf({ along, analytic }: Found, epsilon: number, numeric: number): Cause {
  if (!Number.isFinite(numeric) || !Number.isFinite(analytic)) {
    return { corner: null, kind: 'undefined' };
  }
  const corner = along.corner(epsilon);
  if (relativeError(numeric, analytic) <= AGREES || Math.abs(numeric - analytic) <= TINY) {
    return { corner, kind: 'agrees' };
  }
  const loss = (by: number): number => along.moved(by);
  return {
    corner,
    kind: corner ? 'kink' : explain({ at: '', analytic, numeric, epsilon, tolerance: TINY, loss }).kind
  };
}

/** The central difference and the curve at one ε, then the differences at all the others. */
function* work(found: Found, at: number): Generator<void> {
  const { along, numerics, movable, middle, analytic } = found;
  const epsilon = EPSILONS[at];
  numerics[at] ??= along.difference(epsilon);
  yield;
  if (!found.curve) {
    const points: [number, number][] = [];
    for (let k = -POINTS; k <= POINTS; k++) {
      const by = ((k * REACH) / POINTS) * epsilon;
      points.push([by, along.moved(by)]);
      yield;
    }
    found.curve = { symbol: movable.symbol, epsilon, middle, points, analytic, numeric: numerics[at] };
  }
  for (let i = EPSILONS.length - 1; i >= 0; i--) {
    if (numerics[i] === undefined) {
      numerics[i] = along.difference(EPSILONS[i]);
      yield;
    }
  }
  found.causes[at] ??= causeOf(found, epsilon, numerics[at]);
}

/** Is it right? */
export const check: LensKind = {
  id: 'check',
  title: translatable('Is it right?'),
  make: (model, translate) => new CheckLens(model, translate)
};
