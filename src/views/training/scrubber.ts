import { formatNumber } from '../../derivation';
import { decodeNumber } from '../../trace';
import { groupedText } from '../page/counts';
import { h, isNew, setAttributes } from '../page/dom';
import { Translate } from '../page/translate';
import { iconOf } from '../stepper/icons';
import type { TrainingModel } from './trainingModel';

/** A slider over the recorded moments of a run, along the curves' axis, with a button that plays them and one that opens the step. */
export class Scrubber {
  readonly element: HTMLElement;
  private readonly range = h('input', { type: 'range', class: 'sg-scrubber', step: 'any' });
  private readonly text = h('span', { class: 'sg-scrub-text' });
  private readonly play: HTMLButtonElement;
  private readonly open: HTMLButtonElement;

  constructor(
    private readonly model: TrainingModel,
    private readonly translate: Translate
  ) {
    this.range.setAttribute('aria-label', translate('Moment of the run'));
    this.range.addEventListener('input', () => {
      model.pause();
      model.goNear(Number(this.range.value));
    });
    this.range.addEventListener('keydown', event => this.key(event));
    this.play = h('button', { type: 'button', class: 'sg-icon sg-play-run' });
    this.play.addEventListener('click', () => (model.playing ? model.pause() : model.play()));
    this.open = h('button', { type: 'button', class: 'sg-action' }, translate('Open this step'));
    this.open.addEventListener('click', () => model.choose({ open: model.moment!.step }));
    this.element = h('div', { class: 'sg-scrub' }, this.play, this.range, this.text, this.open);
  }

  draw(): void {
    const { model, translate } = this;
    const { moments, moment, reader } = model;
    this.element.hidden = !reader;
    const text = moment ? this.describe() : translate('The run has not begun yet.');
    const [min, max] = model.span;
    setAttributes(this.range, { min, max, 'aria-valuetext': text });
    this.range.disabled = this.play.disabled = moments.length < 2;
    if (isNew(this.play, model.playing)) {
      const label = model.playing ? translate('Pause') : translate('Play the run');
      this.play.replaceChildren(iconOf(model.playing ? 'pause' : 'play'));
      setAttributes(this.play, { 'aria-label': label, title: label, 'aria-pressed': String(model.playing) });
    }
    this.range.value = String(moment ? model.epochOf(moment) : min);
    this.text.textContent = text;
    const can = moment !== null && reader!.canOpen(moment);
    this.open.disabled = !can;
    this.open.title = can
      ? translate('From the weights of this moment, on the first drawn training samples')
      : translate(
          'The weights of this moment were not kept, or something in the model is random or unknown here.'
        );
  }

  /** The keys of a slider go from moment to moment. */
  private key(event: KeyboardEvent): void {
    const { model } = this;
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[
      event.key
    ];
    const to = { Home: 0, End: model.moments.length - 1 }[event.key] ?? (by && model.momentIndex + by);
    if (to !== undefined) {
      event.preventDefault();
      model.pause();
      model.goTo(to);
    }
  }

  private describe(): string {
    const { model, translate } = this;
    const { step, loss, lr, restored } = model.moment!;
    if (restored) {
      return translate('after %1 steps, with the best weights again', groupedText(step));
    }
    if (loss === undefined) {
      return translate('after %1 steps', groupedText(step));
    }
    return [
      translate('before step %1', groupedText(step + 1)),
      translate('epoch %1', groupedText(model.moment!.epoch + 1)),
      translate('its loss %1', formatNumber(decodeNumber(loss), model.digits)),
      `η ${formatNumber(decodeNumber(lr), model.digits)}`
    ].join(' · ');
  }
}
