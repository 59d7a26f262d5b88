import * as fc from 'fast-check';
import { Parameter, SGD, SGDOptions } from '../../../src/engine';
import { evaluate, quantity } from '../../../src/engine/formula/expression';
import { between } from '../../arbitraries';

describe('SGD', () => {
  it.each<[SGDOptions, string]>([
    [{ lr: -1 }, 'SGD: lr is -1, expected a number of at least 0.'],
    [{ lr: '0.1' as unknown as number }, 'SGD: lr is the text "0.1", expected a number'],
    [{ lr: 1, momentum: NaN }, 'SGD: momentum is NaN, expected a number of at least 0.'],
    [{ lr: 1, dampening: Infinity }, 'SGD: dampening is Infinity, expected a number of at least 0.'],
    [{ lr: 1, weightDecay: -0.1 }, 'SGD: weightDecay is -0.1, expected a number of at least 0.'],
    [
      { lr: 1, momentum: 0.9, nesterov: 'no' as unknown as boolean },
      'SGD: nesterov is the text "no", expected true or false.'
    ],
    [{ lr: 1, nesterov: true }, 'SGD: nesterov needs a momentum above 0 and a dampening of 0.'],
    [{ lr: 1, momentum: 0.9, dampening: 0.1, nesterov: true }, 'SGD: nesterov needs']
  ])('refuses %j', (options, message) => {
    expect(() => new SGD([], options)).toThrow(message);
  });

  it('rejects arguments other than parameters', () => {
    expect(() => new SGD([3] as unknown as Parameter[], { lr: 1 })).toThrow(
      'SGD expects model.parameters() as its first argument, or groups: '
    );
  });

  it('zeroes the gradients of its parameters', () => {
    const parameter = new Parameter([2]);
    parameter.grad.data.fill(3);
    new SGD([parameter], { lr: 1 }).zeroGrad();
    expect(parameter.grad.toArray()).toEqual([0, 0]);
  });

  it('explains each step: the last definition is added to the weight', () => {
    const rate = fc.oneof(fc.constant(0), between(0, 1));
    const anyOptions = fc
      .record({
        lr: between(0, 2),
        momentum: rate,
        dampening: rate,
        weightDecay: rate,
        nesterov: fc.boolean()
      })
      .map(o => (o.nesterov && o.momentum > 0 ? { ...o, dampening: 0 } : { ...o, nesterov: false }));
    fc.assert(
      fc.property(
        anyOptions,
        between(-5, 5),
        fc.array(between(-5, 5), { minLength: 3, maxLength: 3 }),
        explains
      )
    );
  });
});

function explains(options: SGDOptions, weight: number, grads: number[]): void {
  const parameter = new Parameter([1], Float64Array.of(weight));
  const optimizer = new SGD([parameter], options);
  for (const grad of grads) {
    parameter.grad = [grad];
    const before = parameter.data[0];
    const chain = optimizer.explain({
      weight: quantity({ name: 'w' }, 'weight', before),
      grad: quantity({ name: 'g' }, 'gradient', grad),
      before: name => optimizer.state.get(parameter)?.[name]?.data[0]
    });
    optimizer.step();
    // What was added, to the last bit: after − before alone is rounded.
    expect(before + evaluate(chain[chain.length - 1].formula)).toBe(parameter.data[0]);
  }
}
