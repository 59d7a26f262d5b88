import type { ScaleLinear } from 'd3';
import type { StepperModel } from '../state/stepperModel';
import { zoomOf } from '../page/zoom';

/** Scales from inputs to px; y is null for a network with one input. */
export interface Scales {
  x: ScaleLinear<number, number>;
  y: ScaleLinear<number, number> | null;
}

/** A click this near to a sample chooses it, in px. */
const NEAR = 9;
/** A movement longer than this is a drag, in px. */
const THRESHOLD = 4;

/** Lets a click on the picture choose a sample, and a drag move the chosen one. */
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
  const zoom = zoomOf(element);
  return [(event.clientX - left) / zoom, (event.clientY - top) / zoom];
}

/**
 * Sets the chosen sample's inputs to a place in the picture. A whole drag is one undo step.
 * @param more whether the drag has already moved the sample
 */
function put(model: StepperModel, { x, y }: Scales, [px, py]: [number, number], more: boolean): void {
  const { sample } = model;
  model.edit(`input[${sample},0]`, invert(x, px), more);
  if (y) {
    model.edit(`input[${sample},1]`, invert(y, py), true);
  }
}

/** The input at a pixel, clamped to the scale's domain and rounded to what a pixel can resolve. */
export function invert(scale: ScaleLinear<number, number>, pixel: number): number {
  const [from, to] = scale.domain();
  const digits = Math.max(0, Math.ceil(-Math.log10((to - from) / 400)));
  const value = Math.max(from, Math.min(to, scale.invert(pixel)));
  return Number(value.toFixed(Math.min(digits, 12)));
}

function sampleNear(element: HTMLElement, [x, y]: [number, number]): number | null {
  let [nearest, distance]: [number | null, number] = [null, NEAR];
  const frame = element.getBoundingClientRect();
  const zoom = zoomOf(element);
  element.querySelectorAll<SVGElement>('.sg-sample').forEach(mark => {
    const box = mark.getBoundingClientRect();
    const away = Math.hypot(
      (box.left + box.width / 2 - frame.left) / zoom - x,
      (box.top + box.height / 2 - frame.top) / zoom - y
    );
    if (away < distance) {
      [nearest, distance] = [Number(mark.getAttribute('data-sample')), away];
    }
  });
  return nearest;
}
