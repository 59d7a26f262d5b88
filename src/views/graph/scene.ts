import type { Tensor } from '../../engine';
import { Notation } from '../../engine/formula/expression';
import {
  joinsOf,
  lastLayer,
  Network,
  Operation,
  Phase,
  steppedBack,
  symbolToText,
  Terms,
  unitSymbol,
  valueOf
} from '../../derivation';
import { largestShown } from './edgeScale';
import { editKey } from '../stepper/editing';
import { edgeKey, isEdgeLit, isLit, lookedAt, partsOf } from '../state/parts';
import { Spread, meanOf, spreadsOf } from './spread';
import type { StepperModel } from '../state/stepperModel';

/** A number as it stands on the page: what it is, and where it came from. */
export interface Figure {
  value: number;
  /** Its address; a number that was derived has none. */
  ref?: string;
  /** What to change, for one that can be. */
  editable?: string;
  edited?: boolean;
}

/** A node of the graph: an input or a unit. Column 0 holds the inputs. */
export interface SceneNode {
  column: number;
  unit: number;
  symbol: string;
  /** A feature's or class's name. */
  name?: string;
  /** Once it is computed. */
  value?: Figure;
  /** Once it is computed; of the whole batch the sum over its samples. */
  delta?: Figure;
  /** How the samples lie, when the whole batch is looked at: `value` is then their mean. */
  spread?: Spread;
  active: boolean;
}

export interface SceneEdge {
  /** The column that it leads to. */
  column: number;
  unit: number;
  input: number;
  symbol: string;
  weight: Figure & { ref: string };
  /** What its width and colour show: the weight, or once it is known its gradient. Undefined: not known yet. */
  shown?: number;
  active: boolean;
}

/** All that the graph shows at a step. */
export interface Scene {
  widths: number[];
  /** The units that are looked at, a list a column. */
  looked: number[][];
  phase: Phase;
  /** What the inputs are called. */
  featureNames?: string[];
  /** What leads to a column: weights, from each unit to its own alone, or from all to all in a way of its own. */
  joins(column: number): 'weights' | 'each' | 'all';
  node(column: number, unit: number): SceneNode;
  edge(column: number, unit: number, input: number): SceneEdge;
  /** The largest |shown| of all edges. */
  largest: number;
  loss: { value?: Figure; active: boolean };
  targets: Figure[];
  /** How many samples there are. */
  samples: number;
  /** The one that is looked at, from 0; null for the whole batch. */
  sample: number | null;
  /** What a single target's classes are called: the 0th, the first, … */
  classNames?: string[];
}

/** A number that can be changed. */
function given(model: StepperModel, e: ReturnType<Terms['loss']>): Figure {
  const { value, ref } = figure(e);
  const key = editKey(ref);
  return { value, ref, editable: key, edited: model.edits.has(key) };
}

const figure = (e: ReturnType<Terms['loss']>): Figure & { ref: string } => ({
  value: valueOf(e),
  ref: e.kind === 'quantity' ? (e.ref ?? '') : ''
});

/** How the weights of a network are written, each from when it is first asked for. */
const symbols = new WeakMap<Network, Map<string, string>>();
/** An edge as it was last, and what it depends on: most are the same at the next step, and after an edit. */
interface Known {
  state: string;
  /** Where its number came from: the parameter, or all quantities, where a gradient is shown. */
  of: Tensor | Terms;
  edge: SceneEdge;
}

const edges = new WeakMap<Network, Map<string, Known>>();

/** What the graph shows of a stepper's state. */
export function sceneOf(model: StepperModel): Scene {
  const { network, reader, terms, step, batch } = model;
  const spreads = batch ? spreadsOfColumns(model) : null;
  const operations = lookedAt(model);
  const parts = model.lit ?? partsOf(network, operations);
  // One answer for all that depends on it: widths, their colour, and what the legend calls them.
  const backward = model.focus?.kind === 'weight' || step.phase === 'backward';
  const { classNames } = model.trace.data;
  const { featureNames, namesClass } = terms;

  const deltas = (layer: number, unit: number): Figure => {
    const each = spreadsOf(reader.gradOutput(step.iteration, layer))(unit).values;
    return { value: each.reduce((sum, x) => sum + x, 0) };
  };
  const text = (notation: Notation): string => symbolToText(notation);
  const written = symbols.get(network) ?? new Map<string, string>();
  symbols.set(network, written);
  const drawn = edges.get(network) ?? new Map<string, Known>();
  edges.set(network, drawn);
  const weights = network.stages.map(stage =>
    stage.linear === null ? undefined : reader.param(step.iteration, terms.weightName(stage))
  );
  const scene: Scene = {
    widths: [network.inputs, ...network.stages.map(({ units }) => units)],
    looked: [],
    phase: backward ? 'backward' : step.phase,
    largest: 0,
    loss: { active: parts.loss, ...(model.isDone({ kind: 'loss' }) ? { value: figure(terms.loss()) } : {}) },
    ...(classNames && (namesClass || terms.outputs === 1) ? { classNames } : {}),
    samples: reader.samples,
    sample: batch ? null : model.sample,
    ...(featureNames ? { featureNames } : {}),
    joins: column => joinsOf(network.stages[column - 1]),
    // A target that names a class is one number, however many outputs there are.
    targets: Array.from({ length: namesClass ? 1 : Math.min(terms.outputs, 64) }, (_, j) =>
      given(model, terms.target(j))
    ),
    node(column, unit) {
      const active = isLit(parts, column, unit);
      if (column === 0) {
        const x = terms.input(unit);
        return {
          column,
          unit,
          symbol: x.kind === 'quantity' ? text(x.symbol) : '',
          ...(featureNames ? { name: featureNames[unit] } : {}),
          ...(spreads ? whole(spreads(0)(unit)) : { value: given(model, x) }),
          active
        };
      }
      const stage = network.stages[column - 1];
      const last = lastLayer(stage);
      const done: Operation =
        last === stage.linear ? { kind: 'z', stage, unit } : { kind: 'activation', stage, unit, layer: last };
      const first = steppedBack(stage)[0];
      const back: Operation =
        stage.linear === null || first === undefined
          ? { kind: 'arrives', stage, unit }
          : { kind: 'slope', stage, unit, layer: first };
      const outputs = column === network.stages.length;
      return {
        column,
        unit,
        symbol: text(unitSymbol(terms, stage, unit)),
        ...(outputs && classNames && stage.units > 1 ? { name: classNames[unit] } : {}),
        ...(!model.isDone(done)
          ? {}
          : spreads
            ? whole(spreads(column)(unit))
            : { value: figure(terms.output(last, unit)) }),
        ...(!model.isDone(back)
          ? {}
          : {
              delta: batch
                ? deltas(stage.linear ?? last, unit)
                : figure(terms.outputGrad(stage.linear ?? last, unit))
            }),
        active
      };
    },
    edge(column, unit, input) {
      const stage = network.stages[column - 1];
      const key = edgeKey(column, unit, input);
      const active = isEdgeLit(parts, column, unit, input);
      const updated = model.isDone({ kind: 'update', stage, unit, input });
      const known =
        backward && (model.focus !== null || model.isDone({ kind: 'weight', stage, unit, input }));
      const state = [step.iteration, active, updated, backward, known, batch].join();
      const of = (!known && !updated && weights[column - 1]) || terms;
      const last = drawn.get(key);
      if (last?.state === state && last.of === of) {
        return last.edge;
      }
      const weight = terms.weight(stage, unit, input);
      const { value, ref } = figure(weight);
      const now = updated ? model.valueAt(ref)! : value;
      let symbol = written.get(key);
      if (symbol === undefined) {
        symbol = weight.kind === 'quantity' ? text(weight.symbol) : '';
        written.set(key, symbol);
      }
      const shown = !backward
        ? now
        : known
          ? valueOf(batch ? terms.grad(stage, unit, input) : terms.weightShare(stage, unit, input))
          : undefined;
      const same =
        last?.state === state && Object.is(last.edge.weight.value, now) && Object.is(last.edge.shown, shown);
      const edge: SceneEdge = same
        ? last.edge
        : {
            column,
            unit,
            input,
            symbol,
            weight: { value: now, ref },
            ...(shown === undefined ? {} : { shown }),
            active
          };
      drawn.set(key, { state, of, edge });
      return edge;
    }
  };
  scene.looked = scene.widths.map((units, column) =>
    Array.from({ length: units }, (_, unit) => unit).filter(unit => units > 8 && isLit(parts, column, unit))
  );
  scene.largest = largestShown(model, backward);
  return scene;
}

/** A node of the whole batch: how its samples lie, and their mean. */
const whole = (spread: Spread): { value: Figure; spread: Spread } => ({
  value: { value: meanOf(spread.values) },
  spread
});

/** How the samples lie in each column, computed when it is first asked for. */
function spreadsOfColumns({
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
