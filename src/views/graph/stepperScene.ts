import { joinsOf } from '../../derivation';
import { MAX_UNITS } from '../../derivation/graphLayout';
import { lookedAt } from '../state/lookedAt';
import { graphParts, isUnitLit } from '../state/parts';
import { shownAgain } from '../state/shownAgain';
import type { StepperModel } from '../state/stepperModel';
import { chainsOf } from './blocks/sceneBlocks';
import { largestShown } from './largestShown';
import type { Scene } from './scene';
import { edgesOf } from './sceneEdges';
import { hasSums, nodesOf } from './sceneNodes';
import { probabilitiesOf } from './sceneProbabilities';
import { editableNumber, shownNumber } from './shownNumbers';

/** At most this many targets are read: the graph names only the first few. */
const MAX_TARGETS = 64;

/** What the graph shows of a stepper's state. */
export function stepperScene(model: StepperModel): Scene {
  const { network, reader, terms, step, batch } = model;
  const { featureNames, namesClass, outputs } = terms;
  const { classNames } = model.trace.data;
  const parts = model.lit ?? graphParts(network, lookedAt(model));
  // One answer for everything that depends on it: the widths of the edges, their colour, and the legend.
  const backward = model.focus?.kind === 'weight' || step.phase === 'backward';
  const probabilities = probabilitiesOf(model, parts);
  const again = shownAgain(model);
  const chain = chainsOf(model, backward);
  const widths = [network.inputs, ...network.stages.map(({ units }) => units)];
  return {
    widths,
    looked: widths.map((units, column) =>
      units > MAX_UNITS ? range(units).filter(unit => isUnitLit(parts, column, unit)) : []
    ),
    phase: backward ? 'backward' : step.phase,
    ...(featureNames ? { featureNames } : {}),
    ...(classNames && (namesClass || outputs === 1) ? { classNames } : {}),
    joins: column => joinsOf(network, network.stages[column - 1]),
    node: nodesOf(model, parts),
    ...edgesOf(model, parts, backward),
    ...(probabilities ? { probabilities } : {}),
    chain,
    hasSums: column => network.stages.some((stage, i) => i === column - 1 && hasSums(terms, stage)),
    largest: Math.max(
      largestShown(model, backward),
      ...widths.flatMap((_, column) => chain(column).blocks.map(({ largest }) => largest))
    ),
    loss: {
      active: parts.loss,
      ...(model.isDone({ kind: 'loss' }) ? { value: shownNumber((again ?? terms).loss()) } : {}),
      ...(again ? { was: shownNumber(terms.loss()) } : {})
    },
    // A target that names a class is one number, however many outputs there are.
    targets: range(namesClass ? 1 : Math.min(outputs, MAX_TARGETS)).map(j =>
      editableNumber(model, terms.target(j))
    ),
    digits: model.digits,
    samples: reader.samples,
    sample: batch ? null : model.sample
  };
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i);
