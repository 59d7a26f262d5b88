import { formatNumber } from '../derivation';
import { h, replaceChildren } from './dom';
import type { StepperModel } from './stepperModel';
import type { Translate } from './translate';

/**
 * `BCELoss · SGD η = 0.1, momentum 0.9, nesterov`: the loss, the optimiser and its options, each to be changed
 * where it stands. Those that do nothing are behind a button.
 */
export class OptimizerOptions {
  readonly element = h('span', { class: 'sg-about' });
  private all = false;

  /** @param changed called when other options are shown than before */
  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate,
    private readonly changed: () => void
  ) {}

  draw(): void {
    const { loss, optimizer } = this.model.trace;
    if (!optimizer) {
      replaceChildren(this.element, loss.type);
      return;
    }
    const { type, custom: _custom, ...options } = optimizer;
    const isOff = ([name, value]: [string, unknown]): boolean =>
      (value === 0 || value === false) && name !== 'lr' && !this.model.edits.has(`optimizer.${name}`);
    const entries = Object.entries(options);
    const shown = entries.filter(entry => this.all || !isOff(entry));
    replaceChildren(
      this.element,
      `${loss.type} · ${type}`,
      ...shown.flatMap((entry, i) => {
        const last = i === shown.length - 1;
        const behind = !last ? [','] : entries.some(isOff) ? [' ', this.more()] : [];
        // A name, its number and what is behind it stay on one line.
        return [' ', h('span', { class: 'sg-together' }, ...this.option(...entry), ...behind)];
      })
    );
  }

  /** Opens those that are off, and closes them again. */
  private more(): HTMLElement {
    const label = this.translate('Options of the optimiser that are off');
    const attributes = {
      type: 'button',
      class: 'sg-more-options',
      'data-stop': true,
      title: label,
      'aria-label': label,
      'aria-expanded': String(this.all)
    };
    const button = h('button', attributes, '…');
    button.addEventListener('click', () => {
      this.all = !this.all;
      this.changed();
      this.element.querySelector<HTMLElement>('.sg-more-options')?.focus();
    });
    return button;
  }

  private option(name: string, value: unknown): (Node | string)[] {
    const key = `optimizer.${name}`;
    if (typeof value === 'boolean') {
      return [this.flag(key, name, value)];
    }
    const label = name === 'lr' ? 'η = ' : `${name} `;
    const numbers = Array.isArray(value)
      ? value.flatMap((each, i) => [...(i > 0 ? [', '] : []), this.number(`${key}[${i}]`, each)])
      : [typeof value === 'number' ? this.number(key, value) : String(value)];
    return [label, ...numbers];
  }

  private number(key: string, value: unknown): Node {
    const attributes = {
      class: `sg-option${this.edited(key)}`,
      role: 'button',
      'data-stop': true,
      'data-editable': key,
      'data-value': Number(value),
      title: this.translate('Double-click or F2 to change it')
    };
    return h('span', attributes, formatNumber(Number(value)));
  }

  /** What is on or off, and the other way round with a click. */
  private flag(key: string, name: string, on: boolean): Node {
    const attributes = {
      type: 'button',
      class: `sg-flag${this.edited(key)}`,
      'data-stop': true,
      'aria-pressed': String(on),
      title: this.translate(on ? 'Turn it off' : 'Turn it on')
    };
    const button = h('button', attributes, name);
    button.addEventListener('click', () => this.model.edit(key, on ? 0 : 1));
    return button;
  }

  private edited(key: string): string {
    return this.model.edits.has(key) ? ' sg-edited' : '';
  }
}
