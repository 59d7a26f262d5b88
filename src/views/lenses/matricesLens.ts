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
import { operationOf } from '../state/operationOf';
import { h, replaceChildren, update, writeText } from '../page/dom';
import { mathematics, speak } from '../formula/formula';
import { loadKatex } from '../formula/typeset';
import { linkOf } from '../page/links';
import { lookedAt, stepOperations, subjectOperation } from '../state/lookedAt';
import type { StepperModel } from '../state/stepperModel';
import { Translate, sentenceNodes, translatable } from '../page/translate';
import type { Lens, LensKind } from './lens';
import { MatrixDrawing, drawMatrix, fitOf, isStacked, skeletonOf, writeMatrix } from './matrixDrawing';

/** The step's matrix product for all samples, with the row and column lit that produce the current number. */
class MatricesLens implements Lens {
  readonly element = h('div', { class: 'sg-matrices' });
  private width = 400;
  private readonly head = h('div', { class: 'sg-matrix-head' });
  private readonly row = h('div', { class: 'sg-matrix-row' });
  private readonly sum = h('p', { class: 'sg-cell-sum' });
  private readonly caption = h('p', { class: 'sg-lens-caption' });
  /** The layout of the row without its numbers. While it is the same, new numbers go into the same elements. */
  private skeleton = '';
  private matrices: HTMLElement[] = [];
  private chips: HTMLElement | null = null;
  private forms: MatrixForm[] = [];

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
    const { element } = this;
    const held = element.contains(document.activeElement);
    this.drawRow(form);
    const sum = cellToText(form, model.digits);
    writeText(this.sum, sum ?? '');
    this.sum.hidden = sum === null;
    replaceChildren(this.caption, ...sentenceNodes(form.note, translate));
    const formula = mathematics(
      matrixToTeX(form, true),
      matrixToText(form),
      this.head.querySelector('.sg-line')
    );
    const others = this.others(form);
    if (formula.parentElement !== this.head || others !== this.chips) {
      this.chips = others;
      this.head.replaceChildren(formula, ...(others ? [others] : []));
    }
    if (this.row.parentElement !== element) {
      element.replaceChildren(this.head, this.row, this.sum, this.caption);
    }
    if (held && (!element.contains(document.activeElement) || document.activeElement?.matches('.sg-cell'))) {
      element.querySelector<HTMLElement>('.sg-cell.sg-here[data-stop]')?.focus({ preventScroll: true });
    }
    void loadKatex()?.then(() => {
      if (this.element.isConnected) {
        this.draw();
        speak(this.element);
      }
    });
  }

  private drawRow(form: MatrixForm): void {
    const { model, translate } = this;
    const fit = fitOf(form, this.width);
    const drawings = [form.result, ...form.parts.filter(isMatrix)].map((matrix, i): MatrixDrawing => ({
      matrix,
      form,
      isResult: i === 0,
      fit,
      translate,
      linkOf: ref => linkOf(ref, model.network)
    }));
    const signs = form.parts.map(part => (isMatrix(part) ? '' : signToText(part)));
    const skeleton = [form.becomes, ...signs, ...drawings.map(skeletonOf)].join('\n');
    if (skeleton !== this.skeleton) {
      this.skeleton = skeleton;
      this.matrices = drawings.map(drawMatrix);
      this.row.replaceChildren(...rowOf(form, this.matrices));
    }
    drawings.forEach((drawing, i) => writeMatrix(this.matrices[i], drawing));
  }

  /** A button for every product of the step, if there are several. */
  private others(form: MatrixForm): HTMLElement | null {
    const { model, translate } = this;
    this.forms = matrixForms(model.terms, stepOperations(model));
    const names = this.forms.map(({ result }) => matrixName(result));
    if (names.length < 2) {
      return null;
    }
    const there =
      this.chips && Array.from(this.chips.children, chip => chip.textContent).join() === names.join();
    const chips = there
      ? this.chips!
      : h(
          'div',
          { class: 'sg-chips', role: 'group', 'aria-label': translate('Products of this step') },
          ...names.map((name, i) => {
            const chip = h('button', { type: 'button', class: 'sg-chip', 'data-stop': true }, name);
            chip.addEventListener('click', () => {
              model.focus = { kind: 'operation', operation: this.forms[i].operation };
            });
            return chip;
          })
        );
    this.forms.forEach(({ kind }, i) => {
      const pressed = kind === form.kind && names[i] === matrixName(form.result);
      update(chips.children[i], { 'aria-pressed': String(pressed) });
    });
    return chips;
  }

  /** Focuses the operation behind a cell's number, for the cell's sample. */
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

/** The matrices of a form and the signs between them, in a row. */
function rowOf(form: MatrixForm, [result, ...matrices]: HTMLElement[]): HTMLElement[] {
  // A sign is grouped with the matrix after it, so that a wrapped line starts with the sign.
  const right: HTMLElement[] = [sign(form.becomes ? '←' : '=')];
  let at = 0;
  form.parts.forEach((part, i) => {
    if (!isMatrix(part)) {
      right.push(sign(signToText(part)));
      return;
    }
    const drawn = matrices[at++];
    if (isStacked(form.parts, i)) {
      const [factor, plus] = right.splice(-2);
      drawn.prepend(plus);
      right.push(h('div', { class: 'sg-stack' }, factor, drawn));
    } else {
      right.push(drawn);
    }
  });
  return [result, ...factors(right)];
}

const sign = (text: string): HTMLElement => h('span', { class: 'sg-sign' }, text);

/** Groups each matrix with the signs before it; trailing signs go to the last group. */
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

/** The focused operation as matrices; else the step's first matrix product; null if there is none. */
function formOf(model: StepperModel): MatrixForm | null {
  return (
    matrixForm(model.terms, subjectOperation(model)) ?? matrixForms(model.terms, lookedAt(model))[0] ?? null
  );
}

export const matrices: LensKind = {
  id: 'matrices',
  title: translatable('Matrices'),
  make: (model, translate) => new MatricesLens(model, translate)
};
