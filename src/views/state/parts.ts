import { Network, Operation } from '../../derivation';
import type { StepperModel } from './stepperModel';

/** What takes part in an operation: columns and units, and edges into units. */
export interface Parts {
  nodes: Set<string>;
  edges: Set<string>;
  /** Beyond this column all is lit, and from what is lit in it every way there. */
  beyond?: number;
  loss: boolean;
}

/** Whether a node takes part. */
export const isLit = ({ nodes, beyond = Infinity }: Parts, column: number, unit: number): boolean =>
  column > beyond || nodes.has(nodeKey(column, unit));

/** Whether an edge takes part. */
export const isEdgeLit = (parts: Parts, column: number, unit: number, input: number): boolean =>
  (column > (parts.beyond ?? Infinity) && isLit(parts, column - 1, input)) ||
  parts.edges.has(edgeKey(column, unit, input));

export const nodeKey = (column: number, unit: number): string => `${column}/${unit}`;
export const edgeKey = (column: number, unit: number, input: number): string => `${column}/${unit}/${input}`;

/** Units beyond this many operations of a step are not lit one by one. */
const LIT = 400;

/** The nodes and edges that some operations read or write. */
export function partsOf(network: Network, operations: Operation[]): Parts {
  const parts: Parts = { nodes: new Set(), edges: new Set(), loss: false };
  const all = (n: number, visit: (i: number) => void): void =>
    Array.from({ length: Math.min(n, LIT) }, (_, i) => i).forEach(visit);
  for (const operation of operations) {
    if (operation.kind === 'loss') {
      parts.loss = true;
      const last = network.stages.length;
      all(network.stages[last - 1].units, unit => parts.nodes.add(nodeKey(last, unit)));
      continue;
    }
    const { stage, unit } = operation;
    const column = network.stages.indexOf(stage) + 1;
    parts.nodes.add(nodeKey(column, unit));
    const from = (k: number): void => {
      parts.nodes.add(nodeKey(column - 1, k));
      parts.edges.add(edgeKey(column, unit, k));
    };
    const onwards = (): void => {
      const next = network.stages[column];
      if (!next) {
        parts.loss = true;
        return;
      }
      all(next.units, j => {
        parts.nodes.add(nodeKey(column + 1, j));
        parts.edges.add(edgeKey(column + 1, j, unit));
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
        allPaths(column, parts);
        from(operation.input);
        break;
      case 'bias':
        allPaths(column, parts);
        break;
      case 'update':
        if (operation.input !== null) {
          from(operation.input);
        }
        break;
      case 'activation':
        break;
      case 'own':
      case 'ownUpdate':
        all(stage.units, j => parts.nodes.add(nodeKey(column, j)));
        break;
    }
  }
  return parts;
}

/** Lights every way from the lit units of a column to the loss. */
function allPaths(column: number, parts: Parts): void {
  parts.loss = true;
  parts.beyond = Math.min(parts.beyond ?? Infinity, column);
}

/** The operations that are looked at: of the focus, or of the step. */
export function lookedAt(model: StepperModel): Operation[] {
  const { focus, network } = model;
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
  return stepOperations(model);
}

/** The operations of the step, whatever is focused. */
export const stepOperations = ({ step }: StepperModel): Operation[] =>
  Array.from({ length: Math.min(step.count, LIT) }, (_, i) => step.operation(i));

/** Of those, the one that a closer look is about: a weight before a bias, a bias before a δ. */
export function subjectOf(model: StepperModel): Operation {
  const operations = lookedAt(model);
  const first = (...kinds: Operation['kind'][]): Operation | undefined =>
    operations.find(({ kind }) => kinds.includes(kind));
  return first('weight') ?? first('bias', 'update', 'loss') ?? first('slope', 'arrives') ?? operations[0];
}
