import { h } from '../page/dom';
import type { Translate } from '../page/translate';
import { SurfaceGrid, isDrawable, surfaceOf } from '../plots/surfaceGrid';
import { coloursOf } from '../plots/surfacePaint';
import type { StepperModel } from '../state/stepperModel';
import { nodePicture } from './nodePicture';

/** The picture behind a node, as a data URL. */
export type Backdrop = (column: number, unit: number) => string | undefined;

/** Units from this one on get no picture: a layer that wide is folded. */
const MAX_UNITS = 64;

/** The output of each neuron over the two inputs, as pictures behind the numbers; a button turns them on. */
export class NodeSurfaces {
  /** null if there is nothing to draw: not exactly two inputs, or a user-defined layer. */
  readonly button: HTMLButtonElement | null;
  private shown = false;
  private readonly canvas = h('canvas');
  /** The pictures painted so far for one grid and theme, by `column/unit`. */
  private painted: { grid: SurfaceGrid; theme: string; pictures: Map<string, string> } | null = null;

  /** @param changed called after the button is pressed */
  constructor(
    private readonly model: StepperModel,
    translate: Translate,
    changed: () => void
  ) {
    const isCustom = model.trace.model.some(({ custom }) => custom === true);
    if (isCustom || !isDrawable(model.trace) || model.network.inputs !== 2) {
      this.button = null;
      return;
    }
    const button = h(
      'button',
      { type: 'button', class: 'sg-toggle sg-surfaces-toggle', 'aria-pressed': 'false' },
      translate('surfaces in the neurons')
    );
    button.addEventListener('click', () => {
      this.shown = !this.shown;
      button.setAttribute('aria-pressed', String(this.shown));
      changed();
    });
    this.button = button;
  }

  /** The pictures for the weights of the current iteration, painted once as long as these stay the same. */
  backdrop(): Backdrop | undefined {
    const { trace, step, network } = this.model;
    const grid = this.shown ? surfaceOf(trace, step.iteration) : null;
    if (!grid || !this.button) {
      return undefined;
    }
    const colours = coloursOf(this.button, ['--sg-positive', '--sg-negative']);
    const theme = colours.join();
    if (this.painted?.grid !== grid || this.painted.theme !== theme) {
      this.painted = { grid, theme, pictures: new Map() };
    }
    const { pictures } = this.painted;
    return (column, unit) => {
      const key = `${column}/${unit}`;
      if (unit < MAX_UNITS && !pictures.has(key)) {
        pictures.set(key, nodePicture(this.canvas, grid, network, [column, unit], colours));
      }
      return pictures.get(key);
    };
  }
}
