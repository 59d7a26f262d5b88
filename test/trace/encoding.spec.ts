import * as fc from 'fast-check';
import { BCELoss, Linear, Sequential, Tensor, gradcheck } from '../../src/engine';
import {
  TensorData,
  decodeNumber,
  decodeTensor,
  encodeReport,
  encodeNumber,
  encodeTensor
} from '../../src/trace';
import { decodeBase64, encodeBase64 } from '../../src/trace/base64';

/** A round trip through JSON, as in a saved notebook. */
const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Any float64; those that JSON loses more often than by chance. */
const anyNumber = fc.oneof(
  fc.double(),
  fc.constantFrom(-0, NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE, 0.1 + 0.2)
);

const bits = (values: Float64Array): string => Buffer.from(values.slice().buffer).toString('hex');

describe('encodeNumber', () => {
  it('keeps all 64 bits through JSON', () => {
    fc.assert(
      fc.property(anyNumber, x => {
        expect(decodeNumber(throughJson(encodeNumber(x)))).toBe(x);
      })
    );
  });

  it('writes as text the numbers that JSON lacks', () => {
    expect([-0, NaN, Infinity, -Infinity, 0].map(encodeNumber)).toEqual([
      '-0',
      'NaN',
      'Infinity',
      '-Infinity',
      0
    ]);
  });
});

describe('encodeTensor', () => {
  const comesBack = (tensor: Tensor): TensorData => {
    const encoded = throughJson(encodeTensor(tensor));
    const decoded = decodeTensor(encoded);
    expect(decoded.shape).toEqual(tensor.shape);
    expect(bits(decoded.data)).toBe(bits(tensor.data));
    return encoded;
  };
  const column = (values: number[]): Tensor => new Tensor([values.length, 1], Float64Array.from(values));

  it('keeps all bits of a small tensor in a readable list', () => {
    fc.assert(
      fc.property(fc.array(anyNumber, { minLength: 1, maxLength: 40 }), values => {
        expect(comesBack(column(values))).toHaveProperty('data');
      })
    );
  });

  it('writes a larger tensor as base64', () => {
    fc.assert(
      fc.property(fc.array(anyNumber, { minLength: 257, maxLength: 300 }), values => {
        expect(comesBack(column(values))).toHaveProperty('base64');
      }),
      { numRuns: 50 }
    );
    expect(comesBack(new Tensor([16, 16]))).toHaveProperty('data');
  });

  it('encodes tensors as little-endian float64', () => {
    const values = Float64Array.from({ length: 300 }, (_, i) => i / 7);
    const { base64 } = encodeTensor(new Tensor([300], values)) as { base64: string };
    const bytes = Buffer.from(base64, 'base64');
    expect(values.every((x, i) => bytes.readDoubleLE(8 * i) === x)).toBe(true);
  });
});

describe('base64', () => {
  it("equals Node's in both directions", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), bytes => {
        const text = encodeBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64'));
        expect(decodeBase64(text)).toEqual(bytes);
      })
    );
  });

  it.each(['abc', 'ab!d', 'a===', 'ab=d', 'äbcd'])('rejects %s', text => {
    expect(decodeBase64(text)).toBeNull();
  });
});

it('encodeReport keeps the NaN of a check through JSON', () => {
  const model = new Sequential({ linear: new Linear(1, 1) });
  model.loadStateDict({ 'linear.weight': [[0.5]], 'linear.bias': [0] });
  const found = gradcheck(model, { input: [[1]], target: [[1]], loss: new BCELoss() });
  const broken = { ...found, worst: NaN, rows: [{ ...found.rows[0], numeric: -Infinity, error: NaN }] };
  expect(throughJson(encodeReport(broken))).toMatchObject({
    kind: 'check',
    epsilon: 1e-5,
    worst: 'NaN',
    rows: [{ name: 'linear.weight', index: [0, 0], numeric: '-Infinity', error: 'NaN' }]
  });
});
