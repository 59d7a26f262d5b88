import { DataLoader, Linear, Module, Residual, Sequential, Tanh, Tensor } from '../../src/engine';

const model = new Sequential({
  fc1: new Linear(2, 3),
  block: new Residual(new Sequential({ fc2: new Linear(3, 3), act: new Tanh() }))
});

describe('get', () => {
  it('gives a layer by name, by path and by index', () => {
    const [fc1, block] = model.children().map(([, layer]) => layer);
    expect([model.get('fc1'), model.get(0), model.get(-2)]).toEqual([fc1, fc1, fc1]);
    expect(model.get('block.block.fc2')).toBe((block as Residual).block.get(0));
  });

  it.each([
    ['fc', "Sequential has no layer 'fc'. Did you mean 'fc1'?"],
    ['blok.block', "Sequential has no layer 'blok'. Did you mean 'block'?"],
    ['output', "Sequential has no layer 'output', only fc1, block."],
    ['fc1.x', "Linear 'fc1' has no layer 'x', only —."],
    [2, 'Sequential has no layer 2: it has 2, counted from 0.'],
    [0.5, 'Sequential has no layer 0.5: it has 2, counted from 0.']
  ])('says which layers there are, for %s', (name, message) => {
    expect(() => model.get(name)).toThrow(message);
  });
});

it('iterates over the layers of a Sequential, as PyTorch does', () => {
  const layers: Module[] = [];
  for (const layer of model) {
    layers.push(layer);
  }
  expect(layers).toEqual([model.get('fc1'), model.get('block')]);
  expect(model.length).toBe(2);
});

it('yields batches that are pairs and objects at once', () => {
  const loader = new DataLoader({ input: [[1], [2], [3]], target: [0, 1, 0] }, { batchSize: 2 });
  const pairs: [Tensor, Tensor][] = [];
  for (const [x, y] of loader) {
    pairs.push([x, y]);
  }
  const named = [...loader].map(({ input, target }) => [input, target]);
  expect(pairs).toEqual(named);
  expect(pairs.map(([x]) => x.toArray())).toEqual([[[1], [2]], [[3]]]);
});
