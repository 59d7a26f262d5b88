import { Stage, symbolToText } from '../../derivation';
import { s } from '../page/dom';
import { sampleForm } from '../plots/sampleForm';
import type { StepperModel } from '../state/stepperModel';
import type { SurfaceGrid } from '../plots/surfaceGrid';
import type { Translate } from '../page/translate';
import type { Box } from '../plots/box';
import type { Scales } from './surfaceEdit';

/** Samples drawn, at most. */
const POINTS = 600;
/** Colours of the classes; after the last, they repeat. */
export const CLASSES = Array.from({ length: 8 }, (_, i) => `--sg-class-${i}`);

/** What is drawn: a unit's output, or the class with the largest output. */
export type SurfaceChoice = { stage: Stage; unit: number } | 'classes';

/** The ingredients of a picture. */
export interface SurfaceDrawing {
  model: StepperModel;
  translate: Translate;
  grid: SurfaceGrid;
  choice: SurfaceChoice;
  box: Box;
  scales: Scales;
  /** The element that gives the theme's colours. */
  element: Element;
}

/** A picture and its explanation. */
export interface SurfacePicture {
  layers: Element[];
  words: Node[];
}

/** The names of the inputs. */
export function namesOf({ trace, terms, network }: StepperModel): string[] {
  return Array.from({ length: network.inputs }, (_, k) => {
    const x = terms.input(k);
    return trace.data.featureNames?.[k] ?? (x.kind === 'quantity' ? symbolToText(x.symbol) : '');
  });
}

/**
 * The samples as marks: form and colour show the target; the chosen one has a ring.
 * @param px x of a sample's inputs, in px
 * @param py y of a sample's inputs, in px
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

/** The class of a sample: its target if that is a label, else its largest target; of a single target, 1 from ½ on. */
function classes({ reader, trace }: StepperModel): (sample: number) => number {
  const { data, shape: sizes } = reader.tensor(trace.data.target);
  if (sizes.length === 1) {
    return sample => Math.max(0, Math.round(data[sample]) || 0);
  }
  const [, width] = sizes;
  // Targets that are no classes all look the same.
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
