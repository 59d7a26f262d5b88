import type { Network, Operation } from '../../derivation';

/** The parts of the graph that take part in an operation. */
export interface Parts {
  /** By `nodeKey`. */
  nodes: Set<string>;
  /** Weights and biases, by `edgeKey`. */
  edges: Set<string>;
  /** Weights on the way from what is asked for to the loss, by `edgeKey`. */
  passed?: Set<string>;
  /** Every node beyond this column takes part, and every edge from a node that does. */
  beyond?: number;
  loss: boolean;
}

/** Whether a node takes part. */
export const isUnitLit = ({ nodes, beyond = Infinity }: Parts, column: number, unit: number): boolean =>
  column > beyond || nodes.has(nodeKey(column, unit));

/** Whether an edge, or a unit's bias, takes part. */
export const isEdgeLit = (parts: Parts, column: number, unit: number, input: number | null): boolean =>
  parts.passed?.has(edgeKey(column, unit, input)) ||
  (input !== null && column > (parts.beyond ?? Infinity) && isUnitLit(parts, column - 1, input)) ||
  parts.edges.has(edgeKey(column, unit, input));

export const nodeKey = (column: number, unit: number): string => `${column}/${unit}`;
/** @param input null for the bias */
export const edgeKey = (column: number, unit: number, input: number | null): string =>
  `${column}/${unit}/${input ?? 'bias'}`;

/** At most this many operations of a step, and units of a layer, are lit one by one. */
export const MAX_PARTS = 400;

/** The nodes and edges that operations read or write. */
export function graphParts(network: Network, operations: Operation[]): Parts {
  const parts: Parts = { nodes: new Set(), edges: new Set(), loss: false };
  operations.forEach(operation => add(parts, operation, network));
  if (operations.some(({ kind }) => kind === 'weight' || kind === 'bias')) {
    // The question is about these weights; the edges back from the loss lead to them.
    const back = graphParts(
      network,
      operations.filter(({ kind }) => kind === 'arrives' || kind === 'slope')
    ).edges;
    parts.passed = new Set([...back].filter(key => parts.edges.delete(key)));
  }
  return parts;
}

const first = (n: number, visit: (i: number) => void): void =>
  Array.from({ length: Math.min(n, MAX_PARTS) }, (_, i) => i).forEach(visit);

function add(parts: Parts, operation: Operation, { stages }: Network): void {
  const light = (column: number, unit: number): void => void parts.nodes.add(nodeKey(column, unit));
  if (operation.kind === 'loss') {
    parts.loss = true;
    first(stages[stages.length - 1].units, unit => light(stages.length, unit));
    return;
  }
  if (operation.kind === 'after') {
    // The whole network computes again.
    lightPathsToLoss(parts, -1);
    return;
  }
  const { stage, unit } = operation;
  const column = stages.indexOf(stage) + 1;
  light(column, unit);
  const lightInput = (k: number): void => {
    light(column - 1, k);
    parts.edges.add(edgeKey(column, unit, k));
  };
  const lightBias = (): void => {
    if (stage.bias) {
      parts.edges.add(edgeKey(column, unit, null));
    }
  };
  switch (operation.kind) {
    case 'z':
      first(stage.inputs, lightInput);
      lightBias();
      break;
    case 'arrives':
    case 'slope':
      if (column === stages.length) {
        parts.loss = true;
      } else {
        first(stages[column].units, j => {
          light(column + 1, j);
          parts.edges.add(edgeKey(column + 1, j, unit));
        });
      }
      break;
    case 'weight':
      lightPathsToLoss(parts, column);
      lightInput(operation.input);
      break;
    case 'bias':
      lightPathsToLoss(parts, column);
      lightBias();
      break;
    case 'update':
      if (operation.input === null) {
        lightBias();
      } else {
        lightInput(operation.input);
      }
      break;
    case 'activation':
      break;
    case 'own':
    case 'ownUpdate':
      first(stage.units, j => light(column, j));
      break;
  }
}

/** Lights every path from the lit nodes of a column to the loss. */
function lightPathsToLoss(parts: Parts, column: number): void {
  parts.loss = true;
  parts.beyond = Math.min(parts.beyond ?? Infinity, column);
}
