/** loadStateDict, strict and not strict: matching parameters are loaded, the others reported. */
import { Linear, Module, Sequential, Tensor } from '../../src/engine';

const make = (): Sequential => new Sequential({ linear1: new Linear(2, 3), linear2: new Linear(3, 1) });
const state = {
  'linear1.weight': [[1], [2]],
  'linear2.weight': [[7, 8, 9]],
  'linear3.bias': [1],
  constructor: [1]
};

test('strict: reports every mismatch in one line and loads nothing', () => {
  const model = make();
  const before = model.stateDict();
  expect(() => model.loadStateDict(state)).toThrow(
    new RangeError(
      "The state does not fit the model: unexpected 'linear3.bias'; unexpected 'constructor'; " +
        "missing 'linear1.bias' (3); missing 'linear2.bias' (1); 'linear1.weight' is 2 × 1, expected 3 × 2. Make the model as it was when the state was saved."
    )
  );
  expect(model.stateDict()).toEqual(before);
});

test('not strict: loads the parameters found and returns the missing and unexpected names', () => {
  const model = make();
  const { 'linear1.weight': before } = model.stateDict();
  const { 'linear1.weight': _, ...fits } = state;
  expect(model.loadStateDict(fits, { strict: false })).toEqual({
    missing: ['linear1.weight', 'linear1.bias', 'linear2.bias'],
    unexpected: ['linear3.bias', 'constructor']
  });
  expect(model.stateDict()['linear1.weight']).toEqual(before);
  expect(model.stateDict()['linear2.weight'].toArray()).toEqual([[7, 8, 9]]);
});

test('not strict: rejects a different shape, as in PyTorch', () => {
  expect(() => make().loadStateDict(state, { strict: false })).toThrow(
    "The state does not fit the model: 'linear1.weight' is 2 × 1, expected 3 × 2. Make the model as it was when the state was saved."
  );
});

test("does not take an object's inherited properties for entries", () => {
  class Odd extends Module {
    readonly constructor_ = new Linear(1, 1);
    override children(): [string, Module][] {
      return [['constructor', this.constructor_]];
    }
    override forward(): Tensor {
      return new Tensor([1]);
    }
    override backward(): Tensor {
      return new Tensor([1]);
    }
  }
  expect(() => new Odd().loadStateDict({})).toThrow("missing 'constructor.weight' (1 × 1)");
});
