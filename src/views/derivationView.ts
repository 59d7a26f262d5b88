import {
  Block,
  Network,
  Operation,
  Paths,
  Sentence,
  deriveOperations,
  glossary,
  lineWidth,
  matrixForms,
  matrixToTeX,
  matrixToText,
  pathsOf,
  setDigits,
  steppedBack
} from '../derivation';
import { differenceNote } from './difference';
import { h } from './dom';
import { weightOf } from './focusTitle';
import { formula, mathematics, speak } from './formula';
import { operationOf } from './operationOf';
import { lookedAt } from './parts';
import { pathsView } from './pathsView';
import { Roving } from './roving';
import { StepperModel } from './stepperModel';
import { termLists } from './termsView';
import { Translate, sentenceNodes } from './translate';
import { loadKatex } from './typeset';

/** What the pane says: a step's derivation, or that of what the learner focused. */
interface Content {
  /** Whether it is of what the learner focused. */
  focused: boolean;
  blocks: Block[];
  remarks: Sentence[];
  omitted: number;
  paths: Paths | null;
  /** The weight whose gradient can be checked by a central difference. */
  checked: { stage: number; unit: number; input: number | null } | null;
}

/** A part of what the pane shows, or what makes it of what stood in its place before. */
type Part = HTMLElement | ((old?: Element) => HTMLElement);

const made = (part: Part, old?: Element): HTMLElement => (typeof part === 'function' ? part(old) : part);

/** As many parts as can be seen at once; what is below them is made after the frame that shows these, in ms. */
const AT_ONCE = 8;
const AFTER = 80;
/** What stands for a line that is not made yet, in px: a gradient is 56 high, the sum of its samples 130. */
const LINE = 80;
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
  private readonly scroll = h('div', { class: 'sg-derivation-scroll', tabindex: -1 });
  readonly roving = new Roving(this.element, '[data-term], .sg-close, summary');
  private width = 420;
  /** What was drawn last, and whether the reader has scrolled in it: known, not read from the page. */
  private place = '';
  private scrolled = false;
  private rest: ReturnType<typeof setTimeout> | undefined;
  /** What is to be shown, as far as it is not made yet, and how many of its lines that are. */
  private parts: Iterator<Part> = [].values();
  private linesLeft = 0;
  /** As high as these are, about: the scroll bar is as long as it will be. */
  private readonly space = h('div');
  /** Operations of the step that the reader asked for beyond those that are always derived. */
  private asked = 0;
  /** What stood here before, and how many parts have taken its place. */
  private old: Element[] = [];
  private drawn = 0;

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate
  ) {
    this.scroll.append(this.space);
    this.element.append(this.scroll);
    this.scroll.addEventListener(
      'scroll',
      () => {
        this.scrolled = this.scroll.scrollTop > 0;
        this.rest ??= setTimeout(() => this.go());
      },
      { passive: true }
    );
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
    this.asked = stays ? this.asked : 0;
    const content = this.content();
    this.parts = this.partsOf(content);
    this.linesLeft = content.blocks.reduce((sum, { lines }) => sum + lines.length, this.asked);
    // Where the reader has scrolled, as much of it as there was: it must not move.
    const most = stays && (this.scrolled || more > 0) ? Math.max(AT_ONCE, this.drawn + more) : AT_ONCE;
    this.old = Array.from(this.scroll.children).slice(0, -1);
    this.drawn = 0;
    this.put(most);
    // What is drawn later must not be there as it was.
    this.old.slice(this.drawn).forEach(element => element.remove());
    if (this.scrolled && !stays) {
      this.scroll.scrollTop = 0;
    }
    this.place = place;
    this.roving.refresh();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.go(), AFTER);
    void loadKatex()?.then(() => {
      if (this.element.isConnected) {
        setDigits(this.model.digits);
        this.draw();
      }
    });
  }

  /**
   * Goes on with what is below the part that can be seen, as far as the pane is high: a few formulas, then other
   * things have their turn. What is further below is made when the reader scrolls: of 64 formulas, all would have to
   * be taken out again at the next step.
   */
  private go(): void {
    const { scroll } = this;
    this.rest = undefined;
    // Another stepper, with other digits, may have been drawn meanwhile.
    setDigits(this.model.digits);
    const made = scroll.scrollHeight - this.linesLeft * LINE;
    const drawn = made <= scroll.scrollTop + 2 * scroll.clientHeight ? this.put(AT_ONCE) : 0;
    if (drawn > 0) {
      this.roving.refresh();
    }
    if (drawn > 0 || speak(scroll, AT_ONCE) > 0) {
      this.rest = setTimeout(() => this.go());
    }
  }

  /**
   * Draws the next parts, up to some number, each by changing what stood in its place before, where it can be.
   * @returns how many
   */
  private put(most: number): number {
    let count = 0;
    for (let next: IteratorResult<Part>; count < most && !(next = this.parts.next()).done; count++) {
      const old = this.old[this.drawn];
      const part = made(next.value, old);
      if (old?.parentNode !== this.scroll) {
        this.space.before(part);
      } else if (old !== part) {
        old.replaceWith(part);
      }
      this.drawn++;
      this.linesLeft -= part.matches('.sg-line') ? 1 : 0;
    }
    // Those of matrices and paths were not counted.
    this.linesLeft = Math.max(1, this.linesLeft);
    this.space.hidden = count < most;
    this.space.style.height = `${this.linesLeft * LINE}px`;
    return count;
  }

  /** What the pane shows, from the top: made as it is asked for. */
  private *partsOf({ focused, blocks, remarks, omitted, paths, checked }: Content): Generator<Part> {
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
        speak(this.scroll);
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
    const note = checked && differenceNote(this.model, checked, translate);
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

  private *drawBlocks(blocks: Block[]): Generator<Part> {
    const { model, translate } = this;
    for (const { heading, lines } of blocks) {
      // No heading of a page whose other headings are not known: one level too many is a fault.
      yield unlessThere(h('p', { class: 'sg-heading' }, translate(heading)));
      for (const line of lines) {
        const { room } = this;
        const inline = lines.length > 1 && lineWidth(line) <= room;
        yield old => formula(line, model, translate, { inline, room }, old);
        yield* termLists(line, translate);
      }
    }
  }

  /** The operations that the reader asked for; and how many there are still, with a button for the next of them. */
  private *beyond(from: number): Generator<Part> {
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
    const at = Array.from(this.scroll.children).indexOf(offer);
    this.asked += count;
    this.draw(count);
    const first = Array.from(this.scroll.children)
      .slice(at)
      .find(element => element.matches('.sg-line'));
    (first?.querySelector<HTMLElement>('[data-term]') ?? this.scroll).focus({ preventScroll: true });
  }

  /** The same for all samples at once. */
  private asMatrices(): Part[] {
    const forms = matrixForms(this.model.terms, lookedAt(this.model));
    return forms.length === 0
      ? []
      : [
          unlessThere(h('p', { class: 'sg-heading' }, this.translate('As matrices'))),
          ...forms.map(
            (form): Part =>
              old =>
                mathematics(matrixToTeX(form, true), matrixToText(form), old)
          )
        ];
  }

  private content(): Content {
    const { focus, derivation, network, terms, step, batch } = this.model;
    if (!focus) {
      const operation = step.operation(0);
      const weight = operation.kind === 'weight' || operation.kind === 'bias' ? operation : null;
      const checked = weight && step.count === 1 ? checkedOf(network, weight) : null;
      return { focused: false, ...derivation, paths: null, checked };
    }
    if (focus.kind === 'operation') {
      const { operation } = focus;
      return {
        focused: true,
        ...deriveOperations(terms, [operation], batch),
        omitted: 0,
        paths: null,
        checked: null
      };
    }
    const stage = network.stages[focus.stage];
    if (focus.kind === 'weight') {
      const operation = weightOf(focus, stage);
      const paths = pathsOf(terms, stage, focus.unit, focus.input);
      const derived = deriveOperations(terms, [operation], batch);
      return { focused: true, ...derived, omitted: 0, paths, checked: focus };
    }
    const { unit } = focus;
    const operations: Operation[] = [
      ...(stage.linear === null ? [] : [{ kind: 'z', stage, unit } as const]),
      ...stage.activations.map((layer): Operation => ({ kind: 'activation', stage, unit, layer })),
      { kind: 'arrives', stage, unit },
      ...steppedBack(stage)
        .slice()
        .reverse()
        .map((layer): Operation => ({ kind: 'slope', stage, unit, layer }))
    ];
    const derived = deriveOperations(terms, operations, batch);
    return { focused: true, ...derived, omitted: 0, paths: null, checked: null };
  }
}

/** Keeps what stands there, where it is the same: nothing in it is to be clicked. */
const unlessThere =
  (fresh: HTMLElement): Part =>
  old =>
    old?.isEqualNode(fresh) ? (old as HTMLElement) : fresh;

function checkedOf(
  network: Network,
  operation: Extract<Operation, { kind: 'weight' | 'bias' }>
): Content['checked'] {
  const { stage, unit } = operation;
  return {
    stage: network.stages.indexOf(stage),
    unit,
    input: operation.kind === 'weight' ? operation.input : null
  };
}
