import { Operation, networkOf } from '../../../src/derivation';
import {
  MAX_PARTS,
  Parts,
  edgeKey,
  graphParts,
  isEdgeLit,
  isUnitLit,
  nodeKey
} from '../../../src/views/state/parts';
import { makeTrace, usual } from '../../derivation/networks';

/** Columns of 2 inputs, 3, 2 and 1 units. */
const network = networkOf(makeTrace({ ...usual, widths: [2, 3, 2, 1] }));
const widths = [2, 3, 2, 1];
const [first, second, last] = network.stages;

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** Everything of the graph that takes part in an operation. */
function lit(operation: Operation): { nodes: string[]; edges: string[]; loss: boolean } {
  const parts = graphParts(network, [operation]);
  const nodes = widths.flatMap((units, column) =>
    range(units)
      .filter(unit => isUnitLit(parts, column, unit))
      .map(unit => nodeKey(column, unit))
  );
  const edges = widths
    .slice(1)
    .flatMap((units, i) =>
      range(units).flatMap(unit =>
        [...range(widths[i]), null]
          .filter(input => isEdgeLit(parts, i + 1, unit, input))
          .map(input => edgeKey(i + 1, unit, input))
      )
    );
  const isInGraph = (key: string): boolean => {
    const [column, unit] = key.split('/').map(Number);
    return unit < widths[column];
  };
  expect([...parts.nodes, ...parts.edges].filter(key => !isInGraph(key))).toEqual([]);
  return { nodes, edges, loss: parts.loss };
}

describe('the parts of the graph lit by', () => {
  test('a weighted sum are its inputs, its edges, its bias and its unit', () => {
    expect(lit({ kind: 'z', stage: second, unit: 1 })).toEqual({
      nodes: ['1/0', '1/1', '1/2', '2/1'],
      edges: ['2/1/0', '2/1/1', '2/1/2', '2/1/bias'],
      loss: false
    });
  });

  test('an activation are its unit alone', () => {
    expect(lit({ kind: 'activation', stage: first, unit: 2, layer: 1 })).toEqual({
      nodes: ['1/2'],
      edges: [],
      loss: false
    });
  });

  test('the loss are all outputs and the loss', () => {
    expect(lit({ kind: 'loss' })).toEqual({ nodes: ['3/0'], edges: [], loss: true });
  });

  test.each(['arrives', 'slope'] as const)(
    'a gradient (%s) are the unit, the next column and the edges to it',
    kind => {
      const operation: Operation =
        kind === 'arrives' ? { kind, stage: first, unit: 2 } : { kind, stage: first, unit: 2, layer: 1 };
      expect(lit(operation)).toEqual({
        nodes: ['1/2', '2/0', '2/1'],
        edges: ['2/0/2', '2/1/2'],
        loss: false
      });
    }
  );

  test('the gradient that arrives at an output are the output and the loss', () => {
    expect(lit({ kind: 'arrives', stage: last, unit: 0 })).toEqual({ nodes: ['3/0'], edges: [], loss: true });
  });

  test("a weight's gradient are its edge, and every path from its unit to the loss", () => {
    expect(lit({ kind: 'weight', stage: first, unit: 1, input: 0 })).toEqual({
      nodes: ['0/0', '1/1', '2/0', '2/1', '3/0'],
      edges: ['1/1/0', '2/0/1', '2/1/1', '3/0/0', '3/0/1'],
      loss: true
    });
  });

  test("a bias's gradient are the bias and every path from its unit to the loss", () => {
    expect(lit({ kind: 'bias', stage: second, unit: 0 })).toEqual({
      nodes: ['2/0', '3/0'],
      edges: ['2/0/bias', '3/0/0'],
      loss: true
    });
  });

  test('the update of a weight are its two nodes and its edge', () => {
    expect(lit({ kind: 'update', stage: second, unit: 0, input: 2 })).toEqual({
      nodes: ['1/2', '2/0'],
      edges: ['2/0/2'],
      loss: false
    });
  });

  test('the update of a bias are the bias and its unit', () => {
    expect(lit({ kind: 'update', stage: second, unit: 0, input: null })).toEqual({
      nodes: ['2/0'],
      edges: ['2/0/bias'],
      loss: false
    });
    const { nodes, edges } = graphParts(network, [{ kind: 'update', stage: second, unit: 0, input: null }]);
    expect([nodes.size, edges.size]).toEqual([1, 1]);
  });

  test.each(['own', 'ownUpdate'] as const)(
    'the parameters of another layer (%s) are its whole column',
    kind => {
      expect(lit({ kind, stage: first, unit: 0, layer: 1 })).toEqual({
        nodes: ['1/0', '1/1', '1/2'],
        edges: [],
        loss: false
      });
    }
  );
});

test('several operations light the parts of each', () => {
  const parts = graphParts(network, [
    { kind: 'z', stage: second, unit: 0 },
    { kind: 'bias', stage: last, unit: 0 },
    { kind: 'bias', stage: second, unit: 1 }
  ]);
  // The paths begin at the earliest column.
  expect(parts.beyond).toBe(2);
  expect([...parts.nodes].sort()).toEqual(['1/0', '1/1', '1/2', '2/0', '2/1', '3/0']);
});

test('the lines to the loss are passed where weights are asked for, else they are asked for', () => {
  const arrives: Operation = { kind: 'arrives', stage: second, unit: 1 };
  expect(graphParts(network, [arrives]).edges).toEqual(new Set(['3/0/1']));
  const parts = graphParts(network, [
    arrives,
    { kind: 'weight', stage: second, unit: 1, input: 0 },
    { kind: 'bias', stage: second, unit: 1 }
  ]);
  expect(parts.edges).toEqual(new Set(['2/1/0', '2/1/bias']));
  expect(parts.passed).toEqual(new Set(['3/0/1']));
  expect(isEdgeLit(parts, 3, 0, 1)).toBe(true);
});

test('no operation lights nothing', () => {
  const parts: Parts = graphParts(network, []);
  expect(parts).toEqual({ nodes: new Set(), edges: new Set(), loss: false });
  expect(isUnitLit(parts, 3, 0) || isEdgeLit(parts, 3, 0, 0)).toBe(false);
});

test('lights at most MAX_PARTS inputs of a wide layer', () => {
  const [stage] = networkOf(makeTrace({ ...usual, widths: [MAX_PARTS + 5, 1], bias: false })).stages;
  const parts = graphParts({ ...network, stages: [stage] }, [{ kind: 'z', stage, unit: 0 }]);
  expect(parts.edges.size).toBe(MAX_PARTS);
  expect(isEdgeLit(parts, 1, 0, MAX_PARTS - 1)).toBe(true);
  expect(isEdgeLit(parts, 1, 0, MAX_PARTS)).toBe(false);
});
