import * as fc from 'fast-check';
import { BCELoss, SGD } from '../../src/engine';
import { TraceReader, Trace, parseAddress, record } from '../../src/trace';
import { task } from '../arbitraries';
import { networkCases, setUp } from '../golden/cases';

const read = (reader: TraceReader, text: string): number | undefined => reader.value(parseAddress(text)!);

describe('the shares of the samples', () => {
  it('sum to the loss, and to every gradient of a weight', () => {
    fc.assert(
      fc.property(task, ({ model, ...data }) => {
        const reader = new TraceReader(record(model, data));
        const total = (text: string): number =>
          Array.from({ length: reader.samples }, (_, s) => read(reader, `${text}@${s}`)!).reduce(
            (a, b) => a + b,
            0
          );
        const same = (text: string): void => expect(total(text)).toBeCloseTo(read(reader, text)!, 9);
        same('loss');
        // The shares of other layers' parameters are not in a trace.
        const linears = reader.trace.model.filter(({ type }) => type === 'Linear');
        const ofLinear = (name: string): boolean => linears.some(layer => name.startsWith(`${layer.name}.`));
        for (const [name, { shape }] of model.namedParameters().filter(([name]) => ofLinear(name))) {
          same(`${name}.grad[${shape.map(length => length - 1).join()}]`);
        }
      })
    );
  });
});

describe('an address', () => {
  const c = networkCases().find(
    ({ layers, loss }) => layers[0].name === 'linear0' && loss.type === 'BCELoss'
  )!;
  const { model, optimizer } = setUp(c);
  const { input, target } = c;
  const trace: Trace = record(model, { input, target, loss: new BCELoss(), optimizer, iterations: 2 });
  const reader = new TraceReader(trace);

  it('gives the number in its iteration', () => {
    const [first, second] = trace.iterations;
    const numbers = (x: object): unknown[] => (x as { data: unknown[] }).data;
    const samples = reader.samples;
    const width = trace.data.input.shape[1];
    expect(read(reader, `input[${samples - 1},${width - 1}]`)).toBe(
      numbers(trace.data.input)[samples * width - 1]
    );
    expect(read(reader, 'target[0,0]')).toBe(numbers(trace.data.target)[0]);
    expect(read(reader, '#1/linear0.weight[0,0]')).toBe(numbers(second.params[0].value)[0]);
    expect(read(reader, '#1/linear0.weight[0,0]')).toBe(numbers(first.update[0].after)[0]);
    expect(read(reader, '#1/linear0.output[0,0]')).toBe(numbers(second.forward[0].output)[0]);
    expect(read(reader, 'linear0.output.grad[0,0]')).toBe(numbers(first.backward.at(-1)!.gradOutput)[0]);
    expect(read(reader, 'input.grad[0,0]')).toBe(numbers(first.backward.at(-1)!.gradInput)[0]);
    expect(read(reader, '#1/loss')).toBe(second.loss);
  });

  it.each([
    '#2/loss',
    'linear9.weight[0,0]',
    'linear0.weight',
    'linear0.weight[0]',
    'linear0.weight[99,0]',
    'linear0.weight.grad[0,0]@99',
    'linear0.weight[0,0]@0',
    'input[0]',
    'toString[0]'
  ])('%s gives undefined', text => {
    expect(read(reader, text)).toBeUndefined();
  });
});

it('record updates only the parameters of the optimizer', () => {
  const { model } = setUp(networkCases()[0]);
  const [[name, parameter]] = model.namedParameters();
  const { input, target } = networkCases()[0];
  const loss = setUp(networkCases()[0]).loss;
  const trace = record(model, { input, target, loss, optimizer: new SGD([parameter], { lr: 1 }) });
  expect(trace.iterations[0].update.map(({ param }) => param)).toEqual([name]);
});
