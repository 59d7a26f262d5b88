import { Stage, symbolToText } from '../../derivation';
import { s } from '../page/dom';
import { sampleForm } from '../plots/sampleForm';
import type { StepperModel } from '../state/stepperModel';
import type { SurfaceGrid } from '../plots/surfaceGrid';
import type { Translate } from '../page/translate';
import type { Box } from '../plots/box';
import type { Scales } from './surfaceEdit';

/** More samples than this are not drawn. */
const POINTS = 600;
/** Colours of classes; what is beyond begins again. */
export const CLASSES = Array.from({ length: 8 }, (_, i) => `--sg-class-${i}`);

/** What is drawn: a unit, or which of the outputs is largest. */
export type SurfaceChoice = { stage: Stage; unit: number } | 'classes';

/** What a picture is made from. */
export interface SurfaceDrawing {
  model: StepperModel;
  translate: Translate;
  grid: SurfaceGrid;
  choice: SurfaceChoice;
  box: Box;
  scales: Scales;
  /** What it will be in: it has the theme's colours. */
  element: Element;
}

/** A picture, and what is said of it. */
export interface SurfacePicture {
  layers: Element[];
  words: Node[];
}

/** What the inputs are called. */
export function namesOf({ trace, terms, network }: StepperModel): string[] {
  return Array.from({ length: network.inputs }, (_, k) => {
    const x = terms.input(k);
    return trace.data.featureNames?.[k] ?? (x.kind === 'quantity' ? symbolToText(x.symbol) : '');
  });
}

/**
 * The samples: form and colour say the target, the chosen one has a ring.
 * @param px where inputs are, from left to right
 * @param py the same from top to bottom
 */
export function sampleMarks(
  model: StepperModel,
  px: (at: number[]) => number,
  py: (at: number[], sample: number) => number
): SVGElement[] {
  const { reader, trace, network, sample } = model;
  const { data } = reader.tensor(trace.data.input);
  const classOf = classes(model);
  const drawn = Array.from({ length: Math.min(reader.samples, POINTS) }, (_, i) => i);
  const mark = (i: number): SVGElement => {
    const at = Array.from(data.subarray(i * network.inputs, (i + 1) * network.inputs));
    const [cx, cy] = [px(at), py(at, i)];
    const its = classOf(i);
    const chosen = i === sample;
    const form = sampleForm(its, chosen ? 90 : 46);
    const group = s('g', { transform: `translate(${cx},${cy})`, class: 'sg-sample', 'data-sample': i });
    group.append(s('path', { class: `sg-class-${its % CLASSES.length}`, d: form }));
    if (chosen) {
      group.append(s('circle', { class: 'sg-ring', r: 9 }));
    }
    return group;
  };
  return [...drawn.filter(i => i !== sample), sample].filter(i => i < reader.samples).map(mark);
}

/** The class of a sample: what its target names, or the largest of its targets, or 1 for one from ½. */
function classes({ reader, trace }: StepperModel): (sample: number) => number {
  const { data, shape: sizes } = reader.tensor(trace.data.target);
  if (sizes.length === 1) {
    return sample => Math.max(0, Math.round(data[sample]) || 0);
  }
  const [, width] = sizes;
  // Numbers that name no class are all one.
  if (!data.every(y => y === 0 || y === 1)) {
    return () => 1;
  }
  return width === 1
    ? sample => (data[sample] >= 0.5 ? 1 : 0)
    : sample => {
        const row = data.subarray(sample * width, (sample + 1) * width);
        return row.indexOf(Math.max(...row));
      };
}
