import { sentenceOf } from '../../engine/message';
import { Options, optimizers } from '../../engine/registry';
import { Line, formatNumber, symbol, symbolToText, toText, updateLines, valueOf } from '../../derivation';
import { Expression, quantity } from '../../engine/formula/expression';
import { h } from '../page/dom';
import type { StepperModel } from '../state/stepperModel';
import { Translate, messageText, translatable } from '../page/translate';
import type { Lens, LensKind } from './lens';
import { Met, OptimiserStep, defaultsOf, runOptimiser } from './optimiserRun';
import { NumberPicker } from './numberPicker';
import { numberElement } from '../page/numberElement';
import type { Movable } from './movables';
import { stepBar, stepLines } from './stepCharts';

/** A row of a chain: a quantity, its formula and its value. */
interface Row {
  symbol: string;
  formula: string;
  value: number;
  role: string;
}

/** One gradient under two optimisers: the recorded one and one chosen by the learner. */
class OptimisersLens implements Lens {
  readonly element = h('div', { class: 'sg-optimisers' });
  private readonly picker: NumberPicker;
  private readonly other = h('select', { name: 'optimiser', 'data-stop': true });
  private readonly lr = h('input', {
    name: 'lr',
    type: 'text',
    inputmode: 'decimal',
    size: 6,
    'data-stop': true
  });
  private readonly body = h('div');
  private width = 420;

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate
  ) {
    const { update } = model.trace.iterations[0];
    const updated = new Set(update.map(({ param }) => param));
    this.picker = new NumberPicker(
      model,
      translate('the step of'),
      { inputs: false, allows: ({ name }) => updated.has(name) },
      () => this.draw()
    );
    const recorded = model.trace.optimizer!.type;
    for (const type of Object.keys(optimizers)) {
      this.other.append(h('option', { value: type }, type));
    }
    this.choose(recorded === 'Adam' ? 'SGD' : 'Adam');
    this.other.setAttribute('aria-label', translate('the other optimiser'));
    this.lr.setAttribute('aria-label', translate('η of the other optimiser'));
    this.other.addEventListener('change', () => {
      this.choose(this.other.value);
      this.draw();
    });
    this.lr.addEventListener('change', () => this.draw());
  }

  resize(width: number): void {
    this.width = width;
  }

  draw(): void {
    const { translate, model } = this;
    if (!this.element.firstChild) {
      const other = h('span', { class: 'sg-pick' }, translate('beside'), this.other, 'η', this.lr);
      this.element.append(h('div', { class: 'sg-controls' }, this.picker.element, other), this.body);
    }
    const movable = this.picker.draw();
    if (!movable) {
      const text = translate('Choose a weight or a neuron: its step is taken apart here.');
      this.body.replaceChildren(h('p', { class: 'sg-remark' }, text));
      return;
    }
    const met = metBy(model, movable);
    const { digits } = model;
    const { iteration } = model.step;
    let chosen: OptimiserStep[];
    try {
      const symbols = shortened(movable);
      chosen = runOptimiser(this.other.value, this.options(), met, symbols);
    } catch (error) {
      this.body.replaceChildren(
        h('p', { class: 'sg-remark sg-differs' }, messageText(sentenceOf(error), translate))
      );
      return;
    }
    const recorded = this.recorded(movable);
    const step = chosen[iteration];
    const largest = Math.max(Math.abs(recorded.step), Math.abs(step.step));
    const width = Math.floor((this.width - 40) / 2);
    const { type, ...common } = model.trace.optimizer!;
    // The options of a parameter's group override the common ones.
    const update = model.trace.iterations[iteration].update.find(({ param }) => param === movable.name)!;
    const options = { ...common, ...update.options };
    const column = (
      name: string,
      title: string,
      rows: Row[],
      by: number,
      after: number,
      told: Options
    ): HTMLElement =>
      h(
        'div',
        { class: 'sg-chain' },
        h(
          'div',
          { class: 'sg-told', title: optionText(told, digits) },
          h('strong', { class: name }, title),
          ` ${optionText(told, digits)}`
        ),
        stepBar(by, largest, width, digits),
        chainTable(
          [
            {
              symbol: '∂L/∂w',
              formula: translate('the gradient'),
              value: met[iteration].grad,
              role: 'gradient'
            },
            ...rows,
            { symbol: 'w', formula: translate('after the step'), value: after, role: 'weight' }
          ],
          digits
        )
      );
    const note =
      translate('%1 starts fresh, with the recorded weights and gradients.', this.other.value) +
      (met.length > 1 ? ` ${translate('So up to iteration %1.', iteration + 1)}` : '');
    this.body.replaceChildren(
      h(
        'div',
        { class: 'sg-pair' },
        column(
          'sg-own',
          translate('%1, as recorded', type),
          recorded.rows,
          recorded.step,
          recorded.after,
          options
        ),
        column('sg-other-one', this.other.value, rowsOf(step, digits), step.step, step.after, this.options())
      ),
      ...(met.length > 1 ? [this.history(movable, chosen, iteration)] : []),
      h('p', { class: 'sg-remark' }, note)
    );
  }

  private choose(type: string): void {
    this.other.value = type;
    this.lr.value = String(defaultsOf(type).lr);
  }

  private options(): Options {
    const lr = Number(this.lr.value.trim().replace(',', '.') || NaN);
    return { ...defaultsOf(this.other.value), lr };
  }

  /** The recorded step: its chain, as in the derivation. */
  private recorded(movable: Movable): { rows: Row[]; step: number; after: number } {
    const { terms, digits } = this.model;
    const { weight, grad } = shortened(movable);
    const lines = updateLines(terms, movable.name, movable.i, weight, grad);
    const resultOf = (each: Line): number => valueOf(each.result);
    const chain = lines.slice(0, -1);
    return {
      rows: chain.map(each => ({
        symbol: textOf(each.left),
        formula: formulaOf(each.forms[0], digits),
        value: resultOf(each),
        role: roleOf(each.left)
      })),
      step: resultOf(chain[chain.length - 1]),
      after: resultOf(lines[lines.length - 1])
    };
  }

  /** The step sizes of both optimisers over the iterations. */
  private history(movable: Movable, chosen: OptimiserStep[], iteration: number): SVGElement {
    const { trace } = this.model;
    const taken = trace.iterations.map(
      ({ update }) =>
        this.model.reader.tensor(update.find(({ param }) => param === movable.name)!.step).data[movable.i]
    );
    return stepLines(
      [taken, chosen.map(({ step }) => step)],
      iteration,
      this.width - 30,
      this.model.digits,
      this.translate
    );
  }
}

/** The weight and its gradient as w and ∂L/∂w: the picker above shows which weight it is. */
function shortened({ quantity: e, gradient }: Movable): { weight: Expression; grad: Expression } {
  const by = { name: 'w' };
  return {
    weight: quantity(by, 'weight', valueOf(e)),
    grad: quantity({ name: 'L', by }, 'gradient', valueOf(gradient))
  };
}

/** The weight and its gradient in every iteration. */
function metBy({ trace, reader }: StepperModel, { name, i }: Movable): Met[] {
  return trace.iterations.map(({ update }) => {
    const { before, grad } = update.find(({ param }) => param === name)!;
    return { weight: reader.tensor(before).data[i], grad: reader.tensor(grad).data[i] };
  });
}

const textOf = (e: Expression): string => symbolToText(symbol(e));
const roleOf = (e: Expression): string => (e.kind === 'quantity' ? e.role : '');

/** A formula as text, with √ for sqrt. */
const formulaOf = (e: Expression, digits: number): string =>
  toText(e, 'symbols', digits)
    .replace(/sqrt\(([^ ()]+)\)/g, '√$1')
    .replace(/sqrt\(/g, '√(');

const rowsOf = ({ chain }: OptimiserStep, digits: number): Row[] =>
  chain.map(({ symbol: left, formula, value, role }) => ({
    symbol: symbolToText(left),
    formula: formulaOf(formula, digits),
    value,
    role
  }));

/** The options that are not 0 or false: `η = 0.1 · momentum = 0.9`. */
const optionText = (options: Options, digits: number): string =>
  Object.entries(options)
    .filter(([, value]) => value !== 0 && value !== false)
    .map(
      ([name, value]) =>
        `${name === 'lr' ? 'η' : name} = ${
          value === true
            ? '✓'
            : [value]
                .flat()
                .map(x => (typeof x === 'number' ? formatNumber(x, digits) : String(x)))
                .join(', ')
        }`
    )
    .join(' · ');

const chainTable = (rows: Row[], digits: number): HTMLElement =>
  h(
    'div',
    { class: 'sg-links', role: 'table' },
    ...rows.map(row =>
      h(
        'div',
        { role: 'row' },
        h('span', { role: 'rowheader', class: `sg-number sg-${row.role}` }, row.symbol),
        h('span', { role: 'cell', class: 'sg-formula', title: row.formula }, row.formula),
        h('span', { role: 'cell' }, numberElement(row.value, row.role, digits))
      )
    )
  );

export const optimisers: LensKind = {
  id: 'optimisers',
  title: translatable('Optimisers'),
  make: (model, translate) =>
    model.trace.optimizer && Object.hasOwn(optimizers, model.trace.optimizer.type)
      ? new OptimisersLens(model, translate)
      : null
};
