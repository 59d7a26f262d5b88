import { Sentence, sentenceToSpeech, stepToSpeech } from '../../derivation';
import { h, replaceChildren, update, writeText } from '../page/dom';
import { focusAnswer, focusTitle } from '../state/focus';
import type { StepperModel } from '../state/stepperModel';
import { phaseNames } from './timeline';
import { Translate, sentenceNodes, sentenceText } from '../page/translate';

/**
 * The question of a step or of the focus and its answer, in symbols for the eye and in words for a screen reader, which would
 * spell ŷ₂ and skip w₁₂⁽¹⁾.
 */
export class Question {
  readonly element = h('p', { class: 'sg-question', 'aria-live': 'polite' });
  /** The answer in one sentence; a screen reader hears it with the question. */
  readonly answer = h('p', { class: 'sg-answer', 'aria-hidden': 'true' });
  private readonly phase = h('span');
  private readonly asked = h('span', { 'aria-hidden': 'true' });
  private readonly whole = h('span', { class: 'sg-whole' });
  private readonly heard = h('span', { class: 'sg-spoken' });

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate
  ) {
    this.element.append(this.phase, ' ', this.asked, ' ', this.whole, ' ', this.heard);
  }

  draw(): void {
    const { model, translate } = this;
    const { derivation } = model;
    const focused = focusTitle(model);
    update(this.phase, { class: `sg-phase sg-phase-${derivation.phase}` });
    writeText(this.phase, translate(phaseNames[derivation.phase]));
    replaceChildren(this.asked, ...sentenceNodes(focused ?? derivation.question, translate));
    const whole = model.batch && derivation.phase === 'backward';
    writeText(this.whole, whole ? translate('The gradient of the whole batch.') : '');
    const answer = focused ? focusAnswer(model) : derivation.answer;
    replaceChildren(this.answer, ...(answer ? sentenceNodes(answer, translate, model.digits) : []));
    const { phase, question } = derivation;
    // “Did it help?” is answered by the losses before and after, not by one result.
    const isComparison = phase === 'after' && derivation.answer !== null;
    const heard = [
      ...(focused ? [sentenceText(focused, translate)] : []),
      isComparison
        ? sentenceToSpeech(question, translate, model.digits)
        : stepToSpeech(derivation, translate, model.digits),
      // The results of other steps have been said already, also the loss, but not the guess before it.
      ...(answer && (isComparison || phase === 'backward' || (phase === 'loss' && answer.then))
        ? [sentenceToSpeech(phase === 'loss' ? firstOf(answer) : answer, translate, model.digits)]
        : [])
    ];
    writeText(this.heard, heard.join(' '));
  }
}

/** The first of several sentences. */
const firstOf = ({ message, args }: Sentence): Sentence => ({ message, args });
