import {
  Block,
  Network,
  Operation,
  Paths,
  Sentence,
  deriveOperations,
  lineToText,
  matrixForms,
  matrixToTeX,
  matrixToText,
  operationQuestion,
  pathsOf,
  say,
  setDigits,
  steppedBack,
  unitSymbol
} from '../derivation';
import { parseAddress } from '../trace';
import { differenceNote } from './difference';
import { h } from './dom';
import { formula, loadKatex, mathematics } from './formula';
import { lookedAt } from './parts';
import { pathsView } from './pathsView';
import { Roving } from './roving';
import { StepperModel } from './stepperModel';
import { Translate, sentenceNodes } from './translate';

/** What the pane says: a step's derivation, or that of what the learner focused. */
interface Content {
  title: Sentence | null;
  blocks: Block[];
  remarks: Sentence[];
  omitted: number;
  paths: Paths | null;
  /** The weight whose gradient can be checked by a central difference. */
  checked: { stage: number; unit: number; input: number | null } | null;
}

/** The formulas of a step, or of what the learner focused. */
export class DerivationView {
  readonly element = h('div', { class: 'sg-derivation', 'data-section': 'derivation' });
  private readonly scroll = h('div', { class: 'sg-derivation-scroll', tabindex: -1 });
  readonly roving = new Roving(this.element, '[data-term], .sg-close, summary');
  private width = 420;

  constructor(
    private readonly model: StepperModel,
    private readonly translate: Translate
  ) {
    this.element.append(this.scroll);
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

  draw(): void {
    const { translate } = this;
    const { title, blocks, remarks, omitted, paths, checked } = this.content();
    const parts: Node[] = [];
    if (title) {
      const close = h('button', { class: 'sg-close', type: 'button' }, translate('Back to the step'));
      close.addEventListener('click', () => {
        this.model.focus = null;
      });
      parts.push(
        h('div', { class: 'sg-focus-title' }, h('span', {}, ...sentenceNodes(title, translate)), close)
      );
    }
    if (paths && this.model.focus?.kind === 'weight') {
      const changed = (): void => this.roving.refresh();
      parts.push(...pathsView(paths, this.model.focus, this.model, translate, changed));
    }
    const matrices = this.asMatrices();
    const first = this.model.notation === 'matrix' || this.model.batch;
    if (first) {
      parts.push(...matrices);
    }
    for (const { heading, lines } of blocks) {
      parts.push(h('h4', { class: 'sg-heading' }, translate(heading)));
      for (const line of lines) {
        const inline = lines.length > 1 && lineToText(line).length * 7.6 < this.width;
        parts.push(formula(line, this.model, translate, inline));
      }
    }
    if (!first) {
      parts.push(...matrices);
    }
    remarks.forEach(remark =>
      parts.push(h('p', { class: 'sg-remark' }, ...sentenceNodes(remark, translate)))
    );
    if (omitted > 0) {
      parts.push(
        h(
          'p',
          { class: 'sg-remark' },
          translate('… and %1 more operations, one by one in the step size “operation”.', omitted)
        )
      );
    }
    const note = checked && differenceNote(this.model, checked, translate);
    if (note) {
      parts.push(note);
    }
    this.scroll.replaceChildren(...parts);
    this.scroll.scrollTop = 0;
    this.roving.refresh();
    void loadKatex()?.then(() => {
      if (this.element.isConnected) {
        setDigits(this.model.digits);
        this.draw();
      }
    });
  }

  /** The same for all samples at once. */
  private asMatrices(): Node[] {
    const forms = matrixForms(this.model.terms, lookedAt(this.model));
    return forms.length === 0
      ? []
      : [
          h('h4', { class: 'sg-heading' }, this.translate('As matrices')),
          ...forms.map(form => mathematics(matrixToTeX(form, true), matrixToText(form)))
        ];
  }

  private content(): Content {
    const { focus, derivation, network, terms, step, batch } = this.model;
    if (!focus) {
      const operation = step.operation(0);
      const weight = operation.kind === 'weight' || operation.kind === 'bias' ? operation : null;
      const checked = weight && step.count === 1 ? checkedOf(network, weight) : null;
      return { title: null, ...derivation, paths: null, checked };
    }
    if (focus.kind === 'operation') {
      const { operation } = focus;
      const title = operationQuestion(terms, operation);
      return {
        title,
        ...deriveOperations(terms, [operation], batch),
        omitted: 0,
        paths: null,
        checked: null
      };
    }
    const stage = network.stages[focus.stage];
    if (focus.kind === 'weight') {
      const { unit, input } = focus;
      const operation: Operation =
        input === null ? { kind: 'bias', stage, unit } : { kind: 'weight', stage, unit, input };
      const paths = pathsOf(terms, stage, unit, input);
      const title = operationQuestion(terms, operation);
      return { title, ...deriveOperations(terms, [operation], batch), omitted: 0, paths, checked: focus };
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
    const title = say('%1 alone: forward its sum, backward its δ', {
      symbol: unitSymbol(terms, stage, unit)
    });
    return { title, ...deriveOperations(terms, operations, batch), omitted: 0, paths: null, checked: null };
  }
}

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

/** What computed the number at an address; null for one that was given, not computed. */
export function operationOf(ref: string, network: Network): StepperModel['focus'] {
  const address = parseAddress(ref);
  if (!address) {
    return null;
  }
  const { name, index, grad } = address;
  if (name === 'loss') {
    return { kind: 'operation', operation: { kind: 'loss' } };
  }
  const layer = network.layers.findIndex(
    each => name.startsWith(`${each.name}.`) && !name.slice(each.name.length + 1).includes('.')
  );
  const stage = network.stages.find(
    ({ linear, activations }) => linear === layer || activations.includes(layer)
  );
  if (!stage || layer < 0) {
    return null;
  }
  if (!name.endsWith('.output') && layer !== stage.linear) {
    return { kind: 'operation', operation: { kind: 'own', stage, unit: 0, layer } };
  }
  if (!name.endsWith('.output')) {
    return { kind: 'weight', stage: network.stages.indexOf(stage), unit: index[0], input: index[1] ?? null };
  }
  const unit = index[1];
  const last = stage.activations[stage.activations.length - 1] ?? stage.linear;
  const operation: Operation = grad
    ? layer === last
      ? { kind: 'arrives', stage, unit }
      : { kind: 'slope', stage, unit, layer: layer + 1 }
    : layer === stage.linear
      ? { kind: 'z', stage, unit }
      : { kind: 'activation', stage, unit, layer };
  return { kind: 'operation', operation };
}
