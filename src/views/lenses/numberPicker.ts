import { h } from '../page/dom';
import type { StepperModel } from '../state/stepperModel';
import { Movable, movablesOf } from './movables';

/** A menu of the focused neuron's numbers. It follows the step until the learner chooses a number. */
export class NumberPicker {
  readonly element: HTMLElement;
  private readonly select = h('select', { name: 'number', 'data-stop': true });
  private chosen = '';
  private followed = '';
  private listed = '';

  /**
   * @param label the menu's label, translated
   * @param options.inputs whether the sample's inputs can be chosen too
   * @param options.allows a filter of the numbers; all are allowed when left out
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

  /** Lists the numbers of this step. @returns the chosen number; null if there is none */
  draw(): Movable | null {
    const { allows = () => true } = this.options;
    const { all, first } = movablesOf(this.model, this.options);
    const open = all.filter(allows);
    const own = open.find(each => each === first) ?? open[0] ?? null;
    // A choice is forgotten when the step's own number changes.
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
