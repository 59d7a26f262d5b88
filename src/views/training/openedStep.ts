import { sentenceOf } from '../../engine/message';
import { undrawable } from '../../derivation';
import { Trace, readPayload } from '../../trace';
import { groupedText } from '../page/counts';
import { h } from '../page/dom';
import { Stepper } from '../stepper/stepper';
import { StepperModel } from '../state/stepperModel';
import { Translate, messageText, sentenceText } from '../page/translate';
import type { TrainingModel, TrainingPlace } from './trainingModel';

/** A step of the run, opened in a stepper below it. */
export class OpenedStep {
  readonly element = h('div', { class: 'sg-opened' });
  private stepper: Stepper | null = null;
  private shown: TrainingPlace['open'] = null;

  constructor(
    private readonly model: TrainingModel,
    private readonly translate: Translate
  ) {}

  draw(): void {
    const { open } = this.model.place;
    if (open === this.shown) {
      return;
    }
    this.shown = open;
    this.dispose();
    this.element.replaceChildren(...(open === null ? [] : this.parts(open)));
  }

  dispose(): void {
    this.stepper?.dispose();
    this.stepper = null;
  }

  private parts(open: number | 'trouble'): Node[] {
    const { model, translate } = this;
    const close = h('button', { type: 'button', class: 'sg-action' }, translate('Close'));
    close.addEventListener('click', () => model.choose({ open: null }));
    const found = this.trace(open);
    const heading = h('p', { class: 'sg-opened-head' }, h('span', {}, this.title(open)), close);
    if (typeof found === 'string') {
      return [heading, h('p', { class: 'sg-remark sg-note', role: 'alert' }, found)];
    }
    const stepper = new StepperModel(found);
    stepper.digits = model.digits;
    this.stepper = new Stepper(stepper, translate);
    return [heading, this.stepper.root];
  }

  /** The step's trace, or the reason why there is none. */
  private trace(open: number | 'trouble'): Trace | string {
    const { reader, moments } = this.model;
    const moment = moments.find(({ step }) => step === open);
    try {
      const trace = open === 'trouble' ? reader!.troubleTrace() : reader!.traceAt(moment!);
      const read = readPayload(JSON.parse(JSON.stringify(trace)));
      if ('error' in read) {
        return messageText(read.sentence, this.translate);
      }
      const missing = undrawable(trace);
      return missing ? sentenceText(missing, this.translate) : trace;
    } catch (error) {
      return this.translate('This step can’t be opened: %1', messageText(sentenceOf(error), this.translate));
    }
  }

  private title(open: number | 'trouble'): string {
    const { model, translate } = this;
    const { record } = model.reader!;
    if (open === 'trouble') {
      const { step, pass } = record.trouble!;
      return pass!.leftOut > 0
        ? translate('Step %1, with the first samples of its batch', groupedText(step))
        : translate('Step %1, with its batch', groupedText(step));
    }
    const moment = model.moments.find(({ step }) => step === open);
    const remembers = !record.states && !/^SGD$/.test(record.optimizer.type);
    const text = translate(
      'The weights before step %1, on the first drawn training samples',
      groupedText(open + 1)
    );
    return moment && remembers
      ? `${text} · ${translate('the optimiser starts afresh: its state was not kept')}`
      : text;
  }
}
