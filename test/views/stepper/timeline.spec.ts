/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { Timeline } from '../../../src/views/stepper/timeline';
import { trace241 } from '../state/trace241';
import { point } from './events';

function open(model: StepperModel): Timeline {
  const timeline = new Timeline(model, english);
  timeline.draw();
  model.changed.connect(() => timeline.draw());
  document.body.replaceChildren(timeline.element);
  return timeline;
}

const buttonOf = ({ element }: Timeline, label: string): HTMLButtonElement =>
  element.querySelector(`button[aria-label="${label}"]`)!;

const classesOf = ({ element }: Timeline, selector: string): string[] =>
  Array.from(element.querySelectorAll(selector), ({ className }) => className.replace(/^sg-\w+ ?/, ''));

const trackOf = ({ element }: Timeline): HTMLElement => element.querySelector('.sg-track')!;

describe('the buttons', () => {
  test.each([
    ['First step', 0],
    ['Step back', 6],
    ['Step', 8],
    ['Last step', 16]
  ])('%s goes from step 7 to %i', (label, to) => {
    const model = new StepperModel(trace241(), { step: 7 });
    buttonOf(open(model), label).click();
    expect(model.stepIndex).toBe(to);
  });

  test('Step is off at the last step alone', () => {
    const model = new StepperModel(trace241());
    const step = buttonOf(open(model), 'Step');
    expect(step.getAttribute('aria-disabled')).toBe('false');
    model.goTo(model.steps - 1);
    expect(step.getAttribute('aria-disabled')).toBe('true');
  });

  test('Play becomes Pause and back', () => {
    jest.useFakeTimers();
    const model = new StepperModel(trace241());
    const timeline = open(model);
    const play = buttonOf(timeline, 'Play');
    play.click();
    expect([
      model.playing,
      play.title,
      play.getAttribute('aria-label'),
      play.getAttribute('aria-pressed')
    ]).toEqual([true, 'Pause', 'Pause', 'true']);
    play.click();
    expect([model.playing, play.title, play.getAttribute('aria-pressed')]).toEqual([false, 'Play', 'false']);
    expect(play.childElementCount).toBe(1);
    jest.useRealTimers();
  });

  test('the pace is chosen in seconds per step', () => {
    const model = new StepperModel(trace241(), { pace: 1500 });
    const pace = open(model).element.querySelector('select')!;
    expect(pace.value).toBe('1500');
    expect(Array.from(pace.options, ({ text }) => text)).toEqual(['0.4 s', '0.8 s', '1.5 s', '3 s']);
    expect(pace.title).toBe('The time per step while playing.');
    pace.value = '3000';
    pace.dispatchEvent(new Event('change'));
    expect(model.pace).toBe(3000);
  });
});

describe('the track', () => {
  test('has one mark per step, coloured by phase, and tells done, current and coming steps apart', () => {
    const timeline = open(new StepperModel(trace241(), { step: 5 }));
    expect(classesOf(timeline, '.sg-run')).toEqual([
      'sg-phase-forward',
      'sg-phase-loss',
      'sg-phase-backward',
      'sg-phase-update',
      'sg-phase-after'
    ]);
    const marks = Array.from(timeline.element.querySelectorAll('.sg-marks'), marks =>
      Array.from(marks.children, ({ className }) => className)
    );
    expect(marks).toEqual([
      Array(5).fill('sg-mark sg-done'),
      ['sg-mark sg-now'],
      Array(5).fill('sg-mark'),
      Array(5).fill('sg-mark'),
      ['sg-mark sg-bar']
    ]);
  });

  test('moves the current mark with the step', () => {
    const model = new StepperModel(trace241());
    const timeline = open(model);
    const now = (): number =>
      Array.from(timeline.element.querySelectorAll('.sg-mark')).findIndex(mark => mark.matches('.sg-now'));
    expect(now()).toBe(0);
    model.goTo(3);
    expect(now()).toBe(3);
    expect(timeline.element.querySelectorAll('.sg-done')).toHaveLength(3);
    model.goTo(8);
    expect(now()).toBe(8);
  });

  test('says step and number of steps to a screen reader', () => {
    const model = new StepperModel(trace241(), { step: 7 });
    const timeline = open(model);
    const said = (): (string | null)[] =>
      ['role', 'aria-valuemin', 'aria-valuenow', 'aria-valuemax', 'aria-valuetext', 'aria-label'].map(name =>
        trackOf(timeline).getAttribute(name)
      );
    expect(said()).toEqual(['slider', '1', '8', '17', 'step 8 of 17', 'Steps']);
    expect(timeline.element.querySelector('output')!.textContent).toBe('8 / 17');
    model.granularity = 'layer';
    expect(said().slice(2, 5)).toEqual(['8', '11', 'step 8 of 11']);
    expect(timeline.element.querySelectorAll('.sg-mark')).toHaveLength(11);
  });

  test('is a bar per phase for more than 240 steps', () => {
    const model = new StepperModel(trace241({ iterations: 16 }), { step: 2 });
    const timeline = open(model);
    expect(timeline.element.querySelectorAll('.sg-mark')).toHaveLength(80);
    const first = timeline.element.querySelector<HTMLElement>('.sg-marks')!;
    expect(first.firstElementChild!.className).toBe('sg-mark sg-bar sg-here');
    expect(first.getAttribute('style')).toBe('--sg-done: 0.6');
    model.goTo(5);
    expect(classesOf(timeline, '.sg-mark').slice(0, 3)).toEqual(['sg-bar', 'sg-now', 'sg-bar']);
    expect(first.getAttribute('style')).toBe('--sg-done: 1');
    const coming = timeline.element.querySelectorAll('.sg-marks')[2];
    expect(coming.getAttribute('style')).toBe('--sg-done: 0');
  });

  test('has marks for up to 240 steps', () => {
    const timeline = open(new StepperModel(trace241({ iterations: 14 })));
    expect(timeline.element.querySelectorAll('.sg-mark')).toHaveLength(238);
  });

  test('has the name of the phase as a tooltip, with the iteration if there are several', () => {
    const titles = (iterations: number): string[] =>
      Array.from(
        open(new StepperModel(trace241({ iterations }))).element.querySelectorAll<HTMLElement>('.sg-run'),
        ({ title }) => title
      );
    expect(titles(1)).toEqual(['Forward', 'Loss', 'Backward', 'Update', 'Did it help?']);
    expect(titles(2).slice(4, 6)).toEqual(['1 · Did it help?', '2 · Forward']);
  });
});

describe('scrubbing', () => {
  /** Gives each run of marks a width of 100 px. */
  function layOut(timeline: Timeline): HTMLElement {
    timeline.element.querySelectorAll('.sg-marks').forEach((marks, i) => {
      marks.getBoundingClientRect = () => ({ left: 100 * i, right: 100 * i + 99, width: 99 }) as DOMRect;
    });
    const track = trackOf(timeline);
    track.setPointerCapture = () => undefined;
    return track;
  }

  test('goes to the step under the pointer', () => {
    const model = new StepperModel(trace241());
    const track = layOut(open(model));
    const at = (x: number): number => {
      point(track, 'pointerdown', { clientX: x });
      return model.stepIndex;
    };
    expect([0, 50, 98, 150, 201, 290, 301, 399, 999].map(at)).toEqual([0, 2, 4, 5, 6, 10, 11, 15, 16]);
    expect(at(-20)).toBe(0);
  });

  test('follows the pointer while its button is down', () => {
    const model = new StepperModel(trace241());
    const track = layOut(open(model));
    point(track, 'pointermove', { clientX: 250, buttons: 0 });
    expect(model.stepIndex).toBe(0);
    point(track, 'pointermove', { clientX: 250, buttons: 1 });
    expect(model.stepIndex).toBe(8);
    point(track, 'pointermove', { clientX: 50, buttons: 2 });
    expect(model.stepIndex).toBe(8);
  });
});

test('Tab comes to a button, because the select needs ↑ and ↓', () => {
  const { element } = open(new StepperModel(trace241()));
  const stops = Array.from(element.querySelectorAll('[data-stop]')).filter(
    item => item.getAttribute('tabindex') === '0'
  );
  expect(stops.map(stop => stop.getAttribute('aria-label'))).toEqual(['First step']);
});
