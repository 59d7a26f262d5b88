import { Operation, Stage, lastLayer, steppedBack, symbol, symbolToText, unitSymbol } from '../../derivation';
import { Parts, isUnitLit } from '../state/parts';
import type { StepperModel } from '../state/stepperModel';
import type { Scene, SceneNode, ShownNumber } from './scene';
import { editableNumber, shownNumber } from './shownNumbers';
import { Spread, meanOf, spreadsOf } from './spread';

/**
 * The nodes of a stepper's scene.
 * @param parts the nodes that take part in the step
 */
export function nodesOf(model: StepperModel, parts: Parts): Scene['node'] {
  const { network, reader, terms, step, batch } = model;
  const { classNames } = model.trace.data;
  const spreads = batch ? columnSpreads(model) : null;

  const input = (unit: number): SceneNode => {
    const x = terms.input(unit);
    return {
      column: 0,
      unit,
      symbol: symbolToText(symbol(x)),
      ...(terms.featureNames ? { name: terms.featureNames[unit] } : {}),
      ...(spreads ? meanAndSpread(spreads(0)(unit)) : { value: editableNumber(model, x) }),
      active: isUnitLit(parts, 0, unit)
    };
  };

  const valueAt = (column: number, stage: Stage, unit: number): Pick<SceneNode, 'value' | 'spread'> =>
    !model.isDone(outputOperation(stage, unit))
      ? {}
      : spreads
        ? meanAndSpread(spreads(column)(unit))
        : { value: shownNumber(terms.output(lastLayer(stage), unit)) };

  const deltaAt = (stage: Stage, unit: number): { delta?: ShownNumber } => {
    if (!model.isDone(deltaOperation(stage, unit))) {
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
    const isClass = column === network.stages.length && classNames && stage.units > 1;
    return {
      column,
      unit,
      symbol: symbolToText(unitSymbol(terms, stage, unit)),
      ...(isClass ? { name: classNames[unit] } : {}),
      ...valueAt(column, stage, unit),
      ...deltaAt(stage, unit),
      active: isUnitLit(parts, column, unit)
    };
  };
}

/** The operation that computes the output of a unit. */
function outputOperation(stage: Stage, unit: number): Operation {
  const layer = lastLayer(stage);
  return layer === stage.linear ? { kind: 'z', stage, unit } : { kind: 'activation', stage, unit, layer };
}

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

/** The spreads of each column's outputs, computed on first use. */
function columnSpreads({
  reader,
  network,
  step
}: StepperModel): (column: number) => (unit: number) => Spread {
  const known = new Map<number, (unit: number) => Spread>();
  return column => {
    const tensor =
      column === 0
        ? reader.layerInput(step.iteration, 0)
        : reader.layerOutput(step.iteration, lastLayer(network.stages[column - 1]));
    const found = known.get(column) ?? spreadsOf(tensor);
    known.set(column, found);
    return found;
  };
}
