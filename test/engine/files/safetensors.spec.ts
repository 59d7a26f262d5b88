/** safetensors: round trips, rounding as in numpy, and safe handling of damaged files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import {
  Dtype,
  Linear,
  Sequential,
  Tensor,
  fromSafetensors,
  safetensorsMetadata,
  toSafetensors
} from '../../../src/engine';
import { dtypes } from '../../../src/engine/files/dtypes';
import { bfloat16, float16 } from '../../../src/engine/files/smallFloat';

const single = (x: number): Record<string, Tensor> => ({ x: new Tensor([1], Float64Array.of(x)) });
const header = (bytes: Uint8Array): string => {
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  return new TextDecoder().decode(bytes.subarray(8, 8 + length));
};

/** A file with a header, given as text or JSON, and `size` bytes of numbers. */
function file(json: unknown, size: number, length?: bigint): Uint8Array {
  const text = Buffer.from(typeof json === 'string' ? json : JSON.stringify(json));
  const bytes = new Uint8Array(8 + text.length + size);
  bytes.set(text, 8);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  return bytes;
}
const F64 = (shape: unknown, data_offsets: unknown): unknown => ({ dtype: 'F64', shape, data_offsets });

describe('a round trip', () => {
  const name = fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'toString', 'weight', 'π.0'),
    fc.string()
  );
  const tensor = fc.array(fc.nat(3), { maxLength: 4 }).chain(shape =>
    fc.array(fc.double(), { minLength: shape.reduce((n, m) => n * m, 1), maxLength: 81 }).map(
      data =>
        new Tensor(
          shape,
          Float64Array.from(
            data.slice(
              0,
              shape.reduce((n, m) => n * m, 1)
            )
          )
        )
    )
  );
  const state = fc
    .array(fc.tuple(name, tensor), { maxLength: 5 })
    .map(entries => Object.fromEntries(entries.filter(([key]) => key !== '__metadata__')));

  test('keeps every bit in F64, and names and shapes', () => {
    fc.assert(
      fc.property(state, before => {
        const after = fromSafetensors(toSafetensors(before));
        expect(Object.keys(after)).toEqual(Object.keys(before));
        expect(Object.getPrototypeOf(after)).toBe(Object.prototype);
        for (const [key, { shape, data }] of Object.entries(after)) {
          expect(shape).toEqual(before[key].shape);
          expect([...data].every((x, i) => Object.is(x, before[key].data[i]))).toBe(true);
        }
      })
    );
  });

  test.each(['F32', 'F16', 'BF16'] as const)('changes nothing in a second round trip in %s', dtype => {
    fc.assert(
      fc.property(state, before => {
        const first = toSafetensors(before, { dtype });
        expect(toSafetensors(fromSafetensors(first), { dtype })).toEqual(first);
      })
    );
  });

  test('keeps metadata and aligns the numbers to 8 bytes', () => {
    const model = new Sequential({ linear1: new Linear(2, 3) });
    const bytes = toSafetensors(model.stateDict(), { metadata: { format: 'pt', 说明: '一个神经元' } });
    expect(safetensorsMetadata(bytes)).toEqual({ format: 'pt', 说明: '一个神经元' });
    expect(header(bytes).length).toBeGreaterThan(10);
    expect((bytes.length - 9 * 8) % 8).toBe(0);
    expect(Object.keys(fromSafetensors(bytes))).toEqual(['linear1.weight', 'linear1.bias']);
  });

  test('reads from any offset in a buffer', () => {
    const bytes = toSafetensors(single(0.1));
    const inside = new Uint8Array(bytes.length + 5);
    inside.fill(0xff).set(bytes, 3);
    expect(fromSafetensors(inside.subarray(3, 3 + bytes.length)).x.data).toEqual(Float64Array.of(0.1));
  });
});

describe('rounding', () => {
  interface Rounding {
    x: number;
    F32: number;
    F16: number;
    BF16: number | null;
  }
  const cases = JSON.parse(
    readFileSync(join(__dirname, '../../golden/roundings.json'), 'utf8')
  ) as Rounding[];
  const bits = (x: number, dtype: Dtype): number => {
    const { bytes, set } = dtypes.get(dtype)!;
    const view = new DataView(new ArrayBuffer(bytes));
    set(view, 0, x);
    return bytes === 2 ? view.getUint16(0, true) : view.getUint32(0, true);
  };

  test.each(['F32', 'F16', 'BF16'] as const)('%s rounds as in numpy and PyTorch', dtype => {
    const known = cases.filter(c => c[dtype] !== null);
    expect(known.length).toBeGreaterThan(200);
    expect(known.map(({ x }) => [x, bits(x, dtype)])).toEqual(known.map(c => [c.x, c[dtype]]));
  });

  test.each([
    ['F16', float16],
    ['BF16', bfloat16]
  ] as const)('%s restores every bit pattern and rounds to the nearest, ties to even', (_, float) => {
    const infinity = float.toBits(Infinity);
    for (let b = 0; b < infinity; b++) {
      const x = float.fromBits(b);
      const next = b + 1 === infinity ? 2 * x - float.fromBits(b - 1) : float.fromBits(b + 1);
      const middle = (x + next) / 2;
      const [below, above] = [middle - (next - x) * 2 ** -30, middle + (next - x) * 2 ** -30];
      const got = [x, -x, below, middle, above].map(y => float.toBits(y));
      if (got.join() !== [b, b + 0x8000, b, b + (b % 2), b + 1].join()) {
        throw new Error(`${b} (${x}) became ${got.join()}`);
      }
    }
    expect(float.fromBits(infinity)).toBe(Infinity);
    expect(float.fromBits(infinity | 0x8000)).toBe(-Infinity);
    for (let b = infinity + 1; b < 0x8000; b++) {
      expect(float.fromBits(b)).toBeNaN();
    }
    expect(float.fromBits(float.toBits(NaN))).toBeNaN();
  });
});

describe('error messages', () => {
  test.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'the file is empty: save or download it again'],
    [
      'a header beyond the file',
      file({}, 0, 3n),
      "the header's length is given as 3 bytes, but the file has 10"
    ],
    [
      'a header of 2⁶⁴ − 1',
      file({}, 0, 2n ** 64n - 1n),
      "the header's length is given as 18446744073709551615 bytes"
    ],
    ['invalid JSON', file('{"a":', 0), 'its header is not JSON in UTF-8'],
    ['invalid UTF-8', file('{"a":', 0).fill(0xff, 10), 'its header is not JSON in UTF-8'],
    ['an array', file([], 0), "its header does not begin with '{'"],
    ['a space before the header', file(' {}', 0), "its header does not begin with '{'"],
    ['an entry that is not an object', file({ a: 1 }, 0), 'tensor "a" is 1, expected an object'],
    [
      'a dtype named like a property of every object',
      file({ a: { dtype: 'toString', shape: [1], data_offsets: [0, 8] } }, 8),
      'has the dtype the text "toString"'
    ],
    ['a negative size', file({ a: F64([-1], [0, 8]) }, 8), 'has the shape [-1], expected an array of whole'],
    ['half a size', file({ a: F64([0.5], [0, 8]) }, 8), 'has the shape [0.5]'],
    [
      'a size of infinity',
      file('{"a":{"dtype":"F64","shape":[1e999],"data_offsets":[0,8]}}', 8),
      '[Infinity]'
    ],
    ['a size beyond 2⁵³', file({ a: F64([2 ** 53], [0, 8]) }, 8), 'has the shape [9007199254740992]'],
    [
      'sizes whose product is beyond 2⁶⁴',
      file({ a: F64([2 ** 32, 2 ** 32], [0, 8]) }, 8),
      'tensor "a" is 4294967296 × 4294967296 of F64, 147573952589676410000 bytes, but data_offsets span 8'
    ],
    [
      'sizes whose product is NaN',
      file({ a: F64([...new Array(40).fill(2 ** 52), 0], [0, 0]) }, 0),
      'NaN bytes'
    ],
    ['no offsets', file({ a: { dtype: 'F64', shape: [1] } }, 8), 'has the data_offsets undefined'],
    ['three offsets', file({ a: F64([1], [0, 8, 16]) }, 16), 'has the data_offsets [0, 8, 16], expected two'],
    [
      'offsets in reverse order',
      file({ a: F64([1], [8, 0]) }, 8),
      'has the data_offsets [8, 0], but the file has 8'
    ],
    [
      'offsets beyond the file',
      file({ a: F64([2], [0, 16]) }, 8),
      'has the data_offsets [0, 16], but the file'
    ],
    ['offsets far beyond', file({ a: F64([1], [2 ** 53 - 9, 2 ** 53 - 1]) }, 8), 'but the file has 8 bytes'],
    [
      'a shape that does not match its offsets',
      file({ a: F64([2], [0, 8]) }, 8),
      'is 2 of F64, 16 bytes, but data_offsets'
    ],
    [
      'an overlap',
      file({ a: F64([2], [0, 16]), b: F64([1], [8, 16]) }, 16),
      'tensor "b" begins at 8, expected 16: it overlaps the tensor before it'
    ],
    [
      'a gap',
      file({ a: F64([1], [0, 8]), b: F64([1], [16, 24]) }, 24),
      'tensor "b" begins at 16, expected 8: it leaves a gap before it'
    ],
    [
      'a byte after the last tensor',
      file({ a: F64([1], [0, 8]) }, 9),
      'its tensors end at 8, but it has 9 bytes of numbers'
    ],
    [
      'metadata of numbers',
      file({ __metadata__: { a: 1 } }, 0),
      'its __metadata__ is not an object of texts'
    ],
    [
      'a deeply nested header',
      file(`{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`, 0),
      'tensor "a" is an array of 1'
    ]
  ])('%s', (_, bytes, message) => {
    expect(() => fromSafetensors(bytes)).toThrow(message);
    expect(() => fromSafetensors(bytes)).toThrow(/^This is no safetensors file: [^\n]{1,400}\.$/);
  });

  test('wrong arguments', () => {
    const model = new Sequential(new Linear(1, 1));
    expect(() => fromSafetensors('weights.safetensors' as never)).toThrow(
      'expects a file\'s bytes as a Uint8Array, got the text "weights.safetensors".'
    );
    expect(() => toSafetensors(model as never)).toThrow('pass model.stateDict(), not the model.');
    expect(() => toSafetensors({}, { dtype: 'F8' as never })).toThrow('dtype is the text "F8"');
    expect(() => toSafetensors({ __metadata__: [1] })).toThrow("'__metadata__' can't name a tensor");
    expect(() => toSafetensors({}, { metadata: { a: 1 as never } })).toThrow("metadata 'a' is 1");
  });
});

test('10 000 damaged files give tensors or an error, without excessive memory', () => {
  const whole = toSafetensors(
    { 'a.weight': new Tensor([3, 2]), 'a.bias': new Tensor([3]), none: new Tensor([0, 4]) },
    { dtype: 'F16', metadata: { format: 'pt' } }
  );
  const size = BigInt(header(whole).length);
  let read = 0;
  fc.assert(
    fc.property(damage(whole, size), bytes => {
      // The bytes around the file must not be read; they are NaN in every dtype.
      const memory = new Uint8Array(bytes.length + 64).fill(0xff);
      memory.set(bytes, 32);
      let tensors: Record<string, Tensor>;
      try {
        tensors = fromSafetensors(memory.subarray(32, 32 + bytes.length));
      } catch (error) {
        expect(String(error)).toMatch(/^RangeError: This is no safetensors file: [^\n]{1,400}\.$/);
        return;
      }
      read++;
      const numbers = Object.values(tensors).reduce((n, { data }) => n + data.length, 0);
      expect(numbers * 2).toBeLessThanOrEqual(bytes.length);
      expect(Object.getPrototypeOf(tensors)).toBe(Object.prototype);
    }),
    { numRuns: 10_000, seed: 4 }
  );
  // Changes of numbers or names leave the file valid.
  expect(read).toBeGreaterThan(200);
  expect(read).toBeLessThan(9000);
});

/** One to four changes: flip a byte, truncate or extend the file, change the header's length, edit its text. */
function damage(whole: Uint8Array, headerLength: bigint): fc.Arbitrary<Uint8Array> {
  type Change = (bytes: Uint8Array) => Uint8Array;
  const flip = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })).map(
    ([at, mask]): Change =>
      bytes =>
        bytes.map((byte, i) => (i === at ? byte ^ mask : byte))
  );
  const cut = fc.nat(whole.length).map(
    (length): Change =>
      bytes =>
        bytes.slice(0, length)
  );
  const longer = fc.uint8Array({ minLength: 1, maxLength: 9 }).map(
    (more): Change =>
      bytes =>
        Uint8Array.from([...bytes, ...more])
  );
  const length = fc
    .oneof(fc.bigInt(0n, headerLength + 40n), fc.bigInt(0n, 2n ** 64n - 1n))
    .map((n): Change => bytes => {
      const changed = bytes.slice();
      if (bytes.length >= 8) {
        new DataView(changed.buffer).setBigUint64(0, n, true);
      }
      return changed;
    });
  const number = fc.constantFrom(
    '0',
    '1',
    '2',
    '3',
    '6',
    '8',
    '12',
    '18',
    '-1',
    '1e30',
    '9007199254740991',
    '[]'
  );
  const word = fc.constantFrom(
    '"F64"',
    '"F32"',
    '"BF16"',
    '"I8"',
    '"__proto__"',
    '"constructor"',
    'null',
    '{}'
  );
  const edit = fc.tuple(fc.nat(40), fc.oneof(number, word)).map(([which, text]): Change => bytes => {
    const end = 8 + Number(headerLength);
    let i = 0;
    const json = Buffer.from(bytes.subarray(8, end))
      .toString('latin1')
      .replace(/"[^"]*"|\d+/g, token => (i++ === which ? text : token));
    const body = Buffer.from(json, 'latin1');
    const head = Buffer.alloc(8);
    head.writeBigUInt64LE(BigInt(body.length));
    return Uint8Array.from([...head, ...body, ...bytes.subarray(end)]);
  });
  return fc
    .array(fc.oneof(flip, cut, longer, length, edit), { minLength: 1, maxLength: 4 })
    .map(changes => changes.reduce((bytes, change) => change(bytes), whole));
}

describe('the types of numbers', () => {
  const tensorOf = (dtype: string, bytes: Uint8Array, count: number): Uint8Array => {
    const whole = file({ x: { dtype, shape: [count], data_offsets: [0, bytes.length] } }, bytes.length);
    whole.set(bytes, whole.length - bytes.length);
    return whole;
  };
  const bytesOf = (list: { buffer: ArrayBufferLike }): Uint8Array => new Uint8Array(list.buffer);

  test.each<[string, { buffer: ArrayBufferLike }, number[]]>([
    ['I8', Int8Array.of(-128, -1, 127), [-128, -1, 127]],
    ['U8', Uint8Array.of(0, 1, 255), [0, 1, 255]],
    ['I16', Int16Array.of(-32768, 32767), [-32768, 32767]],
    ['U16', Uint16Array.of(0, 65535), [0, 65535]],
    ['I32', Int32Array.of(-(2 ** 31), 2 ** 31 - 1), [-(2 ** 31), 2 ** 31 - 1]],
    ['U32', Uint32Array.of(0, 2 ** 32 - 1), [0, 2 ** 32 - 1]],
    ['I64', BigInt64Array.of(-(2n ** 53n), 511n), [-(2 ** 53), 511]],
    ['U64', BigUint64Array.of(0n, 2n ** 60n), [0, 2 ** 60]],
    ['BOOL', Uint8Array.of(0, 1, 2), [0, 1, 1]]
  ])('%s is read as numbers, silently', (dtype, list, expected) => {
    const said = jest.spyOn(console, 'log').mockImplementation();
    expect(Array.from(fromSafetensors(tensorOf(dtype, bytesOf(list), expected.length)).x.data)).toEqual(
      expected
    );
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
  });

  test.each<[string, { buffer: ArrayBufferLike }, number, string]>([
    ['I64', BigInt64Array.of(1n, -(2n ** 53n) - 1n), -(2 ** 53), '-9007199254740993'],
    ['U64', BigUint64Array.of(1n, 2n ** 64n - 1n), 2 ** 64, '18446744073709551615']
  ])('%s beyond 2^53 is rounded, and a line says so', (dtype, list, expected, text) => {
    const said = jest.spyOn(console, 'log').mockImplementation();
    expect(fromSafetensors(tensorOf(dtype, bytesOf(list), 2)).x.data[1]).toBe(expected);
    expect(said.mock.calls).toEqual([
      [expect.stringContaining(`tensor "x" holds whole numbers beyond 2^53, such as ${text}`)]
    ]);
    said.mockRestore();
  });

  test.each(['F8_E4M3', 'F8_E5M2', 'F8_E8M0', 'F6_E2M3', 'F4', 'C64', 'I4', 'F128'])(
    '%s is refused by its name, and the file is not called another format',
    dtype => {
      const message = `Tensor "x" has numbers of type ${dtype}, which stepgrad does not read: convert it to F32 first`;
      expect(() => fromSafetensors(tensorOf(dtype, new Uint8Array(8), 8))).toThrow(message);
    }
  );

  test('metadata of null, a scalar and an empty tensor are valid', () => {
    const header = { __metadata__: null, a: F64([], [0, 8]), b: F64([0, 3], [8, 8]) };
    const { a, b } = fromSafetensors(file(header, 8));
    expect([a.shape, b.shape]).toEqual([[], [0, 3]]);
  });

  test('a tensor of integers beside the weights of a model', () => {
    const header = {
      'embeddings.position_ids': { dtype: 'I64', shape: [1], data_offsets: [0, 8] },
      'fc.weight': { dtype: 'F32', shape: [1, 2], data_offsets: [8, 16] }
    };
    const bytes = file(header, 16);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    view.setFloat32(bytes.length - 8, 1.5, true);
    view.setFloat32(bytes.length - 4, 2.5, true);
    const read = fromSafetensors(bytes);
    expect([read['embeddings.position_ids'].toArray(), read['fc.weight'].toArray()]).toEqual([
      [0],
      [[1.5, 2.5]]
    ]);
  });
});
