import { line, scaleLinear } from 'd3';
import { lastLayer, symbolToText, unitSymbol } from '../../derivation';
import { h, s } from '../page/dom';
import type { StepperModel } from '../state/stepperModel';
import { valuesOf } from '../plots/surfaceGrid';
import { axes } from '../plots/axis';
import { upwards } from '../plots/box';
import { extentOf } from '../plots/extent';
import {
  CLASSES,
  SurfaceChoice,
  SurfaceDrawing,
  SurfacePicture,
  namesOf,
  sampleMarks
} from './surfaceSamples';

/** The output over the input, for a network with one input. */
export function curvePicture({
  model,
  translate,
  grid,
  choice,
  box,
  scales: { x }
}: SurfaceDrawing): SurfacePicture {
  const last = model.network.stages[model.network.stages.length - 1];
  const units =
    choice === 'classes'
      ? Array.from({ length: Math.min(last.units, CLASSES.length) }, (_, unit) => ({ stage: last, unit }))
      : [choice];
  const curves = units.map(({ stage, unit }) => valuesOf(grid, lastLayer(stage), unit));
  const targets = targetsOf(model, choice);
  const [low, high] = extentOf([...curves.flatMap(values => Array.from(values)), ...targets]) ?? [0, 1];
  const room = (high - low || 1) * 0.08;
  const y = scaleLinear([low - room, high + room], upwards(box));
  const [from, to] = grid.domain[0];
  const path = line<number>(
    (_, i) => x(from + ((to - from) * i) / (grid.n - 1)),
    value => y(value)
  ).defined(Number.isFinite);
  const name = choice === 'classes' ? 'ŷ' : symbolToText(unitSymbol(model.terms, choice.stage, choice.unit));
  const [input] = namesOf(model);
  const svg = s(
    'svg',
    { width: box.width, height: box.height, role: 'img', 'aria-label': `${name}(${input})` },
    ...axes(x, y, box, { x: input, y: name, digits: model.digits }),
    ...curves.map((values, i) =>
      s('path', { class: `sg-curve sg-class-${i}`, d: path(Array.from(values)) ?? '' })
    )
  );
  if (targets.length > 0) {
    svg.append(
      ...sampleMarks(
        model,
        p => x(p[0]),
        (_, sample) => y(targets[sample])
      )
    );
  } else {
    const at = model.reader.tensor(model.trace.data.input).data[model.sample];
    svg.append(s('path', { class: 'sg-grid sg-now', d: `M${x(at)},${y.range()[0]}V${y.range()[1]}` }));
  }
  const about =
    targets.length > 0
      ? translate(
          'The curve is what comes out for every input; the points are the samples with their targets.'
        )
      : translate('The curve is what comes out for every input; the line is at the sample.');
  return { layers: [svg], words: [h('p', { class: 'sg-remark' }, about)] };
}

/** The targets of the chosen output, one per sample; empty for a hidden neuron and for classes. */
function targetsOf({ network, trace, reader }: StepperModel, choice: SurfaceChoice): number[] {
  const { data, shape: sizes } = reader.tensor(trace.data.target);
  if (
    choice === 'classes' ||
    choice.stage !== network.stages[network.stages.length - 1] ||
    sizes.length !== 2
  ) {
    return [];
  }
  return Array.from({ length: sizes[0] }, (_, sample) => data[sample * sizes[1] + choice.unit]);
}
