import { operationOf } from '../../../src/views/state/operationOf';
import { networkOf } from '../../../src/derivation';
import { makeTrace, usual } from '../../derivation/networks';
import { trace241 } from './trace241';

const network = networkOf(trace241());
const [first, second] = network.stages;

describe('the operation that computed the number at an address', () => {
  test.each([
    ['loss', { kind: 'loss' }],
    ['loss@0', { kind: 'loss' }],
    ['linear1.output[0,3]', { kind: 'z', stage: first, unit: 3 }],
    ['#2/linear2.output[1,0]', { kind: 'z', stage: second, unit: 0 }],
    ['sigmoid1.output[0,2]', { kind: 'activation', stage: first, unit: 2, layer: 1 }],
    ['sigmoid1.output.grad[0,2]', { kind: 'arrives', stage: first, unit: 2 }],
    ['linear1.output.grad[0,2]', { kind: 'slope', stage: first, unit: 2, layer: 1 }],
    ['linear2.output.grad[0,0]', { kind: 'slope', stage: second, unit: 0, layer: 3 }]
  ])('%s', (ref, operation) => {
    expect(operationOf(ref, network)).toEqual({ kind: 'operation', operation });
  });

  test('of a parameter or its gradient is the focus on that weight or bias', () => {
    const weight = { kind: 'weight', stage: 1, unit: 0, input: 3 };
    expect(operationOf('linear2.weight[0,3]', network)).toEqual(weight);
    expect(operationOf('linear2.weight.grad[0,3]@0', network)).toEqual(weight);
    expect(operationOf('linear1.bias[2]', network)).toEqual({
      kind: 'weight',
      stage: 0,
      unit: 2,
      input: null
    });
  });

  test('is none for a number that was given', () => {
    for (const ref of ['input[0,1]', 'target[0,0]', 'optimizer.lr', 'linear9.weight[0,0]', '[', '']) {
      expect(operationOf(ref, network)).toBeNull();
    }
  });

  test('of a parameter of another layer is that layer’s own', () => {
    // LayerNorm is number 13 of the list.
    const normed = networkOf(makeTrace({ ...usual, activations: [13, 0, 0, 0] }));
    const layer = normed.layers.findIndex(({ type }) => type === 'LayerNorm');
    expect(operationOf(`${normed.layers[layer].name}.weight[1]`, normed)).toEqual({
      kind: 'operation',
      operation: { kind: 'own', stage: normed.stages[0], unit: 0, layer }
    });
  });

  test('is not mistaken for one of a layer whose name is the beginning of a longer name', () => {
    const nested = {
      ...network,
      layers: network.layers.map(layer => ({ ...layer, name: `a.${layer.name}` }))
    };
    const layers = [{ ...network.layers[0], name: 'a' }, ...nested.layers.slice(1)];
    expect(operationOf('a.sigmoid1.output[0,1]', { ...nested, layers })).toEqual({
      kind: 'operation',
      operation: { kind: 'activation', stage: first, unit: 1, layer: 1 }
    });
  });
});
