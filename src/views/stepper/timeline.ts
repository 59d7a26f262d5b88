import type { Phase } from '../../derivation';
import { h, isNew, update, writeText } from '../page/dom';
import { Icon, iconOf } from './icons';
import { Roving } from '../page/roving';
import type { StepperModel } from '../state/stepperModel';
import { PACES } from '../state/stepperPlace';
import { Translate } from '../page/translate';

/** With more steps than this, each phase is a bar instead of marks. */
const MAX_MARKS = 240;

/** The buttons to step and play, and a track to scrub with one mark per step, coloured by phase. */
export class Timeline {
  readonly element: HTMLElement;
  readonly roving: Roving;
  private readonly track = h('div', {
    class: 'sg-track',
    role: 'slider',
    'data-stop': true,
    'aria-valuemin': 1
  });
  private readonly count = h('output', { class: 'sg-count' });
  private readonly next: HTMLButtonElement;
  private readonly play: HTMLButtonElement;
  private drawnFor = '';

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate
  ) {
    const button = (icon: Icon, label: string, act: () => void): HTMLButtonElement => {
      const element = h('button', {
        type: 'button',
        class: 'sg-icon',
        'data-stop': true,
        title: label,
        'aria-label': label
      });
      element.append(iconOf(icon));
      element.addEventListener('click', act);
      return element;
    };
    this.next = button('next', translate('Step'), () => model.goTo(model.stepIndex + 1));
    // The one button that a beginner needs.
    this.next.classList.add('sg-primary');
    this.next.prepend(h('span', {}, translate('Step')));
    this.play = button('play', translate('Play'), () => (model.playing ? model.pause() : model.play()));
    const pace = h('select', {
      class: 'sg-pace',
      'data-stop': true,
      title: translate('The time per step while playing.'),
      'aria-label': translate('Pace')
    });
    PACES.forEach(ms => pace.append(h('option', { value: ms }, translate('%1 s', ms / 1000))));
    pace.value = String(model.pace);
    pace.addEventListener('change', () => {
      model.pace = Number(pace.value);
    });
    this.element = h(
      'div',
      { class: 'sg-timeline', 'data-section': 'timeline' },
      h(
        'div',
        { class: 'sg-transport' },
        button('first', translate('First step'), () => model.goTo(0)),
        button('previous', translate('Step back'), () => model.goTo(model.stepIndex - 1)),
        this.next,
        button('last', translate('Last step'), () => model.goTo(model.steps - 1)),
        this.play,
        pace
      ),
      this.track,
      this.count
    );
    this.track.setAttribute('aria-label', translate('Steps'));
    this.roving = new Roving(this.element, '[data-stop]', 'button[data-stop]');
    this.track.addEventListener('pointerdown', event => {
      this.track.setPointerCapture(event.pointerId);
      this.scrub(event.clientX);
    });
    this.track.addEventListener('pointermove', event => {
      if (event.buttons & 1) {
        this.scrub(event.clientX);
      }
    });
  }

  draw(): void {
    const { model, translate } = this;
    const { stepIndex, steps } = model;
    if (model.granularity !== this.drawnFor) {
      this.drawTrack();
      this.drawnFor = model.granularity;
    }
    this.track.querySelectorAll<HTMLElement>('.sg-marks').forEach(marks => {
      const start = Number(marks.dataset.start);
      const end = Number(marks.dataset.end);
      if (marks.childElementCount > 1) {
        Array.from(marks.children).forEach((mark, i) => {
          const at = start + i - stepIndex;
          update(mark, { class: `sg-mark${at === 0 ? ' sg-now' : at < 0 ? ' sg-done' : ''}` });
        });
      } else {
        const done = Math.max(0, Math.min(1, (stepIndex + 1 - start) / (end - start)));
        const here = start <= stepIndex && stepIndex < end;
        const bar = here && end - start === 1 ? 'sg-now' : `sg-bar${here ? ' sg-here' : ''}`;
        update(marks.firstElementChild!, { class: `sg-mark ${bar}` });
        update(marks, { style: `--sg-done: ${done}` });
      }
    });
    update(this.track, {
      'aria-valuemax': steps,
      'aria-valuenow': stepIndex + 1,
      'aria-valuetext': translate('step %1 of %2', stepIndex + 1, steps)
    });
    update(this.next, { 'aria-disabled': String(stepIndex === steps - 1) });
    writeText(this.count, `${stepIndex + 1} / ${steps}`);
    if (isNew(this.play, model.playing)) {
      const label = model.playing ? translate('Pause') : translate('Play');
      this.play.replaceChildren(iconOf(model.playing ? 'pause' : 'play'));
      update(this.play, { title: label, 'aria-label': label, 'aria-pressed': String(model.playing) });
    }
    this.roving.refresh();
  }

  private drawTrack(): void {
    const { runs, steps, trace } = this.model;
    const many = trace.iterations.length > 1;
    this.track.replaceChildren(
      ...runs.map(({ phase, start, end, iteration }) => {
        const marks = h('div', { class: 'sg-marks', 'data-start': start, 'data-end': end });
        const count = steps <= MAX_MARKS ? end - start : 1;
        marks.append(...Array.from({ length: count }, () => h('i', { class: 'sg-mark' })));
        const name = this.translate(phaseNames[phase]);
        const run = h(
          'div',
          { class: `sg-run sg-phase-${phase}`, title: many ? `${iteration + 1} · ${name}` : name },
          marks
        );
        run.style.flexGrow = String(end - start);
        // A few steps need not fill the width.
        run.style.maxWidth = steps <= MAX_MARKS ? `${(end - start) * 36}px` : '';
        return run;
      })
    );
  }

  private scrub(x: number): void {
    const marks = Array.from(this.track.querySelectorAll<HTMLElement>('.sg-marks'));
    const found =
      marks.find(element => x <= element.getBoundingClientRect().right) ?? marks[marks.length - 1];
    const { left, width } = found.getBoundingClientRect();
    const [start, end] = [Number(found.dataset.start), Number(found.dataset.end)];
    const inside = Math.floor(((x - left) / (width || 1)) * (end - start));
    this.model.goTo(start + Math.max(0, Math.min(end - start - 1, inside)));
  }
}

/** The names of the phases, in English. */
export const phaseNames: Record<Phase, string> = {
  forward: 'Forward',
  loss: 'Loss',
  backward: 'Backward',
  update: 'Update',
  after: 'Did it help?'
};

/** The names of the phases where there is little room, in English. */
export const shortPhaseNames: Record<Phase, string> = {
  ...phaseNames,
  backward: 'Back',
  after: 'Helped?'
};
