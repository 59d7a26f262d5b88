/** @jest-environment jsdom */
import { english, sentenceText, sentenceToSpeech, stepToSpeech } from '../../../src/derivation';
import { parseAddress } from '../../../src/trace';
import type { Sentence } from '../../../src/derivation';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { Question } from '../../../src/views/stepper/question';
import { trace241 } from '../state/trace241';

function open(model: StepperModel): {
  seen(): string;
  heard(): string;
  shownAnswer(): string;
  whole(): string;
  phase(): string[];
} {
  const question = new Question(model, english);
  question.draw();
  model.changed.connect(() => question.draw());
  const text = (selector: string): string => question.element.querySelector(selector)!.textContent!;
  return {
    seen: () => text('[aria-hidden]'),
    heard: () => text('.sg-spoken'),
    shownAnswer: () => question.answer.textContent!,
    whole: () => text('.sg-whole'),
    phase: () => [text('.sg-phase'), question.element.querySelector('.sg-phase')!.className]
  };
}

const first = ({ message, args }: Sentence): Sentence => ({ message, args });

test('shows the question of the step in symbols and says the step in words', () => {
  const model = new StepperModel(trace241());
  const { seen, heard, shownAnswer, phase } = open(model);
  for (const [step, name, style] of [
    [0, 'Forward', 'forward'],
    [5, 'Loss', 'loss'],
    [8, 'Backward', 'backward'],
    [11, 'Update', 'update']
  ] as const) {
    model.goTo(step);
    expect(phase()).toEqual([name, `sg-phase sg-phase-${style}`]);
    expect(seen()).toBe(sentenceText(model.derivation.question, english));
    const answer = model.derivation.answer!;
    expect(shownAnswer()).toBe(sentenceText(answer, english));
    // A gradient's answer and a guess say more than the results, which are read out with the step.
    const more =
      name === 'Backward' || name === 'Loss' ? ` ${sentenceToSpeech(first(answer), english, 4)}` : '';
    expect(heard()).toBe(stepToSpeech(model.derivation, english, 4) + more);
  }
});

test('gives the address and the full precision of a number in the answer', () => {
  const model = new StepperModel(trace241());
  const question = new Question(model, english);
  question.draw();
  const numbers = Array.from(question.answer.querySelectorAll('[data-value]'), each => [
    each.getAttribute('data-ref'),
    Number(each.getAttribute('data-value'))
  ]);
  const value = (ref: string): unknown => model.reader.value(parseAddress(ref)!);
  expect(numbers).toHaveLength(2);
  for (const [ref, shown] of numbers) {
    expect(shown).toBe(value(ref as string));
  }
});

test('answers the question about a weight in focus', () => {
  const model = new StepperModel(trace241());
  const question = new Question(model, english);
  model.focus = { kind: 'weight', stage: 1, unit: 0, input: 2 };
  question.draw();
  expect(question.answer.textContent).toMatch(/^∂L\/∂w₃⁽²⁾ is .*: raise w₃⁽²⁾ by 0.01 and the loss /);
});

test('shows the title of the focus and says it before the step', () => {
  const model = new StepperModel(trace241());
  const { seen, heard } = open(model);
  model.focus = { kind: 'neuron', stage: 1, unit: 0 };
  expect(seen()).toBe('ŷ alone: its forward sum and its backward δ');
  expect(heard()).toBe(`${seen()} ${stepToSpeech(model.derivation, english, 4)}`);
});

test('says in the backward pass of the batch that the gradient is the batch’s', () => {
  const model = new StepperModel(trace241({ samples: 2 }), { step: 7 });
  const { whole } = open(model);
  expect(whole()).toBe('');
  model.batch = true;
  expect(whole()).toBe('The gradient of the whole batch.');
  model.goTo(0);
  expect(whole()).toBe('');
});

test('is announced politely', () => {
  const { element } = new Question(new StepperModel(trace241()), english);
  expect(element.getAttribute('aria-live')).toBe('polite');
});
