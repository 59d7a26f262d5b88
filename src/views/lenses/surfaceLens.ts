import { scaleLinear } from 'd3';
import { symbolToText, unitSymbol } from '../../derivation';
import { h } from '../page/dom';
import type { StepperModel } from '../state/stepperModel';
import { isDrawable, surfaceOf } from '../plots/surfaceGrid';
import { coloursOf } from '../plots/surfacePaint';
import { Translate, translatable } from '../page/translate';
import type { Lens, LensKind } from './lens';
import { Box, across, boxOf, upwards } from '../plots/box';
import { curvePicture } from './surfaceCurve';
import { Scales, placeSample } from './surfaceEdit';
import { planePicture } from './surfacePlane';
import type { SurfaceChoice, SurfaceDrawing } from './surfaceSamples';

/** Units listed, at most. */
const LISTED = 200;
/** Of the picture, in px. */
const HEIGHT = 242;

/** The output of the network, or of one of its neurons, over the range of one or two inputs. */
class SurfaceLens implements Lens {
  readonly element = h('div', { class: 'sg-plots sg-surface' });
  private readonly select = h('select', { name: 'unit', 'data-stop': true });
  private readonly canvas = h('canvas', { class: 'sg-canvas', 'aria-hidden': 'true' });
  private readonly layer = h('div', { class: 'sg-layers' });
  private readonly words = h('div', { class: 'sg-words' });
  private readonly choices: SurfaceChoice[] = [];
  private focused: StepperModel['focus'] = null;
  private seen: unknown[] = [];
  private width = 420;

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate
  ) {
    const { network, terms } = model;
    const last = network.stages[network.stages.length - 1];
    if (last.units > 1) {
      this.offer('classes', translate('the largest output'));
    }
    [last, ...network.stages.slice(0, -1)].forEach(stage => {
      for (let unit = 0; unit < stage.units && this.choices.length < LISTED; unit++) {
        this.offer({ stage, unit }, symbolToText(unitSymbol(terms, stage, unit)));
      }
    });
    this.select.addEventListener('change', () => this.draw());
    placeSample(this.layer, model, () => this.scales());
  }

  resize(width: number): void {
    this.width = width;
  }

  draw(): void {
    const { model, translate } = this;
    const { focus, network, trace, step } = model;
    if (!this.element.firstChild) {
      const pick = h('label', { class: 'sg-pick' }, h('span', {}, translate('shown')), this.select);
      this.element.append(this.layer, h('div', { class: 'sg-side' }, pick, this.words));
    }
    if (focus !== this.focused) {
      this.focused = focus;
      const at =
        focus?.kind === 'neuron'
          ? this.choices.findIndex(
              each =>
                each !== 'classes' && each.stage === network.stages[focus.stage] && each.unit === focus.unit
            )
          : -1;
      this.select.value = at < 0 ? this.select.value : String(at);
    }
    const grid = surfaceOf(trace, step.iteration);
    if (!grid) {
      const own = trace.model.find(({ custom }) => custom === true);
      this.layer.replaceChildren();
      this.words.replaceChildren(
        h(
          'p',
          { class: 'sg-remark' },
          translate('%1 is a layer of your own: the page can’t compute it for other inputs.', own?.type ?? '')
        )
      );
      return;
    }
    // Most steps change nothing here, and contours are slow: redraw only if an ingredient changed.
    const theme = coloursOf(this.element, ['--sg-positive', '--sg-class-2']).join();
    const seen = [grid, trace.data, this.select.value, model.sample, step.iteration, this.width, theme];
    if (seen.every((part, i) => part === this.seen[i])) {
      return;
    }
    this.seen = seen;
    const choice = this.choices[Number(this.select.value)];
    const { element, box } = this;
    const drawing: SurfaceDrawing = { model, translate, grid, choice, box, scales: this.scales()!, element };
    const label = this.select.selectedOptions[0]?.textContent ?? '';
    const { layers, words } =
      network.inputs === 1 ? curvePicture(drawing) : planePicture(drawing, this.canvas, label);
    this.layer.replaceChildren(...layers);
    this.words.replaceChildren(...words, ...this.common());
  }

  private offer(choice: SurfaceChoice, text: string): void {
    this.select.append(h('option', { value: this.choices.length }, text));
    this.choices.push(choice);
  }

  private get box(): Box {
    const width = Math.round(Math.min((this.width - 26) * 0.62, 360));
    return { ...boxOf(width, HEIGHT, 44), top: 22 };
  }

  /** The scales from inputs to px; null if the surface can't be computed. */
  private scales(): Scales | null {
    const grid = surfaceOf(this.model.trace, this.model.step.iteration);
    return (
      grid && {
        x: scaleLinear(grid.domain[0], across(this.box)),
        y: grid.domain[1] ? scaleLinear(grid.domain[1], upwards(this.box)) : null
      }
    );
  }

  private common(): Node[] {
    const { translate, model } = this;
    const weights =
      model.trace.iterations.length > 1
        ? translate('Weights of iteration %1, before its update.', model.step.iteration + 1)
        : translate('Weights before the update.');
    return [
      h('p', { class: 'sg-remark' }, weights),
      h(
        'p',
        { class: 'sg-remark' },
        translate('Click a sample to choose it; drag across to move the chosen one.')
      )
    ];
  }
}

export const surface: LensKind = {
  id: 'surface',
  title: translatable('What it computes'),
  make: (model, translate) => (isDrawable(model.trace) ? new SurfaceLens(model, translate) : null)
};
