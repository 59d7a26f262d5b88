import {
  MatrixForm,
  cellToText,
  isMatrix,
  matrixForm,
  matrixForms,
  matrixName,
  matrixToTeX,
  matrixToText,
  signToText
} from '../../derivation';
import { parseAddress } from '../../trace';
import { operationOf } from '../derivationView';
import { h } from '../dom';
import { mathematics, speak } from '../formula';
import { loadKatex } from '../typeset';
import { linkOf } from '../links';
import { lookedAt, stepOperations, subjectOf } from '../parts';
import type { StepperModel } from '../stepperModel';
import { Translate, sentenceNodes } from '../translate';
import type { Lens, LensKind } from './lens';
import { drawMatrix, isStacked, fitOf } from './matrixDrawing';

/** The product that the step is about, for all samples at once: the row and the column that make a number lit. */
class MatricesLens implements Lens {
  readonly element = h('div', { class: 'sg-matrices' });
  private width = 400;

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate
  ) {
    this.element.addEventListener('click', event => this.open(event.target as Element));
    this.element.addEventListener('keydown', event => {
      const cell = event.key === 'Enter' && (event.target as Element).closest('.sg-cell[data-stop]');
      if (cell) {
        event.preventDefault();
        this.open(cell);
      }
    });
  }

  resize(width: number): void {
    this.width = Math.max(240, width - 24);
  }

  draw(): void {
    const { model, translate } = this;
    const form = formOf(model);
    if (!form) {
      const text = translate(
        'This layer computes in a way of its own: no product of matrices. Step on, or choose a weight.'
      );
      this.element.replaceChildren(h('p', { class: 'sg-remark' }, text));
      return;
    }
    const held = this.element.contains(document.activeElement);
    const fit = fitOf(form, this.width);
    const draw = (matrix: MatrixForm['result'], isResult: boolean): HTMLElement =>
      drawMatrix(matrix, form, { isResult, fit, translate, linkOf: ref => linkOf(ref, model.network) });
    // A sign stands with the matrix after it, and the last with the one before: what goes on below starts so.
    const right: HTMLElement[] = [sign(form.becomes ? '←' : '=')];
    form.parts.forEach((part, i) => {
      if (isMatrix(part)) {
        const drawn = draw(part, false);
        if (isStacked(form.parts, i)) {
          const [factor, plus] = right.splice(-2);
          drawn.prepend(plus);
          right.push(h('div', { class: 'sg-stack' }, factor, drawn));
        } else {
          right.push(drawn);
        }
      } else {
        right.push(sign(signToText(part)));
      }
    });
    const sum = cellToText(form);
    this.element.replaceChildren(
      h(
        'div',
        { class: 'sg-matrix-head' },
        mathematics(matrixToTeX(form, true), matrixToText(form)),
        ...this.others(form)
      ),
      h('div', { class: 'sg-matrix-row' }, draw(form.result, true), ...factors(right)),
      ...(sum === null ? [] : [h('p', { class: 'sg-cell-sum' }, sum)]),
      h('p', { class: 'sg-lens-caption' }, ...sentenceNodes(form.note, translate))
    );
    if (held) {
      this.element.querySelector<HTMLElement>('.sg-cell.sg-here[data-stop]')?.focus({ preventScroll: true });
    }
    void loadKatex()?.then(() => {
      if (this.element.isConnected) {
        this.draw();
        speak(this.element);
      }
    });
  }

  /** A button for every other product of the step. */
  private others(form: MatrixForm): HTMLElement[] {
    const { model, translate } = this;
    const forms = matrixForms(model.terms, stepOperations(model));
    if (forms.length < 2) {
      return [];
    }
    const buttons = forms.map(each => {
      const button = h(
        'button',
        {
          type: 'button',
          class: 'sg-chip',
          'data-stop': true,
          'aria-pressed': String(
            each.kind === form.kind && matrixName(each.result) === matrixName(form.result)
          )
        },
        matrixName(each.result)
      );
      button.addEventListener('click', () => {
        model.focus = { kind: 'operation', operation: each.operation };
      });
      return button;
    });
    return [
      h(
        'div',
        { class: 'sg-chips', role: 'group', 'aria-label': translate('Products of this step') },
        ...buttons
      )
    ];
  }

  /** Opens the number of a cell, with its sample. */
  private open(target: Element): void {
    const ref = target.closest('.sg-cell')?.getAttribute('data-ref');
    const { model } = this;
    const focus = ref ? operationOf(ref, model.network) : null;
    const address = ref ? parseAddress(ref) : null;
    if (!focus || !address) {
      return;
    }
    if (address.name.endsWith('.output')) {
      const row = model.reader.rowOf(address.index);
      if (model.batch || row !== model.sample) {
        model.sample = row;
      }
    }
    model.focus = focus;
  }
}

const sign = (text: string): HTMLElement => h('span', { class: 'sg-sign' }, text);

/** Each matrix with the signs before it, the last one also with those after it. */
function factors(parts: HTMLElement[]): HTMLElement[] {
  const groups: HTMLElement[] = [];
  let signs: HTMLElement[] = [];
  for (const part of parts) {
    if (part.matches('.sg-sign')) {
      signs.push(part);
    } else {
      groups.push(h('div', { class: 'sg-factor' }, ...signs, part));
      signs = [];
    }
  }
  groups[groups.length - 1]?.append(...signs);
  return groups;
}

/** What is focused, as matrices, or the first product of the step that has one. */
function formOf(model: StepperModel): MatrixForm | null {
  return matrixForm(model.terms, subjectOf(model)) ?? matrixForms(model.terms, lookedAt(model))[0] ?? null;
}

export const matrices: LensKind = {
  id: 'matrices',
  // eslint-disable-next-line jupyter/no-untranslated-string -- the panel translates it
  title: 'Matrices',
  make: (model, translate) => new MatricesLens(model, translate)
};
