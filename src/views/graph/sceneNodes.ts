import {
  Operation,
  Stage,
  Terms,
  lastLayer,
  steppedBack,
  symbol,
  symbolToText,
  unitSymbol
} from '../../derivation';
import type { Notation } from '../../engine/formula/expression';
import type { TraceReader } from '../../trace';
import { Parts, isUnitLit } from '../state/parts';
import { shownAgain } from '../state/shownAgain';
import type { StepperModel } from '../state/stepperModel';
import { activationCurve } from './activationCurve';
import type { Scene, SceneNode, ShownNumber, Sum } from './scene';
import { unitLayers } from './blocks/chain';
import { editableNumber, shownNumber } from './shownNumbers';
import { Spread, meanOf, spreadsOf } from './spread';

/**
 * The nodes of a stepper's scene.
 * @param parts the nodes that take part in the step
 */
export function nodesOf(model: StepperModel, parts: Parts): Scene['node'] {
  const { network, reader, terms, step, batch } = model;
  const { classNames } = model.trace.data;
  const again = shownAgain(model);
  const recorded = batch ? layerSpreads(model, reader) : null;
  const spreads = batch && again ? layerSpreads(model, again.reader) : recorded;

  const input = (unit: number): SceneNode => {
    const x = terms.input(unit);
    return {
      column: 0,
      unit,
      symbol: symbolToText(symbol(x)),
      ...(terms.featureNames ? { name: terms.featureNames[unit] } : {}),
      ...(spreads ? meanAndSpread(spreads(null)(unit)) : { value: editableNumber(model, x) }),
      active: isUnitLit(parts, 0, unit)
    };
  };

  const outputAt = (layer: number, unit: number): Pick<SceneNode, 'value' | 'spread'> =>
    spreads
      ? meanAndSpread(spreads(layer)(unit))
      : { value: shownNumber((again ?? terms).output(layer, unit)) };

  const valueAt = (stage: Stage, unit: number): Pick<SceneNode, 'value' | 'spread'> =>
    model.isDone(operationAt(stage, unit, shownLayer(terms, stage)))
      ? outputAt(shownLayer(terms, stage), unit)
      : {};

  const wasAt = (column: number, stage: Stage, unit: number): Pick<SceneNode, 'was'> => {
    if (!again || column < network.stages.length) {
      return {};
    }
    const layer = shownLayer(terms, stage);
    return {
      was: recorded ? { value: meanOf(recorded(layer)(unit).values) } : shownNumber(terms.output(layer, unit))
    };
  };

  const sumAt = (stage: Stage, unit: number): { sum?: Sum } => {
    const { linear } = stage;
    if (linear === null || !hasSums(terms, stage)) {
      return {};
    }
    const layers = unitLayers(terms, stage);
    const activation = layers.length === 1 ? terms.activation(layers[0]) : null;
    return {
      sum: {
        ...(model.isDone({ kind: 'z', stage, unit }) ? { value: outputAt(linear, unit).value } : {}),
        ...(activation
          ? {
              curve: activationCurve(
                activation,
                unit,
                (again?.reader ?? reader).layerOutput(step.iteration, linear)
              )
            }
          : {})
      }
    };
  };

  const deltaAt = (stage: Stage, unit: number): { delta?: ShownNumber } => {
    if (again || !model.isDone(deltaOperation(stage, unit))) {
      return {};
    }
    const layer = stage.linear ?? lastLayer(stage);
    if (!batch) {
      return { delta: shownNumber(terms.outputGrad(layer, unit)) };
    }
    const { values } = spreadsOf(reader.gradOutput(step.iteration, layer))(unit);
    return { delta: { value: values.reduce((sum, x) => sum + x, 0) } };
  };

  return (column, unit) => {
    if (column === 0) {
      return input(unit);
    }
    const stage = network.stages[column - 1];
    const shown = shownLayer(terms, stage);
    const isLast = column === network.stages.length;
    // Beside probabilities, these have the classes' names, and the symbol of the outputs.
    const isLogit = isLast && (terms.applied !== undefined || shown !== lastLayer(stage));
    const isClass = isLast && !isLogit && classNames && stage.units > 1;
    return {
      column,
      unit,
      symbol: symbolToText(
        isLogit
          ? withoutRow(terms.outputSymbol(shown, unit))
          : shown === lastLayer(stage)
            ? unitSymbol(terms, stage, unit)
            : terms.outputSymbol(shown, unit)
      ),
      ...(isClass ? { name: classNames[unit] } : {}),
      ...(isLogit && shown === stage.linear ? { isLogit } : {}),
      ...valueAt(stage, unit),
      ...wasAt(column, stage, unit),
      ...sumAt(stage, unit),
      ...deltaAt(stage, unit),
      active: isUnitLit(parts, column, unit)
    };
  };
}

/** Whether the units of a row show a weighted sum beside another number. */
export const hasSums = (terms: Terms, stage: Stage): boolean =>
  stage.linear !== null && unitLayers(terms, stage).length > 0;

/** The layer whose output is the number of a row's units. */
function shownLayer(terms: Terms, stage: Stage): number {
  const layers = unitLayers(terms, stage);
  return layers[layers.length - 1] ?? stage.linear!;
}

const withoutRow = ({ sup: _row, ...notation }: Notation): Notation => notation;

/** The operation that computes the output of a layer for a unit. */
const operationAt = (stage: Stage, unit: number, layer: number): Operation =>
  layer === stage.linear ? { kind: 'z', stage, unit } : { kind: 'activation', stage, unit, layer };

/** The operation that computes the δ of a unit. */
function deltaOperation(stage: Stage, unit: number): Operation {
  const layer = steppedBack(stage)[0];
  return stage.linear === null || layer === undefined
    ? { kind: 'arrives', stage, unit }
    : { kind: 'slope', stage, unit, layer };
}

const meanAndSpread = (spread: Spread): { value: ShownNumber; spread: Spread } => ({
  value: { value: meanOf(spread.values) },
  spread
});

/** The spreads of each layer's outputs, computed on first use; of the input by null. */
function layerSpreads(
  { step }: StepperModel,
  reader: TraceReader
): (layer: number | null) => (unit: number) => Spread {
  const known = new Map<number | null, (unit: number) => Spread>();
  return layer => {
    const { iteration } = step;
    const found =
      known.get(layer) ??
      spreadsOf(layer === null ? reader.layerInput(iteration, 0) : reader.layerOutput(iteration, layer));
    known.set(layer, found);
    return found;
  };
}
