import { Adam, BCELoss, Linear, SGD, Sequential, Sigmoid } from '../../../src/engine';
import { Trace, record } from '../../../src/trace';
import { editKey, editName, editTexts } from '../../../src/views/state/edits';
import { trace241 } from './trace241';

/** A trace whose second layer has options of its own. */
function grouped(): Trace {
  const model = new Sequential({ linear1: new Linear(2, 2), linear2: new Linear(2, 1), out: new Sigmoid() });
  const parameters = new Map(model.namedParameters());
  const named = (layer: string): typeof all =>
    all.filter(parameter =>
      ['weight', 'bias'].some(kind => parameters.get(`${layer}.${kind}`) === parameter)
    );
  const all = model.parameters();
  return record(model, {
    input: [[1, 2]],
    target: [[1]],
    loss: new BCELoss(),
    optimizer: new SGD(
      [{ params: named('linear1') }, { params: named('linear2'), lr: 0.05, momentum: 0.5, nesterov: true }],
      { lr: 0.1 }
    )
  });
}

test('the key of an edit is the address without the iteration', () => {
  expect(editKey('#12/linear1.weight[2,1]')).toBe('linear1.weight[2,1]');
  expect(editKey('input[0,1]')).toBe('input[0,1]');
});

describe('the name of an edited number', () => {
  test('is the address of an input, a target or a parameter', () => {
    const trace = trace241();
    for (const key of ['input[0,1]', 'target[0,0]', 'linear1.weight[2,1]']) {
      expect(editName(key, trace)).toBe(key);
    }
  });

  test('is the option without the word optimizer', () => {
    expect(editName('optimizer.lr', trace241())).toBe('lr');
    expect(editName('optimizer.betas[1]', trace241())).toBe('betas[1]');
  });

  test('begins with the group of a group option', () => {
    expect(editName('optimizer.lr@linear2.weight', grouped())).toBe('linear2: lr');
  });

  test('is the plain option for a parameter that no group has', () => {
    expect(editName('optimizer.lr@other.weight', grouped())).toBe('lr');
  });
});

describe('the text of an edit', () => {
  test('shows every digit that was typed', () => {
    const edits = new Map([
      ['linear1.weight[0,1]', 0.123456789012345],
      ['input[0,0]', -2]
    ]);
    expect(editTexts(edits, trace241())).toEqual([
      'linear1.weight[0,1] = 0.123456789012345',
      'input[0,0] = −2'
    ]);
  });

  test('shows an option that is on or off as true or false', () => {
    const on = new Map([['optimizer.nesterov', 1]]);
    const off = new Map([['optimizer.nesterov', 0]]);
    expect(editTexts(on, trace241())).toEqual(['nesterov = true']);
    expect(editTexts(off, trace241())).toEqual(['nesterov = false']);
    expect(editTexts(new Map([['optimizer.lr', 1]]), trace241())).toEqual(['lr = 1']);
  });

  test('reads whether an option is on or off from its group', () => {
    const edits = new Map([
      ['optimizer.nesterov@linear2.weight', 0],
      ['optimizer.lr@linear2.weight', 1]
    ]);
    expect(editTexts(edits, grouped())).toEqual(['linear2: nesterov = false', 'linear2: lr = 1']);
  });

  test('works for a trace without an optimiser', () => {
    const trace: Trace = { ...trace241(), optimizer: null };
    expect(editTexts(new Map([['input[0,0]', 1]]), trace)).toEqual(['input[0,0] = 1']);
  });

  test('names one number of a list', () => {
    const model = new Sequential(new Linear(1, 1), new Sigmoid());
    const trace = record(model, {
      input: [[1]],
      target: [[1]],
      loss: new BCELoss(),
      optimizer: new Adam(model.parameters())
    });
    expect(editTexts(new Map([['optimizer.betas[0]', 0.5]]), trace)).toEqual(['betas[0] = 0.5']);
  });
});
