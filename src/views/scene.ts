import { Notation } from '../engine/expression';
import {
  Network,
  Operation,
  Phase,
  Terms,
  lastLayer,
  symbolToText,
  unitSymbol,
  valueOf
} from '../derivation';
import type { StepperModel } from './stepperModel';

/** A number as it stands on the page: what it is, and where it came from. */
export interface Figure {
  value: number;
  ref: string;
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
  /** Once it is computed. */
  delta?: Figure;
  active: boolean;
}

export interface SceneEdge {
  /** The column that it leads to. */
  column: number;
  unit: number;
  input: number;
  symbol: string;
  weight: Figure;
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
  /** Whether the inputs have names. */
  named: boolean;
  /** Whether weights lead to a column; else each unit passes on its own. */
  weighted(column: number): boolean;
  node(column: number, unit: number): SceneNode;
  edge(column: number, unit: number, input: number): SceneEdge;
  /** The largest |shown| of all edges. */
  largest: number;
  loss: { value?: Figure; active: boolean };
  targets: Figure[];
}

/** What takes part in an operation: columns and units, and edges into units. */
interface Parts {
  nodes: Set<string>;
  edges: Set<string>;
  loss: boolean;
}

const node = (column: number, unit: number): string => `${column}/${unit}`;
const edge = (column: number, unit: number, input: number): string => `${column}/${unit}/${input}`;

/** Units beyond this many operations of a step are not lit one by one. */
const LIT = 400;

function partsOf(network: Network, operations: Operation[]): Parts {
  const parts: Parts = { nodes: new Set(), edges: new Set(), loss: false };
  const all = (n: number, visit: (i: number) => void): void =>
    Array.from({ length: Math.min(n, LIT) }, (_, i) => i).forEach(visit);
  for (const operation of operations) {
    if (operation.kind === 'loss') {
      parts.loss = true;
      const last = network.stages.length;
      all(network.stages[last - 1].units, unit => parts.nodes.add(node(last, unit)));
      continue;
    }
    const { stage, unit } = operation;
    const column = network.stages.indexOf(stage) + 1;
    parts.nodes.add(node(column, unit));
    const from = (k: number): void => {
      parts.nodes.add(node(column - 1, k));
      parts.edges.add(edge(column, unit, k));
    };
    const onwards = (): void => {
      const next = network.stages[column];
      if (!next) {
        parts.loss = true;
        return;
      }
      all(next.units, j => {
        parts.nodes.add(node(column + 1, j));
        parts.edges.add(edge(column + 1, j, unit));
      });
    };
    switch (operation.kind) {
      case 'z':
        all(stage.inputs, from);
        break;
      case 'arrives':
      case 'slope':
        onwards();
        break;
      case 'weight':
        allPaths(network, column, parts);
        from(operation.input);
        break;
      case 'bias':
        allPaths(network, column, parts);
        break;
      case 'update':
        if (operation.input !== null) {
          from(operation.input);
        }
        break;
      case 'activation':
        break;
    }
  }
  return parts;
}

/** Lights every way from the lit units of a column to the loss. */
function allPaths(network: Network, column: number, parts: Parts): void {
  parts.loss = true;
  for (let to = column + 1; to <= network.stages.length; to++) {
    const { units, inputs } = network.stages[to - 1];
    for (let j = 0; j < Math.min(units, LIT); j++) {
      parts.nodes.add(node(to, j));
      for (let k = 0; k < Math.min(inputs, LIT); k++) {
        if (to > column + 1 || parts.nodes.has(node(column, k))) {
          parts.edges.add(edge(to, j, k));
        }
      }
    }
  }
}

/** The operations that are looked at: of the focus, or of the step. */
export function lookedAt(model: StepperModel): Operation[] {
  const { focus, network, step } = model;
  if (focus?.kind === 'operation') {
    return [focus.operation];
  }
  if (focus) {
    const stage = network.stages[focus.stage];
    if (focus.kind === 'weight') {
      const { unit, input } = focus;
      return [input === null ? { kind: 'bias', stage, unit } : { kind: 'weight', stage, unit, input }];
    }
    const inputs = stage.linear === null ? [] : [{ kind: 'z', stage, unit: focus.unit } as const];
    return [...inputs, { kind: 'arrives', stage, unit: focus.unit }];
  }
  return Array.from({ length: Math.min(step.count, LIT) }, (_, i) => step.operation(i));
}

const figure = (e: ReturnType<Terms['loss']>): Figure => ({
  value: valueOf(e),
  ref: e.kind === 'quantity' ? (e.ref ?? '') : ''
});

/** What the graph shows of a stepper's state. */
export function sceneOf(model: StepperModel): Scene {
  const { network, terms, step, reader } = model;
  const operations = lookedAt(model);
  const parts = partsOf(network, operations);
  const backward = model.focus ? model.focus.kind === 'weight' : step.phase === 'backward';
  const { featureNames, classNames } = model.trace.data;

  const text = (notation: Notation): string => symbolToText(notation);
  const scene: Scene = {
    widths: [network.inputs, ...network.stages.map(({ units }) => units)],
    looked: [],
    phase: backward ? 'backward' : step.phase,
    largest: 0,
    loss: { active: parts.loss, ...(model.isDone({ kind: 'loss' }) ? { value: figure(terms.loss()) } : {}) },
    named: featureNames !== undefined,
    weighted: column => network.stages[column - 1].linear !== null,
    targets: Array.from({ length: Math.min(terms.outputs, 64) }, (_, j) => figure(terms.target(j))),
    node(column, unit) {
      const active = parts.nodes.has(node(column, unit));
      if (column === 0) {
        const x = terms.input(unit);
        return {
          column,
          unit,
          symbol: x.kind === 'quantity' ? text(x.symbol) : '',
          ...(featureNames ? { name: featureNames[unit] } : {}),
          value: figure(x),
          active
        };
      }
      const stage = network.stages[column - 1];
      const last = lastLayer(stage);
      const done: Operation =
        last === stage.linear ? { kind: 'z', stage, unit } : { kind: 'activation', stage, unit, layer: last };
      const first = stage.activations[0];
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
        ...(model.isDone(done) ? { value: figure(terms.output(last, unit)) } : {}),
        ...(model.isDone(back) ? { delta: figure(terms.outputGrad(stage.linear ?? last, unit)) } : {}),
        active
      };
    },
    edge(column, unit, input) {
      const stage = network.stages[column - 1];
      const weight = terms.weight(stage, unit, input);
      const { ref } = figure(weight);
      const now = model.valueAt(ref)!;
      const known = model.isDone({ kind: 'weight', stage, unit, input });
      const shown = backward
        ? known || model.focus
          ? valueOf(terms.weightShare(stage, unit, input))
          : undefined
        : now;
      return {
        column,
        unit,
        input,
        symbol: weight.kind === 'quantity' ? text(weight.symbol) : '',
        weight: { value: now, ref },
        ...(shown === undefined ? {} : { shown }),
        active: parts.edges.has(edge(column, unit, input))
      };
    }
  };
  scene.looked = scene.widths.map((units, column) =>
    Array.from({ length: units }, (_, unit) => unit).filter(
      unit => units > 8 && parts.nodes.has(node(column, unit))
    )
  );
  scene.largest = largest(model, backward, reader.samples);
  return scene;
}

/** The scale of the edges: over the whole network, so that widths can be compared between steps. */
function largest(model: StepperModel, backward: boolean, samples: number): number {
  const { reader, step } = model;
  const iteration = model.trace.iterations[step.iteration];
  let most = 0;
  const tensors = backward
    ? iteration.backward.flatMap(({ params }) => params).filter(({ name }) => name.endsWith('.weight'))
    : iteration.params.filter(({ name }) => name.endsWith('.weight'));
  for (const tensor of tensors) {
    const data = reader.tensor('grad' in tensor ? tensor.grad : tensor.value).data;
    for (const x of data) {
      most = Math.max(most, Number.isFinite(x) ? Math.abs(x) : 0);
    }
  }
  // A sample's share of a mean can be larger than the whole, where others pull against it.
  return backward && samples > 1 ? Math.max(most, largestShare(model)) : most;
}

function largestShare(model: StepperModel): number {
  const { reader, network, step, sample } = model;
  let most = 0;
  for (const { linear } of network.stages) {
    if (linear === null) {
      continue;
    }
    const row = (tensor: { data: Float64Array; shape: number[] }): Float64Array =>
      tensor.data.subarray(sample * tensor.shape[1], (sample + 1) * tensor.shape[1]);
    const peak = (values: Float64Array): number =>
      values.reduce((m, x) => (Number.isFinite(x) ? Math.max(m, Math.abs(x)) : m), 0);
    most = Math.max(
      most,
      peak(row(reader.gradOutput(step.iteration, linear))) *
        peak(row(reader.layerInput(step.iteration, linear)))
    );
  }
  return most;
}
