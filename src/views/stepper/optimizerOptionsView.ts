import { formatNumber } from '../../derivation';
import { ParameterGroup, editedGroups, groupName, groupParts, optionKey, parseOption } from '../../trace';
import { h, isNew, replaceChildren } from '../page/dom';
import { editName } from '../state/edits';
import type { StepperModel } from '../state/stepperModel';
import type { Translate } from '../page/translate';

/** The number of parameter groups shown: at first, and with all options open. */
const GROUPS = { few: 3, most: 30 };

/**
 * `BCELoss · SGD η = 0.1, momentum 0.9, nesterov · linear2: η = 0.01`: the loss, the optimiser with its options,
 * and the options of parameter groups, each editable in place. A button shows the options that are off.
 */
export class OptimizerOptionsView {
  readonly element = h('span', { class: 'sg-about' });
  private all = false;

  /** @param changed called after the button has shown or hidden options */
  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate,
    private readonly changed: () => void
  ) {}

  draw(): void {
    const focused = this.element.contains(document.activeElement) && document.activeElement;
    const key = focused && focused.getAttribute('data-option');
    this.write();
    // An option keeps the focus when it is redrawn.
    if (key) {
      this.element
        .querySelector<HTMLElement>(`[data-option="${CSS.escape(key)}"]`)
        ?.focus({ preventScroll: true });
    }
  }

  private write(): void {
    const { original, edits, trace } = this.model;
    const { loss, optimizer } = trace;
    // Only edits of options change what is shown; a step does not.
    const changes = Array.from(edits).filter(([key]) => parseOption(key));
    if (!isNew(this.element, this.all, ...changes.flat())) {
      return;
    }
    if (!optimizer) {
      replaceChildren(this.element, loss.type);
      return;
    }
    const { type, custom: _custom, ...options } = optimizer;
    const isOff = ([name, value]: [string, unknown]): boolean =>
      (value === 0 || value === false) && name !== 'lr' && !edits.has(optionKey(name));
    const entries = Object.entries(options);
    const shown = entries.filter(entry => this.all || !isOff(entry));
    // The groups as recorded: an edit that makes two groups equal does not merge them.
    const groups = editedGroups(original, edits).slice(1);
    const edited = new Set(Array.from(edits.keys(), key => parseOption(key)?.param));
    const most = this.all ? GROUPS.most : GROUPS.few;
    const seen = groups.filter(({ params }, i) => i < most || edited.has(params[0]));
    const more = entries.some(isOff) || groups.length > GROUPS.few;
    replaceChildren(
      this.element,
      `${loss.type} · ${type}`,
      ...shown.flatMap((entry, i) => {
        const last = i === shown.length - 1;
        const behind = !last ? [','] : more ? [' ', this.more()] : [];
        // A name, its number and the comma or button after them stay on one line.
        return [' ', h('span', { class: 'sg-together' }, ...this.option(...entry), ...behind)];
      }),
      ...seen.flatMap(group => [' ', this.group(group)]),
      ...(groups.length > seen.length ? [' ·\u00a0…'] : [])
    );
  }

  /** `· linear2: η = 0.01`, never broken over two lines. */
  private group(group: ParameterGroup): HTMLElement {
    const { original } = this.model;
    const entries = Object.entries(group.options);
    return h(
      'span',
      { class: 'sg-group' },
      '·\u00a0',
      h('span', { title: groupParts(group, original).join(', ') }, `${groupName(group, original)}:`),
      ...entries.flatMap(([name, value], i) => {
        const comma = i < entries.length - 1 ? [','] : [];
        return [
          ' ',
          h('span', { class: 'sg-together' }, ...this.option(name, value, group.params[0]), ...comma)
        ];
      })
    );
  }

  /** The button that shows and hides the options that are off. */
  private more(): HTMLElement {
    const label = this.translate('More options of the optimiser');
    const attributes = {
      type: 'button',
      class: 'sg-more-options',
      'data-stop': true,
      tabindex: -1,
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

  /** @param param the first parameter of the option's group; undefined for the optimiser's own option */
  private option(name: string, value: unknown, param?: string): (Node | string)[] {
    if (typeof value === 'boolean') {
      return [this.flag(optionKey(name, param), name, value)];
    }
    const label = name === 'lr' ? 'η = ' : `${name} `;
    const numbers = Array.isArray(value)
      ? value.flatMap((each, i) => [...(i > 0 ? [', '] : []), this.number(optionKey(name, param, i), each)])
      : [typeof value === 'number' ? this.number(optionKey(name, param), value) : String(value)];
    return [label, ...numbers];
  }

  private number(key: string, value: unknown): Node {
    const text = formatNumber(Number(value), this.model.digits);
    const attributes = {
      class: `sg-option${this.edited(key)}`,
      role: 'button',
      'data-stop': true,
      tabindex: -1,
      'data-option': key,
      'data-editable': key,
      'data-value': Number(value),
      title: this.translate('Double-click or press F2 to edit'),
      'aria-label': `${editName(key, this.model.original)} = ${text}`
    };
    return h('span', attributes, text);
  }

  /** An option that is on or off; a click toggles it. */
  private flag(key: string, name: string, on: boolean): Node {
    const attributes = {
      type: 'button',
      class: `sg-flag${this.edited(key)}`,
      'data-stop': true,
      tabindex: -1,
      'data-option': key,
      'aria-pressed': String(on),
      'aria-label': editName(key, this.model.original),
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
