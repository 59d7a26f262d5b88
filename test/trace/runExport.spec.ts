/** Runs as CSV, as TensorBoard events, and compared. */
import { History } from '../../src/engine';
import { crc32c, toTensorBoard } from '../../src/engine/files/tensorboard';
import { compare, toCSV } from '../../src/kernel';
import { readPayload } from '../../src/trace';
import { tensorBoardEvents } from '../../src/trace/run/export';

const history = (lr: number, epochs = 3): History => ({
  kind: 'history',
  version: 1,
  epochs: Array.from({ length: epochs }, (_, i) => ({
    epoch: i + 1,
    loss: 0.1 + 0.2 / (i + 1),
    valLoss: i === 2 ? NaN : 1 / 3,
    metrics: { 'f1, "macro"': i },
    lr
  })),
  best: null
});

test('toCSV writes one line per epoch with every digit, and quotes names', () => {
  expect(toCSV(history(0.5))).toBe(
    'epoch,loss,valLoss,"f1, ""macro""",lr\r\n' +
      '1,0.30000000000000004,0.3333333333333333,0,0.5\r\n' +
      '2,0.2,0.3333333333333333,1,0.5\r\n' +
      '3,0.16666666666666669,NaN,2,0.5\r\n'
  );
});

test('crc32c gives the checksums of RFC 3720', () => {
  expect(crc32c(new Uint8Array(32)).toString(16)).toBe('8a9136aa');
  expect(crc32c(new Uint8Array(32).fill(255)).toString(16)).toBe('62a8ab43');
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)).toString(16)).toBe('46dd794e');
});

test('toTensorBoard begins with the version in a TFRecord', () => {
  const bytes = toTensorBoard([{ step: 300, scalars: { loss: 0.5 } }]);
  const view = new DataView(bytes.buffer);
  // Length, checksum of the length, then time (a double, field 1) and version (field 3).
  expect(view.getUint32(0, true)).toBe(24);
  expect(Array.from(bytes.subarray(12, 21))).toEqual([9, 0, 0, 0, 0, 0, 0, 0, 0]);
  expect(new TextDecoder().decode(bytes.subarray(23, 36))).toBe('brain.Event:2');
  const second = 12 + 24 + 4;
  expect(view.getUint32(second, true)).toBe(bytes.length - second - 16);
  // The step (field 2), 300 in two bytes.
  expect(Array.from(bytes.subarray(second + 12 + 9, second + 12 + 12))).toEqual([16, 172, 2]);
});

test('tensorBoardEvents has every number of every epoch', () => {
  const [first, , third] = tensorBoardEvents(history(0.5));
  expect(first).toEqual({
    step: 1,
    scalars: { 'epoch/loss': 0.1 + 0.2, 'epoch/valLoss': 1 / 3, 'epoch/f1, "macro"': 0, 'epoch/lr': 0.5 }
  });
  expect(third.scalars!['epoch/valLoss']).toBeNaN();
});

test('compare names runs by key or by number', () => {
  const named = compare({ slow: history(0.1), fast: history(1) });
  expect(named.runs.map(({ name }) => name)).toEqual(['slow', 'fast']);
  const read = readPayload(JSON.parse(JSON.stringify(named)));
  expect(read).toMatchObject({
    payload: { kind: 'comparison', runs: [{ history: { epochs: [{}, {}, { valLoss: 'NaN' }] } }, {}] }
  });
  expect(compare(history(0.1), history(1)).runs.map(({ name }) => name)).toEqual(['run 1', 'run 2']);
  const long = compare(history(0.1, 3000), history(1, 10)).runs[0].history;
  expect(long.epochs.length).toBeLessThanOrEqual(400);
  expect(long.epochCount).toBe(3000);
  expect(() => compare(history(1))).toThrow('compare expects 2 to 12 histories, got 1.');
  expect(() => compare(history(1), 3 as never)).toThrow(
    'compare expects histories, as fit returns them, got 3.'
  );
});

test.each(['=1+1', '+x', '-x', '@x', '\tx', '\rx'])(
  'toCSV keeps a spreadsheet from running the metric %j',
  name => {
    const run = history(0.5, 1);
    run.epochs[0].metrics = { [name]: 1 };
    const cell = toCSV(run).split(',')[3];
    expect(cell.replace(/^"/, '')).toMatch(/^'/);
  }
);
