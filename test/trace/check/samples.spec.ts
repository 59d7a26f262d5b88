/** Indices and samples that a model can't take are refused; what only looks like a tensor is none. */
import * as fc from 'fast-check';
import { Module, MSELoss, Sequential, Linear, Tensor } from '../../../src/engine';
import { readPayload, record } from '../../../src/trace';
import { isBase64 } from '../../../src/trace/base64';
import { Sample, payloads } from '../../fuzz/payloads';
import { Json, changed, get, refused, trace } from '../damage';

let samples: Sample[];
beforeAll(async () => {
  samples = await payloads();
}, 60_000);
const payloadOf = (what: string): Json => samples.find(sample => sample.what === what)!.payload;
const tensor = (shape: number[], data: Json[]): Json => ({ shape, data });

test.each<Json>([7, 5, -1, 0.5, 'NaN', 'Infinity', 1e300])('an Embedding of 5 rows: index %j', index => {
  const read = refused(changed(payloadOf('Embedding'), ['data', 'input', 'data', 1], index));
  expect(read).toContain('data.input holds');
  expect(read).toContain('expected whole numbers from 0 to 4');
});

describe.each(['train', 'validation'])('the samples of a run: %s', which => {
  const run = (): Json => payloadOf('run with validation');
  it.each<[string, string, Json, string]>([
    ['features that the model does not take', 'input', tensor([4, 3], Array(12).fill(1)), 'does not work'],
    ['no features', 'input', tensor([4], Array(4).fill(1)), 'has not a target for every sample'],
    ['a number too many dimensions', 'target', tensor([4, 1, 1], Array(4).fill(1)), 'does not work'],
    ['targets of another width', 'target', tensor([4, 2], Array(8).fill(1)), 'does not work']
  ])('%s', (_, part, value, message) => {
    const rows = (get(run(), ['record', which, 'input', 'shape', 0]) as number) / 4;
    const { shape, data } = value as { shape: number[]; data: Json[] };
    const whole = tensor(
      [shape[0] * rows, ...shape.slice(1)],
      Array.from({ length: rows }, () => data).flat()
    );
    expect(refused(changed(run(), ['record', which, part], whole))).toContain(message);
  });
});

test('classes that a model of a run does not have', () => {
  const run = payloadOf('classes');
  expect(readPayload(run)).toEqual({ payload: run });
  expect(refused(changed(run, ['record', 'train', 'target', 'data', 0], 3))).toContain('record.train.target');
});

test('a moment of a layer that the model does not have', () => {
  const run = changed(payloadOf('run'), ['record', 'moments', 0, 'layers', 0, 'layer'], 'linear7');
  expect(refused(run)).toContain(
    'record.moments[0].layers[0].layer is "linear7", which the model does not have'
  );
});

/** A user-defined layer with an option called `shape`. */
class Reshape extends Module {
  override options(): never {
    return { shape: [2], data: [1] } as never;
  }
  override forward(x: Tensor): Tensor {
    return Tensor.from(x);
  }
  override backward(g: Tensor): Tensor {
    return Tensor.from(g);
  }
}

test('an option called shape is no tensor', () => {
  const model = new Sequential(new Linear(2, 2), new Reshape());
  const whole: unknown = JSON.parse(
    JSON.stringify(record(model, { input: [[1, 2]], target: [[1, 2]], loss: new MSELoss() }))
  );
  expect(readPayload(whole)).toEqual({ payload: whole });
});

test.each<Json>([{ shape: [3] }, { shape: ['round'] }, { shape: [1e9] }, { shape: [2], base64: 7 }])(
  'an unknown field is no tensor: %j',
  note => {
    const payload = { ...trace(), note };
    expect(readPayload(payload)).toEqual({ payload });
  }
);

test('base64 has one spelling', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 40 }),
      fc.nat(),
      fc.constantFrom('A', '=', '-', '\n', 'B'),
      (bytes, at, by) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(isBase64(text, bytes.length)).toBe(true);
        const other = text.slice(0, at % (text.length + 1)) + by + text.slice((at % (text.length + 1)) + 1);
        const same = Buffer.from(other, 'base64');
        expect(isBase64(other, bytes.length)).toBe(
          same.length === bytes.length && same.toString('base64') === other
        );
        expect(isBase64(text.replace(/=/g, ''), bytes.length)).toBe(!text.endsWith('='));
      }
    )
  );
});
