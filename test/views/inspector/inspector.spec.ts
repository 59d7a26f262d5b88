import { Linear, MSELoss, Module, SGD, Sequential, Tanh, manualSeed } from '../../../src/engine';
import { fit } from '../../../src/kernel';
import { encodeReport, record, snapshotModel } from '../../../src/trace';
import { addressOf, columnsOf, orderOf, rowOf } from '../../../src/views/inspector/columns';
import { historiesToCSV, tableToCSV } from '../../../src/views/inspector/csvExport';
import { Seen, entriesOf } from '../../../src/views/inspector/entries';
import { runPlaces } from '../../../src/views/inspector/runOrder';
import { InspectorModel } from '../../../src/views/inspector/inspectorModel';
import { historyOf } from '../../../src/views/inspector/weightHistory';

const input = [
  [1, 2],
  [-0.5, 0.25]
];
const target = [[1], [0]];

const seen = (payload: unknown, count: number, kernel = 0): Seen => ({
  id: `c${count}/0`,
  cell: `c${count}`,
  count,
  time: count,
  kernel,
  payload: JSON.parse(JSON.stringify(payload)) as Seen['payload']
});

/** A notebook: a model made, trained two steps, changed by hand, trained a step; and another model beside it. */
function notebook(): { cells: Seen[]; model: Module; loss: number } {
  manualSeed(5);
  const model = new Sequential(new Linear(2, 3), new Tanh(), new Linear(3, 1));
  const other = new Sequential(new Linear(2, 1));
  const loss = new MSELoss();
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const cells = [seen(snapshotModel(model), 1)];
  cells.push(seen(record(model, { input, target, loss, optimizer, iterations: 2 }), 2));
  cells.push(seen(snapshotModel(other), 3));
  model.parameters()[0].data[4] = 7;
  cells.push(seen(snapshotModel(model), 4), seen(snapshotModel(model), 5));
  cells.push(seen(record(model, { input, target, loss, optimizer }), 6));
  return { cells, model, loss: loss.forward(model.forward(input), target) };
}

describe('the cells of a notebook', () => {
  test('say what happened, and to which model', () => {
    const { cells, loss } = notebook();
    const entries = entriesOf(cells);
    expect(entries.map(({ happened }) => happened.message)).toEqual([
      'made · %1 parameters',
      '%1 steps · %2',
      'made · %1 parameters',
      'edited · %1',
      'shown, not changed',
      '1 step · %1'
    ]);
    expect(entries[3].happened.args).toEqual(['0.weight[2,0]']);
    expect(new Set(entries.map(({ modelId }) => modelId)).size).toBe(2);
    expect(entries[5].loss.after).toBe(loss);
    expect(entries[4].change).toBe(0);
    expect(entries[1].change).toBeGreaterThan(0);
  });

  test('end a run that restored its best weights with the loss of their epoch', async () => {
    manualSeed(5);
    const model = new Sequential(new Linear(2, 3), new Tanh(), new Linear(3, 1));
    // What is learnt is not what is asked: the validation loss rises from the first epoch on.
    const run = await fit(model, {
      train: { input, target },
      validation: { input, target: target.map(([y]) => [-5 * y - 1]) },
      optimizer: new SGD(model.parameters(), { lr: 0.3 }),
      loss: new MSELoss(),
      epochs: 20,
      lines: 0,
      earlyStopping: { patience: 3 }
    });
    const report = encodeReport(run);
    const [{ loss, after, happened }] = entriesOf([seen(report, 1)]);
    const { epochs, best } = run;
    expect(run.stopped).toBe('early');
    expect(epochs.length).toBeGreaterThan(best!.epoch);
    expect(happened.args).toEqual([String(epochs.length), 'SGD']);
    expect(loss).toEqual({ before: epochs[0].loss, after: epochs[best!.epoch - 1].loss });
    expect(loss.after).not.toBe(epochs[epochs.length - 1].loss);
    expect(Array.from(after!.get('0.weight')!.data)).toEqual(Array.from(model.parameters()[0].data));
  });

  test('tell loaded weights from edited ones', () => {
    const { model } = notebook();
    const state = JSON.parse(
      JSON.stringify(Object.fromEntries(model.namedParameters().map(([n, p]) => [n, p.toArray()])))
    );
    const cells = [seen(snapshotModel(model), 1)];
    state['0.bias'] = [1, 2, 3];
    model.loadStateDict(state);
    cells.push(seen(snapshotModel(model), 2));
    model.parameters()[0].data[0] += 1;
    model.parameters()[0].data[1] += 1;
    cells.push(seen(snapshotModel(model), 3));
    expect(entriesOf(cells).map(({ happened }) => happened)).toMatchObject([
      { message: 'made · %1 parameters' },
      { message: 'loaded · %1 of %2 parameters changed', args: [3, 13] },
      { message: 'changed by hand · %1 of %2 parameters', args: [2, 13] }
    ]);
  });

  test('are ordered by execution, not by position', () => {
    const { cells } = notebook();
    const moved = [cells[5], ...cells.slice(0, 5)];
    const happened = entriesOf(moved).map(({ happened: { message } }) => message);
    expect(happened[0]).toBe('1 step · %1');
    expect(happened[4]).toBe('edited · %1');
  });

  test('tell models of two kernels apart, even with the same name', () => {
    const { cells } = notebook();
    const later = [cells[3], cells[5]].map(each => ({ ...each, kernel: 1, time: each.time + 9 }));
    const entries = entriesOf([...cells.slice(0, 2), ...later]);
    expect(entries[2].modelId).toBe(entries[0].modelId);
    expect(entries[2].happened.message).toBe('made · %1 parameters');
    const points = historyOf(entries, entries[3], '0.weight[2,0]');
    expect(new Set(points.map(({ entry }) => entry))).toEqual(new Set(['c4/0', 'c6/0']));
  });
});

describe('the execution order', () => {
  const places = (...cells: [count: number | null, run?: number][]): string[] =>
    runPlaces(cells.map(([count, run]) => ({ count, run }))).map(({ time, kernel }) => `${time}/${kernel}`);

  test('follows the execution counts of one kernel', () => {
    expect(places([3], [1], [2])).toEqual(['2/0', '0/0', '1/0']);
    // Without a count, or with one twice, they come as they stand.
    expect(places([3], [null], [4])).toEqual(['0/0', '1/0', '2/0']);
    expect(places([1], [2], [2], [5])).toEqual(['0/0', '1/0', '2/1', '3/1']);
  });

  test('puts executions seen by this page last, and starts anew after a restart', () => {
    // Saved as 1, 2, 7; then a new kernel, in which the second and the first were run.
    expect(places([2, 1], [1, 0], [7])).toEqual(['2/1', '1/1', '0/0']);
    // In the same kernel, which goes on.
    expect(places([8, 0], [2], [7])).toEqual(['2/0', '0/0', '1/0']);
    // Restarted while the page looks on; the last one is running.
    expect(places([1, 3], [2, 1], [3, 2], [null, 4])).toEqual(['2/1', '0/0', '1/0', '3/1']);
  });
});

describe('the columns', () => {
  const { cells, model } = notebook();
  const entries = entriesOf(cells);
  const last = entries[5];
  const columns = columnsOf(last.before, last.after!, null);

  test('hold every weight, before and after', () => {
    expect(columns.length).toBe(13);
    const after = model.namedParameters().flatMap(([, { data }]) => Array.from(data));
    expect(Array.from(columns.after)).toEqual(after);
    expect(columns.before[4]).toBe(7);
    columns.step.forEach((step, i) => expect(step).toBe(columns.after[i] - columns.before[i]));
    expect([...columns.known]).not.toContain('grad');
  });

  test('map rows to addresses and back', () => {
    for (let row = 0; row < columns.length; row++) {
      expect(rowOf(columns, addressOf(columns, row))).toBe(row);
    }
    expect(addressOf(columns, 4)).toBe('0.weight[2,0]');
    for (const none of ['0.weight[3,0]', '0.weight[0]', 'x.weight[0,0]', '', '[']) {
      expect(rowOf(columns, none)).toBe(-1);
    }
  });

  test('are sorted by size, NaN last, and searched', () => {
    const order = orderOf(columns, { column: 'before', direction: -1 }, '');
    expect(order[0]).toBe(4);
    const sizes = Array.from(order, row => Math.abs(columns.before[row]));
    expect(sizes).toEqual(sizes.slice().sort((a, b) => b - a));
    const unknown = orderOf(columnsOf(null, last.after!, null), { column: 'step', direction: 1 }, '');
    expect(Array.from(unknown)).toEqual(Array.from({ length: 13 }, (_, i) => i));
    expect(Array.from(orderOf(columns, null, ' BIAS[1'), row => addressOf(columns, row))).toEqual([
      '0.bias[1]'
    ]);
  });

  test('are written to CSV with full precision, without formulas', () => {
    const csv = tableToCSV(columns, orderOf(columns, null, 'weight[2,0]'));
    expect(csv).toBe(
      `parameter,before,step,after,relative\n"0.weight[2,0]",${[columns.before, columns.step, columns.after, columns.relative].map(column => String(column[4])).join()}\n`
    );
    const histories = [{ address: '=SUM(1)', points: [] }];
    expect(historiesToCSV(histories, () => '')).toBe('parameter,update,cell,value,loss,lr\n');
  });
});

test('follows a weight through every cell of its model, update by update', () => {
  const { cells } = notebook();
  const entries = entriesOf(cells);
  const points = historyOf(entries, entries[0], '0.weight[2,0]');
  expect(points.map(({ time }) => time)).toEqual([0, 0, 1, 2, 2, 2, 2, 3]);
  expect(points[0].value).toBe(points[1].value);
  expect(points.slice(4, 7).map(({ value }) => value)).toEqual([7, 7, 7]);
  expect(points[1]).toMatchObject({ lr: 0.1, entry: 'c2/0' });
  expect(historyOf(entries, entries[0], '9.weight[0,0]')).toEqual([]);
});

describe('the inspector’s state', () => {
  test('chooses the newest cell, keeps the selection, and drops removed cells', () => {
    const { cells } = notebook();
    const model = new InspectorModel();
    model.read('a.ipynb', cells.slice(0, 2));
    expect(model.chosen?.id).toBe('c2/0');
    expect(model.iterations).toBe(2);
    model.read('a.ipynb', cells.slice(0, 3));
    expect(model.chosen?.id).toBe('c3/0');
    model.choose('c2/0');
    model.read('a.ipynb', cells.slice(0, 2));
    model.iteration = 1;
    const { before } = model.columns!;
    expect(before[0]).not.toBe(model.chosen!.before!.get('0.weight')!.data[0]);
    model.select('0.bias[1]');
    model.read('a.ipynb', cells);
    expect([model.chosen?.id, model.selected, model.iteration]).toEqual(['c2/0', '0.bias[1]', 1]);
    expect(model.comparable.map(({ id }) => id)).toEqual(['c1/0', 'c4/0', 'c5/0', 'c6/0']);
    model.compare('c1/0');
    expect(model.columns!.before[0]).toBe(entriesOf(cells)[0].after!.get('0.weight')!.data[0]);
    model.read('a.ipynb', cells.slice(2));
    expect([model.chosen?.id, model.compared]).toEqual(['c6/0', null]);
    model.read('b.ipynb', []);
    expect([model.chosen, model.selected, model.columns, model.order.length]).toEqual([null, '', null, 0]);
  });
});
