import * as fc from 'fast-check';
import { Address, formatAddress, parseAddress } from '../../src/trace';

const optional = <T>(key: string, of: fc.Arbitrary<T>): fc.Arbitrary<object> =>
  fc.option(of).map(value => (value === null ? {} : { [key]: value }));

const part = fc.stringMatching(/^\w{1,8}$/).filter(name => name !== 'grad');
const small = fc.nat({ max: 9999 });

/** Any address: dotted names, with and without each of the other parts. */
const anyAddress: fc.Arbitrary<Address> = fc
  .tuple(
    optional('iteration', small),
    fc.record({
      name: fc.array(part, { minLength: 1, maxLength: 3 }).map(parts => parts.join('.')),
      index: fc.array(small, { maxLength: 3 })
    }),
    optional('grad', fc.constant(true)),
    optional('sample', small)
  )
  .map(([iteration, name, grad, sample]) => ({ ...iteration, ...name, ...grad, ...sample }));

describe('an address', () => {
  it('is parsed back from its text', () => {
    fc.assert(
      fc.property(anyAddress, address => {
        expect(parseAddress(formatAddress(address))).toEqual(address);
      })
    );
  });

  it.each<[string, Address]>([
    ['linear1.weight[2,1]', { name: 'linear1.weight', index: [2, 1] }],
    ['linear1.weight.grad[2,1]', { name: 'linear1.weight', grad: true, index: [2, 1] }],
    ['sigmoid1.output[0,2]', { name: 'sigmoid1.output', index: [0, 2] }],
    ['linear1.output.grad[0,2]', { name: 'linear1.output', grad: true, index: [0, 2] }],
    ['input.grad[0,1]', { name: 'input', grad: true, index: [0, 1] }],
    ['loss', { name: 'loss', index: [] }],
    ['loss@5', { name: 'loss', index: [], sample: 5 }],
    [
      '#3/linear1.weight.grad[2,1]@5',
      { iteration: 3, name: 'linear1.weight', grad: true, index: [2, 1], sample: 5 }
    ],
    ['#10/0.bias[0]', { iteration: 10, name: '0.bias', index: [0] }]
  ])('%s', (text, address) => {
    expect(parseAddress(text)).toEqual(address);
    expect(formatAddress(address)).toBe(text);
  });

  it.each([
    '',
    '[0]',
    'a[',
    'a[]',
    'a[1,]',
    'a[-1]',
    'a[1.5]',
    'a[0]b',
    'a@',
    'a@b',
    '#1',
    '#/a',
    '#a/b',
    'a[0]@1@2'
  ])("rejects '%s'", text => {
    expect(parseAddress(text)).toBeNull();
  });
});
