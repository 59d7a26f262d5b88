import { h } from '../page/dom';
import type { StepperModel } from '../state/stepperModel';
import { Movable, movablesOf } from './movables';

/** Chooses one of the numbers of the neuron that the step is about; the step's own, until another is chosen. */
export class NumberPicker {
  readonly element: HTMLElement;
  private readonly select = h('select', { name: 'number', 'data-stop': true });
  private chosen = '';
  private followed = '';
  private listed = '';

  /**
   * @param label what it is for, in the reader's language
   * @param options.inputs whether the sample's inputs can be chosen too
   * @param options.allows which of the numbers can be chosen; all when left out
   */
  constructor(
    private readonly model: StepperModel,
    label: string,
    private readonly options: { inputs: boolean; allows?: (movable: Movable) => boolean },
    changed: () => void
  ) {
    this.element = h('label', { class: 'sg-pick' }, h('span', {}, label), this.select);
    this.select.addEventListener('change', () => {
      this.chosen = this.select.value;
      changed();
    });
  }

  /** Lists what there is at this step. @returns what is chosen; null when there is nothing */
  draw(): Movable | null {
    const { allows = () => true } = this.options;
    const { all, first } = movablesOf(this.model, this.options);
    const open = all.filter(allows);
    const own = open.find(each => each === first) ?? open[0] ?? null;
    // Another step, another number: what was chosen was chosen for that step.
    const follows = own ? keyOf(own) : '';
    if (follows !== this.followed) {
      [this.followed, this.chosen] = [follows, ''];
    }
    const listed = open.map(each => `${keyOf(each)} ${each.symbol}`).join();
    if (listed !== this.listed) {
      this.listed = listed;
      this.select.replaceChildren(...open.map(each => h('option', { value: keyOf(each) }, each.symbol)));
    }
    const found = open.find(each => keyOf(each) === this.chosen) ?? own;
    this.select.value = found ? keyOf(found) : '';
    return found;
  }
}

const keyOf = ({ name, i }: Movable): string => `${name}[${i}]`;
