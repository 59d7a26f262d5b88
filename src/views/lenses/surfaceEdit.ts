import type { ScaleLinear } from 'd3';
import type { StepperModel } from '../state/stepperModel';

/** From inputs to px; without y for a network of one input. */
export interface Scales {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number> | null;
}

/** Pixels to a sample that a click still means. */
const NEAR = 9;
/** Pixels to move before it is a drag. */
const THRESHOLD = 4;

/** On a picture of the inputs, a click on a sample chooses it, and a drag moves the chosen one. */
export function placeSample(element: HTMLElement, model: StepperModel, scalesOf: () => Scales | null): void {
  element.addEventListener('pointerdown', event => {
    const scales = event.button === 0 ? scalesOf() : null;
    if (!scales) {
      return;
    }
    const start = at(event, element);
    let dragged = false;
    const move = (to: PointerEvent): void => {
      const now = at(to, element);
      if (dragged || Math.hypot(now[0] - start[0], now[1] - start[1]) > THRESHOLD) {
        event.preventDefault();
        put(model, scales, now, dragged);
        dragged = true;
      }
    };
    const end = (): void => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      const sample = dragged ? null : sampleNear(element, start);
      if (sample !== null) {
        model.sample = sample;
      }
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
  });
}

function at(event: MouseEvent, element: HTMLElement): [number, number] {
  const { left, top } = element.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

/** Gives the chosen sample the inputs of a place; one undo takes a whole drag back. */
function put(model: StepperModel, { x, y }: Scales, [px, py]: [number, number], more: boolean): void {
  const { sample } = model;
  model.edit(`input[${sample},0]`, invert(x, px), more);
  if (y) {
    model.edit(`input[${sample},1]`, invert(y, py), true);
  }
}

/** The number at a pixel, within the range, in as few digits as pixels can tell apart. */
export function invert(scale: ScaleLinear<number, number>, pixel: number): number {
  const [from, to] = scale.domain();
  const digits = Math.max(0, Math.ceil(-Math.log10((to - from) / 400)));
  const value = Math.max(from, Math.min(to, scale.invert(pixel)));
  return Number(value.toFixed(Math.min(digits, 12)));
}

function sampleNear(element: HTMLElement, [x, y]: [number, number]): number | null {
  let [nearest, distance]: [number | null, number] = [null, NEAR];
  const frame = element.getBoundingClientRect();
  element.querySelectorAll<SVGElement>('.sg-sample').forEach(mark => {
    const box = mark.getBoundingClientRect();
    const away = Math.hypot(
      box.left + box.width / 2 - frame.left - x,
      box.top + box.height / 2 - frame.top - y
    );
    if (away < distance) {
      [nearest, distance] = [Number(mark.getAttribute('data-sample')), away];
    }
  });
  return nearest;
}
