import {
  Block,
  Line,
  deriveOperations,
  glossary,
  lineWidth,
  matrixForms,
  matrixToTeX,
  matrixToText
} from '../../derivation';
import { Content, contentOf } from './derivationContent';
import { gradientNote } from './gradientNote';
import { h } from '../page/dom';
import { RowLayout, formula, mathematics, speak } from '../formula/formula';
import { FormulaPane, PanePart } from '../formula/formulaPane';
import { operationOf } from '../state/operationOf';
import { lookedAt } from '../state/lookedAt';
import { pathsView } from './pathsView';
import { samplesAfter } from './samplesAfter';
import { Roving } from '../page/roving';
import { StepperModel } from '../state/stepperModel';
import { termLists } from '../formula/termsView';
import { Translate, sentenceNodes } from '../page/translate';
import { loadKatex } from '../formula/typeset';

/** Padding and border at both sides of the pane, in px. */
const PADDING = 31;
/** Width of the scroll bar, in px. */
const SCROLLBAR = 12;
/** Font size of a formula, in px, as in style/derivation.css. */
const LETTERS = 15.08;
/** Font size in panes up to a width, in px, as in style/derivation.css. */
const SMALL = { upTo: 460, letters: 12.74 };
/** Number of operations that a click on “Show more” derives. */
const NEXT = 24;

/** The derivation pane: the formulas of the step or, if there is one, of the focus. */
export class DerivationView {
  readonly element = h('div', { class: 'sg-derivation', 'data-section': 'derivation' });
  readonly roving = new Roving(this.element, '[data-term], .sg-close, summary');
  private readonly pane = new FormulaPane(() => this.roving.refresh());
  private width = 420;
  /** Step, focus and granularity of the last drawing. */
  private place = '';
  /** Row layouts for the current width. */
  private readonly rows = new WeakMap<Line, Required<RowLayout>>();
  /** Number of operations that the reader asked for, beyond those derived anyway. */
  private asked = 0;

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate
  ) {
    this.element.append(this.pane.element);
    this.element.addEventListener('click', event => this.open(event.target as Element));
  }

  resize(width: number): boolean {
    const changed = Math.abs(width - this.width) > 8;
    this.width = width;
    return changed;
  }

  /** Opens the operation that computed the number at `target`. @returns whether there is one */
  open(target: Element): boolean {
    const ref = target.closest('[data-term]')?.getAttribute('data-term');
    const operation = ref ? operationOf(ref, this.model.network) : null;
    if (operation) {
      this.model.focus = operation;
    }
    return operation !== null;
  }

  /** @param more make this many additional parts now */
  draw(more = 0): void {
    const place = JSON.stringify([this.model.stepIndex, this.model.focus, this.model.granularity]);
    const stays = place === this.place;
    this.place = place;
    this.asked = stays ? this.asked : 0;
    const content = contentOf(this.model);
    const lines = content.blocks.reduce((sum, { lines }) => sum + lines.length, this.asked);
    if (this.pane.show(this.partsOf(content), lines, stays, more) || !stays) {
      this.roving.refresh();
    }
    void loadKatex()?.then(() => {
      if (this.element.isConnected) {
        this.draw();
      }
    });
  }

  /** The parts of the pane from the top, each made on demand. */
  private *partsOf({ focused, blocks, remarks, omitted, paths, checked }: Content): Generator<PanePart> {
    const { translate } = this;
    if (focused) {
      const close = h('button', { class: 'sg-close', type: 'button' }, translate('Back to the step'));
      close.addEventListener('click', () => {
        this.model.focus = null;
      });
      // The question of the focus stands in the place of the step's question.
      const left = sentenceNodes(this.model.derivation.question, translate);
      yield h('div', { class: 'sg-focus-title' }, close, h('span', {}, ...left));
    }
    if (paths && this.model.focus?.kind === 'weight') {
      const changed = (): void => {
        this.roving.refresh();
        speak(this.pane.element);
      };
      yield* pathsView(paths, this.model.focus, this.model, translate, changed, this.room);
    }
    const samples = focused ? null : samplesAfter(this.model, translate);
    if (samples) {
      yield unlessThere(samples);
    }
    const first = this.model.notation === 'matrix' || this.model.batch;
    if (first) {
      yield* this.asMatrices();
    }
    yield* this.drawBlocks(blocks);
    if (!first) {
      yield* this.asMatrices();
    }
    for (const remark of remarks) {
      yield unlessThere(h('p', { class: 'sg-remark' }, ...sentenceNodes(remark, translate)));
    }
    if (omitted > 0) {
      yield* this.beyond(this.model.step.count - omitted);
    }
    const note = checked && gradientNote(this.model, checked, translate);
    if (note) {
      yield note;
    }
    const entries = glossary(blocks);
    if (entries.length > 0) {
      yield unlessThere(h('p', { class: 'sg-heading' }, translate('Symbols')));
      const rows = entries.map(({ sentence }) => h('li', {}, ...sentenceNodes(sentence, translate)));
      yield unlessThere(h('ul', { class: 'sg-remark sg-glossary' }, ...rows));
    }
  }

  /** Width of a row of a formula, in em. */
  private get room(): number {
    return (this.width - SCROLLBAR) / (this.width + PADDING <= SMALL.upTo ? SMALL.letters : LETTERS);
  }

  private rowsOf(line: Line, { length }: Line[]): RowLayout {
    const { room } = this;
    let rows = this.rows.get(line);
    if (rows?.room !== room) {
      rows = { inline: length > 1 && lineWidth(line, this.model.digits) <= room, room };
      this.rows.set(line, rows);
    }
    return rows;
  }

  private *drawBlocks(blocks: Block[]): Generator<PanePart> {
    const { model, translate } = this;
    for (const { heading, lines } of blocks) {
      // A paragraph: the heading level depends on the page around it, which we do not know.
      yield unlessThere(h('p', { class: 'sg-heading' }, translate(heading)));
      for (const line of lines) {
        const rows = this.rowsOf(line, lines);
        yield old => formula(line, model, translate, rows, old);
        yield* termLists(line, model.digits, translate);
      }
    }
  }

  /** The operations that the reader asked for; then the number of those left, with a button for the next ones. */
  private *beyond(from: number): Generator<PanePart> {
    const { model, translate } = this;
    const { step, terms, batch } = model;
    const end = Math.min(step.count, from + this.asked);
    const operations = Array.from({ length: end - from }, (_, i) => step.operation(from + i));
    yield* this.drawBlocks(deriveOperations(terms, operations, batch).blocks);
    const left = step.count - end;
    if (left > 0) {
      const next = Math.min(left, NEXT);
      const button = h('button', { type: 'button', class: 'sg-close' }, translate('Show %1 more', next));
      button.addEventListener('click', () => this.ask(button.parentElement!, next));
      const text = translate('… and %1 more operations, one by one in the step size “operation”.', left);
      yield h('p', { class: 'sg-remark sg-omission' }, text, ' ', button);
    }
  }

  /** Derives further operations in place of `offer`, and focuses the first of their terms. */
  private ask(offer: Element, count: number): void {
    const at = this.pane.parts.indexOf(offer);
    this.asked += count;
    this.draw(count);
    const first = this.pane.parts.slice(at).find(element => element.matches('.sg-line'));
    const target = first?.querySelector<HTMLElement>('[data-term]') ?? this.pane.element;
    target.focus({ preventScroll: true });
  }

  /** The step for all samples at once, as matrices. */
  private asMatrices(): PanePart[] {
    const forms = matrixForms(this.model.terms, lookedAt(this.model));
    return forms.length === 0
      ? []
      : [
          unlessThere(h('p', { class: 'sg-heading' }, this.translate('As matrices'))),
          ...forms.map(
            (form): PanePart =>
              old =>
                mathematics(matrixToTeX(form, true), matrixToText(form), old)
          )
        ];
  }
}

/** Keeps the element on the page if it is equal. For parts without listeners only. */
const unlessThere =
  (fresh: HTMLElement): PanePart =>
  old =>
    old?.isEqualNode(fresh) ? (old as HTMLElement) : fresh;
