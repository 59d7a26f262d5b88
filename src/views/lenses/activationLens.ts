import { line, scaleLinear } from 'd3';
import { layers as registry } from '../../engine/registry';
import type { Activation } from '../../engine';
import { Terms, formatNumber, symbol, symbolToText, valueOf } from '../../derivation';
import { quantity } from '../../engine/formula/expression';
import { h, s } from '../page/dom';
import { equation, speak } from '../formula/formula';
import { loadKatex } from '../formula/typeset';
import type { StepperModel } from '../state/stepperModel';
import { SizedView } from '../page/sizedView';
import { translatable } from '../page/translate';
import {
  SATURATED,
  UnitState,
  curveOf,
  largestSlope,
  rangeOf,
  slopeAt,
  stateOf,
  tangentOf
} from './activationCurve';
import type { Lens, LensKind } from './lens';
import { numberElement } from '../page/numberElement';
import { axes } from '../plots/axis';
import { across, boxOf, clipped, upwards } from '../plots/box';
import { extentOf } from '../plots/extent';
import { rowBars } from './rowBars';
import { focusedNeuron } from './focusedNeuron';

/** Samples drawn as points, at most. */
const POINTS = 200;
/** Of the plot, in px. */
const HEIGHT = 242;
/** Length of the tangent from its point to either end, in px. */
const TANGENT = 62;

/** The activation of the focused neuron: its curve, the sample's point and the slope there. */
class ActivationLens extends SizedView<StepperModel> implements Lens {
  readonly element = h('div', { class: 'sg-plots' });

  draw(): void {
    this.element.replaceChildren(...this.content());
    void loadKatex()?.then(() => {
      if (this.element.isConnected) {
        this.draw();
        speak(this.element);
      }
    });
  }

  private content(): Node[] {
    const { model, translate } = this;
    const { terms, network } = model;
    const subject = focusedNeuron(model);
    const say = (text: string): Node[] => [h('p', { class: 'sg-remark' }, text)];
    if (!subject) {
      return say(translate('Choose a neuron in the graph: its function is drawn here.'));
    }
    const { stage, unit } = subject;
    const layer = subject.layer ?? stage.activations[0];
    if (layer === undefined) {
      return say(translate('This neuron has no activation: its output is its weighted sum.'));
    }
    const { type } = network.layers[layer];
    const f = terms.activation(layer)?.forUnit(unit);
    if (f) {
      return this.plot(f, layer, unit);
    }
    return Object.hasOwn(registry, type)
      ? rowBars(model, layer, unit, this.width - 26, HEIGHT, translate)
      : say(
          translate('%1 is a layer of your own: the page does not know its function, only its numbers.', type)
        );
  }

  private plot(f: Activation, layer: number, unit: number): Node[] {
    const { terms, digits } = this.model;
    const [z, a] = [terms.before(layer, unit), terms.output(layer, unit)];
    const { zs, of } = samplesOf(terms, layer, unit);
    const state = stateOf(f, valueOf(z), zs);
    const box = boxOf(Math.round((this.width - 26) * 0.56), HEIGHT, 38);
    const range = rangeOf(zs);
    const curve = curveOf(f, range);
    const [low, high] = extentOf(curve.map(([, y]) => y)) ?? [0, 1];
    const x = scaleLinear(range, across(box));
    const room = (high - low || 1) * 0.08;
    const y = scaleLinear([low - room, high + room], upwards(box));
    const slope = slopeAt(f, valueOf(z));
    const names = { x: symbolToText(symbol(z)), y: symbolToText(symbol(a)) };
    const finite = [valueOf(z), valueOf(a), slope].every(Number.isFinite);
    const path = line<[number, number]>(
      p => x(p[0]),
      p => y(p[1])
    );
    const svg = s(
      'svg',
      {
        width: box.width,
        height: box.height,
        role: 'img',
        'aria-label': `${f.symbol}(${names.x}), ${names.x} = ${formatNumber(valueOf(z), digits)}, ${names.y} = ${formatNumber(valueOf(a), digits)}`
      },
      ...axes(x, y, box, { ...names, digits }),
      s('path', { class: 'sg-zero', d: `M${x(0)},${y.range()[0]}V${y.range()[1]}` }),
      s('path', { class: 'sg-curve', d: path(curve)! })
    );
    zs.slice(0, POINTS).forEach((each, i) => {
      const value = f.value(each);
      if (i !== of && Number.isFinite(each) && Number.isFinite(value)) {
        svg.append(s('circle', { class: 'sg-other', cx: x(each), cy: y(value), r: 3 }));
      }
    });
    if (finite) {
      const at: [number, number] = [valueOf(z), valueOf(a)];
      const unitOf = { x: x(1) - x(0), y: y(0) - y(1) };
      const [from, to] = tangentOf(at, slope, unitOf, TANGENT);
      svg.append(
        clipped(
          box,
          s('line', {
            class: 'sg-tangent',
            'data-value': slope,
            x1: x(from[0]),
            y1: y(from[1]),
            x2: x(to[0]),
            y2: y(to[1])
          })
        ),
        s('circle', { class: 'sg-here', cx: x(at[0]), cy: y(at[1]), r: 5.5 })
      );
    }
    return [svg, this.words(f, { z, a, slope, state, samples: zs.length })];
  }

  private words(
    f: Activation,
    {
      z,
      a,
      slope,
      state,
      samples
    }: {
      z: ReturnType<Terms['input']>;
      a: ReturnType<Terms['input']>;
      slope: number;
      state: UnitState;
      samples: number;
    }
  ): HTMLElement {
    const { translate } = this;
    const { digits } = this.model;
    const plain = quantity({ name: 'z' }, 'z', valueOf(z));
    const out = quantity({ name: 'a' }, 'activation', valueOf(a));
    // The width beside the plot, in em.
    const room = ((this.width - 26) * 0.44 - 12) / 12.5;
    const name = (prime: string): ReturnType<Terms['input']> =>
      quantity({ name: f.symbol + prime, of: { name: 'z' } }, 'activation', NaN);
    const row = (what: string, text: string, value: HTMLElement): HTMLElement =>
      h('div', { class: 'sg-row' }, what, h('span', { class: 'sg-together' }, `${text} = `, value));
    const figure = (e: ReturnType<Terms['input']>, role: string): HTMLElement => {
      const element = numberElement(valueOf(e), role, digits);
      if (e.kind === 'quantity' && e.ref) {
        element.setAttribute('data-ref', e.ref);
      }
      return element;
    };
    return h(
      'div',
      { class: 'sg-words' },
      equation(name(''), f.formula(plain), room, digits),
      equation(name('′'), f.slopeFormula(plain, out), room, digits),
      row('', symbolToText(symbol(z)), figure(z, 'z')),
      row('', symbolToText(symbol(a)), figure(a, 'activation')),
      row(
        translate('slope of the tangent, %1', ''),
        `${f.symbol}′(${symbolToText(symbol(z))})`,
        numberElement(slope, 'tangent', digits)
      ),
      ...this.verdict(f, state, slope, samples)
    );
  }

  /** What the slope means for learning. */
  private verdict(f: Activation, state: UnitState, slope: number, samples: number): Node[] {
    const { translate } = this;
    const { digits } = this.model;
    const texts: Record<UnitState, string> = {
      open: translate('This share of the incoming gradient passes back: δ = ∂L/∂a · f′(z).'),
      saturated: translate(
        'Saturated: f′(z) = %1, almost no gradient passes. (Saturated means: under %2 % of the largest slope, %3, and flat from here on.)',
        formatNumber(slope, digits),
        SATURATED * 100,
        formatNumber(Number(largestSlope(f).toPrecision(4)), digits)
      ),
      off: translate('Off for this sample: f′(z) = 0, no gradient passes. Other samples still get through.'),
      dead:
        samples === 1
          ? translate(
              'Dead for the one sample that there is: f′(z) = 0, so no gradient passes and the loss moves none of its weights.'
            )
          : translate(
              'Dead for all %1 samples: f′(z) = 0 everywhere, so no gradient passes and the loss moves none of its weights.',
              samples
            )
    };
    return [h('p', { class: `sg-verdict sg-${state}` }, texts[state])];
  }
}

/** The activation's input for every sample, and the index of the current sample. */
function samplesOf(terms: Terms, layer: number, unit: number): { zs: number[]; of: number } {
  const { data, shape } = terms.reader.layerInput(terms.iteration, layer);
  return {
    zs: Array.from({ length: shape[0] }, (_, sample) => data[sample * shape[1] + unit]),
    of: terms.sample
  };
}

export const activation: LensKind = {
  id: 'activation',
  title: translatable('Activation'),
  make: (model, translate) =>
    model.network.stages.some(({ activations }) => activations.length > 0)
      ? new ActivationLens(model, translate)
      : null
};
