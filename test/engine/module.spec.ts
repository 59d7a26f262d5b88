import { Linear, Module, Sequential, Sigmoid, Tensor, reusingBuffers } from '../../src/engine';

const model241 = (): Sequential =>
  new Sequential({
    linear1: new Linear(2, 4),
    sigmoid1: new Sigmoid(),
    linear2: new Linear(4, 1),
    sigmoid2: new Sigmoid()
  });

describe('Sequential', () => {
  it('names its layers by index or by the given names', () => {
    const names = (model: Sequential): string[] => Object.keys(model.stateDict());
    expect(names(new Sequential(new Linear(2, 4), new Sigmoid(), new Linear(4, 1)))).toEqual([
      '0.weight',
      '0.bias',
      '2.weight',
      '2.bias'
    ]);
    expect(names(new Sequential({ a: new Linear(2, 4, { bias: false }) }))).toEqual(['a.weight']);
  });

  it('joins nested names with dots in parameters and messages', () => {
    const model = new Sequential({
      body: new Sequential(new Linear(2, 3), new Sigmoid()),
      head: new Linear(3, 1)
    });
    expect(model.leaves().map(([name]) => name)).toEqual(['body.0', 'body.1', 'head']);
    expect(Object.keys(model.stateDict())).toEqual([
      'body.0.weight',
      'body.0.bias',
      'head.weight',
      'head.bias'
    ]);
    expect(() => model.forward([[1]])).toThrow("Linear 'body.0' expects 2 features, got 1: input is 1 × 1.");
  });

  it.each(['input', 'target', 'loss', 'a.b', '', 'l 1', 'σ'])("rejects the layer name '%s'", name => {
    expect(() => new Sequential({ [name]: new Sigmoid() })).toThrow(
      `Sequential: '${name}' can't name a layer: use letters, digits and _, and not input, target, loss.`
    );
  });

  it('rejects values that are not layers, and a layer used twice', () => {
    expect(() => new Sequential({ a: 3 as unknown as Module })).toThrow(
      "Sequential: 'a' is 3, expected a layer"
    );
    const twice = new Sigmoid();
    expect(() => new Sequential(twice, twice)).toThrow("Sequential: '1' is the same Sigmoid as '0'");
  });
});

describe('loadStateDict', () => {
  it('loads the copy that stateDict returned', () => {
    const [one, other] = [model241(), model241()];
    const state = one.stateDict();
    other.loadStateDict(state);
    expect(other.stateDict()).toEqual(state);
    other.parameters()[0].data[0] += 1;
    expect(other.stateDict()).not.toEqual(state);
    expect(one.stateDict()).toEqual(state);
  });

  it('lists all mismatches and changes nothing', () => {
    const model = model241();
    const before = model.stateDict();
    const state = {
      'linear1.weight': new Tensor([4, 2]),
      'linear1.bias': [1, 2, 3],
      'linear2.bias': [0],
      'linear3.bias': [0]
    };
    expect(() => model.loadStateDict(state)).toThrow(
      new RangeError(
        "The state does not fit the model: unexpected 'linear3.bias'; missing 'linear2.weight' (1 × 4); 'linear1.bias' is 3, expected 4. Make the model as it was when the state was saved."
      )
    );
    expect(model.stateDict()).toEqual(before);
  });

  it('gives the place of a value that is not a number and changes nothing', () => {
    const model = model241();
    const before = model.stateDict();
    const state = { ...before, 'linear1.bias': new Tensor([4]), 'linear2.weight': [[1, 2, NaN, 4]] };
    expect(() => model.loadStateDict(state)).toThrow('linear2.weight[0][2] is NaN: expected a number.');
    expect(model.stateDict()).toEqual(before);
  });
});

describe('results', () => {
  const x = [
    [1, 2],
    [3, 4]
  ];

  it('are new tensors each time', () => {
    const model = model241();
    const first = model.forward(x);
    const kept = first.toArray();
    const second = model.forward([
      [9, 9],
      [9, 9]
    ]);
    expect(second).not.toBe(first);
    expect(first.toArray()).toEqual(kept);
    expect(first.toArray()).not.toEqual(second.toArray());
  });

  it('are overwritten in place within reusingBuffers, with the same numbers', () => {
    const [model, twin] = [model241(), model241()];
    twin.loadStateDict(model.stateDict());
    const run = (m: Sequential, input: number[][]): Tensor[] => [
      m.forward(input),
      m.backward(input.map(() => [1]))
    ];
    // The last batch is often smaller: the buffers adapt.
    for (const input of [x, [[5, 6]], x]) {
      const [a, b] = reusingBuffers(() => [run(model, input), run(model, input)]);
      expect(a[0]).toBe(b[0]);
      expect(b).toEqual((run(twin, input), run(twin, input)));
    }
    expect(model.parameters()).toEqual(twin.parameters());
    expect(model.forward(x)).not.toBe(model.forward(x));
  });

  it('are new tensors again after a step that throws', () => {
    const model = model241();
    expect(() => reusingBuffers(() => model.forward([[1]]))).toThrow('expects 2 features');
    expect(model.forward(x)).not.toBe(model.forward(x));
  });
});
