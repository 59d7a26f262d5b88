import {
  Block,
  Line,
  deriveOperations,
  glossary,
  lineWidth,
  matrixForms,
  matrixToTeX,
  matrixToText,
  setDigits
} from '../../derivation';
import { Content, contentOf } from './derivationContent';
import { gradientNote } from './gradientNote';
import { h } from '../page/dom';
import { RowLayout, formula, mathematics, speak } from '../formula/formula';
import { FormulaPane, PanePart } from '../formula/formulaPane';
import { operationOf } from '../state/operationOf';
import { lookedAt } from '../state/lookedAt';
import { pathsView } from './pathsView';
import { Roving } from '../page/roving';
import { StepperModel } from '../state/stepperModel';
import { termLists } from '../formula/termsView';
import { Translate, sentenceNodes } from '../page/translate';
import { loadKatex } from '../formula/typeset';

/** Of a pane and of its formulas, in px: what is beside them, and how large letters are. */
const PADDING = 31;
const SCROLLBAR = 12;
const LETTERS = 15.08;
const SMALL = { upTo: 460, letters: 12.74 };
/** Operations that are derived at a click. */
const NEXT = 24;

/** The formulas of a step, or of what the learner focused. */
export class DerivationView {
  readonly element = h('div', { class: 'sg-derivation', 'data-section': 'derivation' });
  readonly roving = new Roving(this.element, '[data-term], .sg-close, summary');
  // Another stepper, with other digits, may have been drawn before its rest is.
  private readonly pane = new FormulaPane(
    () => setDigits(this.model.digits),
    () => this.roving.refresh()
  );
  private width = 420;
  /** What was drawn last. */
  private place = '';
  /** How lines stand in the room that there is. */
  private readonly rows = new WeakMap<Line, Required<RowLayout>>();
  /** Operations of the step that the reader asked for beyond those that are always derived. */
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

  /** Opens where the number under `target` came from. @returns whether there was one */
  open(target: Element): boolean {
    const ref = target.closest('[data-term]')?.getAttribute('data-term');
    const operation = ref ? operationOf(ref, this.model.network) : null;
    if (operation) {
      this.model.focus = operation;
    }
    return operation !== null;
  }

  /** @param more so many parts more than before, at once */
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
        setDigits(this.model.digits);
        this.draw();
      }
    });
  }

  /** What the pane shows, from the top: made as it is asked for. */
  private *partsOf({ focused, blocks, remarks, omitted, paths, checked }: Content): Generator<PanePart> {
    const { translate } = this;
    if (focused) {
      const close = h('button', { class: 'sg-close', type: 'button' }, translate('Back to the step'));
      close.addEventListener('click', () => {
        this.model.focus = null;
      });
      // What is asked of it stands above, where else the step's question does.
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

  /** What a row of a formula has, in em: letters are as large as style/derivation.css says, a scroll bar takes some. */
  private get room(): number {
    return (this.width - SCROLLBAR) / (this.width + PADDING <= SMALL.upTo ? SMALL.letters : LETTERS);
  }

  private rowsOf(line: Line, { length }: Line[]): RowLayout {
    const { room } = this;
    let rows = this.rows.get(line);
    if (rows?.room !== room) {
      rows = { inline: length > 1 && lineWidth(line) <= room, room };
      this.rows.set(line, rows);
    }
    return rows;
  }

  private *drawBlocks(blocks: Block[]): Generator<PanePart> {
    const { model, translate } = this;
    for (const { heading, lines } of blocks) {
      // No heading of a page whose other headings are not known: one level too many is a fault.
      yield unlessThere(h('p', { class: 'sg-heading' }, translate(heading)));
      for (const line of lines) {
        const rows = this.rowsOf(line, lines);
        yield old => formula(line, model, translate, rows, old);
        yield* termLists(line, translate);
      }
    }
  }

  /** The operations that the reader asked for; and how many there are still, with a button for the next of them. */
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

  /** Derives some operations more, in the place of what offered them. */
  private ask(offer: Element, count: number): void {
    const at = this.pane.parts.indexOf(offer);
    this.asked += count;
    this.draw(count);
    const first = this.pane.parts.slice(at).find(element => element.matches('.sg-line'));
    const target = first?.querySelector<HTMLElement>('[data-term]') ?? this.pane.element;
    target.focus({ preventScroll: true });
  }

  /** The same for all samples at once. */
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

/** Keeps what stands there, where it is the same: nothing in it is to be clicked. */
const unlessThere =
  (fresh: HTMLElement): PanePart =>
  old =>
    old?.isEqualNode(fresh) ? (old as HTMLElement) : fresh;
