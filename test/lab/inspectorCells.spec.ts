/** Which outputs of a notebook the inspector lists, and in which order their cells were run. */
import { Signal } from '@lumino/signaling';
import type { INotebookModel, Notebook } from '@jupyterlab/notebook';
import type { IOutputModel } from '@jupyterlab/rendermime';
import { entryId, forget, seenIn } from '../../src/lab/inspector/cells';
import { ExecutionOrder } from '../../src/lab/inspector/executionOrder';
import { OpenOutput, find, ours, sourcesFrom } from '../../src/lab/notebooks';
import { MIME_TYPE } from '../../src/trace/mime';
import { checkPayload, historyPayload, modelPayload, tracePayload } from './payloads';

const scheduled = new Signal<object, { notebook: Notebook; cell: { model: { id: string } } }>({});
// The real package needs a page; of it, only this signal is used.
jest.mock('@jupyterlab/notebook', () => ({
  NotebookActions: {
    get executionScheduled() {
      return scheduled;
    }
  }
}));

interface CellLike {
  id: string;
  type?: string;
  count?: number | null;
  source?: string;
  outputs?: object[];
}

const outputOf = (payload: unknown): IOutputModel =>
  ({ data: { [MIME_TYPE]: payload } }) as unknown as IOutputModel;
const text = { data: { 'text/plain': 'x' } } as unknown as IOutputModel;

/** A notebook with these cells. */
const notebookOf = (...cells: CellLike[]): INotebookModel =>
  ({
    cells: cells.map(({ id, type = 'code', count = null, source = '', outputs = [] }) => ({
      id,
      type,
      executionCount: count,
      sharedModel: { getSource: () => source },
      outputs: { length: outputs.length, get: (i: number) => outputs[i] }
    }))
  }) as unknown as INotebookModel;

const run = (model: INotebookModel, id: string): void =>
  scheduled.emit({ notebook: { model } as unknown as Notebook, cell: { model: { id } } });

const idsIn = (notebook: INotebookModel): string[] =>
  seenIn(notebook, new ExecutionOrder()).map(({ id }) => id);

describe('seenIn', () => {
  it('lists traces, models and runs by cell and output', () => {
    const notebook = notebookOf(
      { id: 'a', count: 1, outputs: [text, outputOf(tracePayload())] },
      { id: 'b', count: 2, outputs: [outputOf(modelPayload()), outputOf(historyPayload(2))] }
    );
    const seen = seenIn(notebook, new ExecutionOrder());
    expect(seen.map(({ id, cell, count, payload }) => [id, cell, count, payload.kind])).toEqual([
      ['a/0', 'a', 1, 'trace'],
      ['b/0', 'b', 2, 'model'],
      ['b/1', 'b', 2, 'history']
    ]);
  });

  it('counts checks and damaged outputs without listing them', () => {
    const outputs = [outputOf(checkPayload()), outputOf({ kind: 'trace' }), outputOf(modelPayload())];
    expect(idsIn(notebookOf({ id: 'a', count: 1, outputs }))).toEqual([entryId('a', 2)]);
  });

  it('skips markdown cells', () => {
    const outputs = [outputOf(modelPayload())];
    expect(idsIn(notebookOf({ id: 'a', type: 'markdown', outputs }))).toEqual([]);
  });

  it('reads an output again only after it was forgotten', () => {
    const output = outputOf(modelPayload());
    const notebook = notebookOf({ id: 'a', count: 1, outputs: [output] });
    const kinds = (): string[] => seenIn(notebook, new ExecutionOrder()).map(({ payload }) => payload.kind);
    expect(kinds()).toEqual(['model']);
    (output.data as Record<string, unknown>)[MIME_TYPE] = tracePayload();
    expect(kinds()).toEqual(['model']);
    forget(output);
    expect(kinds()).toEqual(['trace']);
  });
});

describe('ExecutionOrder', () => {
  it('counts the cells run before one, the last run of each', () => {
    const order = new ExecutionOrder();
    const notebook = notebookOf({ id: 'a' }, { id: 'b' });
    run(notebook, 'a');
    run(notebook, 'b');
    run(notebook, 'a');
    expect(['a', 'b', 'c'].map(id => order.of(notebook, id))).toEqual([2, 1, undefined]);
  });

  it('keeps notebooks apart', () => {
    const order = new ExecutionOrder();
    const [one, other] = [notebookOf({ id: 'a' }), notebookOf({ id: 'a' })];
    run(one, 'a');
    expect([order.of(one, 'a'), order.of(other, 'a')]).toEqual([0, undefined]);
  });
});

describe('the outputs of stepgrad', () => {
  it('are those with its MIME type, in order', () => {
    const data = (x: unknown): object => ({ data: { [MIME_TYPE]: x } });
    expect(ours([data(1), { data: { 'text/plain': 'x' } }, {}, { data: null }, data(2)])).toEqual([1, 2]);
  });

  it('are found by path and cell, as long as both are there', () => {
    const model = notebookOf({ id: 'a' }, { id: 'b' });
    const panel = { context: { path: 'x.ipynb' }, content: { model } };
    const tracker = { find: (fits: (each: unknown) => boolean) => [panel].find(fits) } as never;
    const place = { path: 'x.ipynb', cell: 'b', output: 1 };
    expect(find(place, tracker)).toEqual({ ...place, panel, index: 1 });
    expect(find({ ...place, cell: 'c' }, tracker)).toBeNull();
    expect(find({ ...place, path: 'y.ipynb' }, tracker)).toBeNull();
  });

  it('come with the sources of their cell and the code cells above, from below', () => {
    const model = notebookOf(
      { id: 'a', source: 'one' },
      { id: 'b', type: 'markdown', source: 'prose' },
      { id: 'c', source: 'two' },
      { id: 'd', source: 'three' }
    );
    const output = { panel: { content: { model } }, index: 2 } as unknown as OpenOutput;
    expect(sourcesFrom(output)).toEqual(['two', 'one']);
  });
});
