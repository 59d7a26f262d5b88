import { Phase, Terms, formatNumber, symbol, symbolToText, valueOf } from '../../derivation';
import { h, isNew, update } from '../page/dom';
import type { Translate } from '../page/translate';
import type { StepperModel } from '../state/stepperModel';
import { phaseNames, shortPhaseNames } from './timeline';

/** A phase of the loop: its button, and what it has given once it is over. */
interface Entry {
  phase: Phase;
  button: HTMLButtonElement;
  gave: HTMLElement;
}

/** The loop of training in one row: the phases of the current iteration, each with its result, and the iteration. */
export class LoopMap {
  readonly element: HTMLElement;
  private readonly entries: Entry[];
  private readonly turn: HTMLButtonElement;

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate
  ) {
    this.entries = model.loop.map(({ phase }) => this.entryOf(phase));
    this.turn = h('button', { type: 'button', class: 'sg-turn', 'data-stop': true });
    this.turn.addEventListener('click', () => {
      const last = model.loop[model.loop.length - 1];
      model.goTo(last.end < model.steps ? last.end : 0);
    });
    this.turn.hidden = model.trace.iterations.length === 1;
    this.element = h(
      'div',
      { class: 'sg-loop', role: 'group', 'aria-label': translate('The loop of training') },
      ...this.entries.map(({ button }) => button),
      this.turn
    );
  }

  draw(): void {
    const { model, translate } = this;
    const { step, stepIndex, digits, terms, batch } = model;
    const { loop } = model;
    this.entries.forEach(({ button, gave }, i) => {
      const { start, end } = loop[i];
      const isHere = start <= stepIndex && stepIndex < end;
      const state = isHere ? ' sg-here' : stepIndex < start ? ' sg-later' : '';
      update(button, {
        class: `sg-loop-phase sg-phase-${loop[i].phase}${state}`,
        'aria-current': isHere ? 'step' : undefined
      });
      const isOver = stepIndex >= end - 1;
      if (isNew(gave, isOver, terms, batch, digits)) {
        gave.replaceChildren(...(isOver ? this.resultOf(loop[i].phase) : []));
      }
    });
    const { length } = model.trace.iterations;
    if (isNew(this.turn, step.iteration)) {
      const isLast = step.iteration === length - 1;
      const name = isLast ? translate('Back to the start') : translate('Next iteration');
      this.turn.replaceChildren(`⟳ ${step.iteration + 1} / ${length}`);
      const label = `${name} (${translate('iteration %1 of %2', step.iteration + 1, length)})`;
      update(this.turn, { title: label, 'aria-label': label });
    }
  }

  private entryOf(phase: Phase): Entry {
    const { model, translate } = this;
    const name = translate(phaseNames[phase]);
    const gave = h('span', { class: 'sg-gave' });
    const button = h(
      'button',
      { type: 'button', 'data-stop': true, 'data-loop': phase, title: name },
      h('b', { class: 'sg-phase-name' }, name),
      // Style shows one of the two.
      h('b', { class: 'sg-phase-short', 'aria-hidden': 'true' }, translate(shortPhaseNames[phase])),
      gave
    );
    button.addEventListener('click', () => {
      model.goTo(model.loop.find(each => each.phase === phase)!.start);
    });
    return { phase, button, gave };
  }

  /** What a phase gave: the one output, the loss, the number of gradients, the optimiser, the loss after the update. */
  private resultOf(phase: Phase): (Node | string)[] {
    const { terms, batch, network, trace } = this.model;
    switch (phase) {
      case 'forward':
        return batch || terms.outputs > 1 ? [] : this.equation(terms.output(network.layers.length - 1, 0));
      case 'loss':
        return this.equation(terms.loss());
      case 'backward': {
        const { params } = trace.iterations[terms.iteration];
        const count = params.reduce((sum, { value }) => sum + value.shape.reduce((a, b) => a * b, 1), 0);
        return [this.translate('%1 gradients', count)];
      }
      case 'update':
        return [trace.optimizer?.type ?? ''];
      case 'after':
        return terms.after ? [trend(terms, terms.after), ...this.equation(terms.after.loss())] : [];
    }
  }

  /** `L = 0.7195`, with the number's address. */
  private equation(term: ReturnType<Terms['loss']>): (Node | string)[] {
    const value = valueOf(term);
    const ref = term.kind === 'quantity' ? term.ref : undefined;
    const number = h(
      'span',
      { 'data-ref': ref, 'data-value': value },
      formatNumber(value, this.model.digits)
    );
    // The mark that a symbol is new is left out: the phase says so.
    return [`${symbolToText(symbol(term)).replace('ⁿᵉʷ', '')} = `, number];
  }
}

/** ▼ for a loss that falls, ▲ for one that rises; nothing where it stays. */
function trend(before: Terms, after: Terms): Node | string {
  const [from, to] = [before.loss(), after.loss()].map(valueOf);
  return to === from || Number.isNaN(to - from)
    ? ''
    : h(
        'span',
        { class: to < from ? 'sg-falls' : 'sg-rises', 'aria-hidden': 'true' },
        to < from ? '▼ ' : '▲ '
      );
}
