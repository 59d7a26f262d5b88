import { h } from '../page/dom';
import type { StepperModel } from '../state/stepperModel';
import { SurfaceGrid, isDrawable, shadesOf, surfaceOf, valuesOf } from '../plots/surfaceGrid';
import { RGB, coloursOf, paint } from '../plots/surfacePaint';
import { Network, lastLayer } from '../../derivation';
import type { Translate } from '../page/translate';

/** The picture of a node as the address of an image, by column and unit. */
export type Backdrop = (column: number, unit: number) => string | undefined;

/** More units of a layer than this get no picture: they are folded. */
const UNITS = 64;

/** What each neuron computes over the two inputs, as pictures behind their numbers; a button turns them on. */
export class NodeSurfaces {
  /** null where there is nothing to draw: not two inputs, or a layer that can't be computed here. */
  readonly button: HTMLButtonElement | null;
  private shown = false;
  private readonly canvas = h('canvas');
  private drawn: { grid: SurfaceGrid; theme: string; pictures: Map<string, string> } | null = null;

  constructor(
    private readonly model: StepperModel,
    translate: Translate,
    changed: () => void
  ) {
    const own = model.trace.model.some(({ custom }) => custom === true);
    if (own || !isDrawable(model.trace) || model.network.inputs !== 2) {
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

  /** Pictures for the weights of the present iteration, as long as they are the same painted once. */
  backdrop(): Backdrop | undefined {
    const { trace, step, network } = this.model;
    const grid = this.shown ? surfaceOf(trace, step.iteration) : null;
    if (!grid || !this.button) {
      return undefined;
    }
    const colours = coloursOf(this.button, ['--sg-positive', '--sg-negative']);
    const theme = colours.join();
    if (this.drawn?.grid !== grid || this.drawn.theme !== theme) {
      this.drawn = { grid, theme, pictures: new Map() };
    }
    const { pictures } = this.drawn;
    return (column, unit) => {
      const key = `${column}/${unit}`;
      if (unit < UNITS && !pictures.has(key)) {
        pictures.set(key, surfacePicture(this.canvas, grid, network, [column, unit], colours));
      }
      return pictures.get(key);
    };
  }
}

/** What a node computes over the two inputs, as the address of an image. */
export function surfacePicture(
  canvas: HTMLCanvasElement,
  grid: SurfaceGrid,
  { stages }: Network,
  [column, unit]: [number, number],
  colours: RGB[]
): string {
  if (column === 0) {
    const values = inputsOf(grid, unit);
    const most = Math.max(...grid.domain[unit].map(Math.abs));
    paint(canvas, values, { middle: 0, reach: most || 1 }, colours);
  } else {
    const layer = lastLayer(stages[column - 1]);
    const values = valuesOf(grid, layer, unit);
    paint(canvas, values, shadesOf(grid.layers[layer], values), colours);
  }
  return canvas.toDataURL();
}

/** An input itself, over the grid. */
function inputsOf({ domain, n }: SurfaceGrid, unit: number): Float64Array {
  const [from, to] = domain[unit];
  return Float64Array.from({ length: n * n }, (_, cell) => {
    const at = unit === 0 ? cell % n : n - 1 - Math.floor(cell / n);
    return from + ((to - from) * (at + 0.5)) / n;
  });
}
