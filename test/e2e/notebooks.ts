/** Writes notebooks for the tests, in a folder from which `import … from 'stepgrad'` works. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { BCELoss, Linear, SGD, Sequential, Sigmoid, manualSeed, record } from 'stepgrad';
import type { HistoryReport, RunRecord } from '../../src/trace';
import type { Trace } from './trace';

export const MIME = 'application/vnd.stepgrad.v1+json';
const root = join(__dirname, '..', '..');
/** The folder of this worker: another may write a notebook of the same name. */
const folder = join(process.env.STEPGRAD_E2E_NOTEBOOKS!, process.env.TEST_PARALLEL_INDEX ?? '0');

export interface Output {
  output_type: string;
  name?: string;
  text?: string | string[];
  data?: Record<string, unknown>;
}
export interface Cell {
  cell_type: string;
  source: string | string[];
  execution_count?: number | null;
  outputs?: Output[];
}

/** A cell to be run. */
export const code = (...lines: string[]): Cell => ({
  cell_type: 'code',
  source: lines.join('\n'),
  outputs: []
});

/** A cell with a saved output, of any payload. */
export const saved = (payload: unknown, source = '// saved'): Cell => {
  const data = { [MIME]: payload, 'text/plain': 'network' };
  return { cell_type: 'code', source, outputs: [{ output_type: 'display_data', data }] };
};

/** Writes a notebook. @returns its path as Lab names it */
export function write(name: string, cells: Cell[]): string {
  const whole = cells.map((cell, i) => ({
    id: `cell-${i}`,
    metadata: {},
    ...cell,
    ...(cell.cell_type === 'code' ? { execution_count: cell.execution_count ?? null } : {}),
    ...(cell.outputs && { outputs: cell.outputs.map(output => ({ metadata: {}, ...output })) })
  }));
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  const notebook = { cells: whole, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
  return put(name, JSON.stringify(notebook));
}

/** Copies a lesson, so that the original is never changed. */
export const copy = (lesson: string): string =>
  put(lesson, readFileSync(join(root, 'notebooks', lesson), 'utf8'));

/** Reads the notebook on disk. */
export const read = (path: string): { cells: Cell[] } => JSON.parse(readFileSync(join(root, path), 'utf8'));

function put(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return relative(root, file).split('\\').join('/');
}

/** The traces among the outputs of a notebook, in order, each by the index of its cell. */
export function tracesOf(cells: Cell[]): { cell: number; trace: Trace }[] {
  return cells.flatMap(({ outputs = [] }, cell) =>
    outputs
      .map(({ data }) => data?.[MIME] as (Trace & { kind: string }) | undefined)
      .filter(payload => payload?.kind === 'trace')
      .map(trace => ({ cell, trace: trace! }))
  );
}

/** The training runs among the outputs of a notebook: at most one per cell. */
export function runsOf(cells: Cell[]): (HistoryReport & { cell: number; record: RunRecord })[] {
  return cells.flatMap(({ outputs = [] }, cell) =>
    outputs
      .map(({ data }) => data?.[MIME] as HistoryReport | undefined)
      .filter(payload => payload?.kind === 'history')
      .map(history => ({ ...history!, record: history!.record!, cell }))
  );
}

interface Options {
  featureNames?: string[];
  classNames?: string[];
  outputs?: number;
  lr?: number;
  /** The type of the second layer only. */
  lr2?: number;
  /** Numbers set before the pass, by parameter and index. */
  change?: Record<string, [number, number]>;
}

/** A 2–4–1 network as the design draws it (or 2–4–`outputs`): one pass, one sample or several. */
export function traceOf241(
  input = [[0.5, -1.2]],
  target = [[1]],
  { outputs = 1, change, lr = 0.5, lr2 = lr, ...names }: Options = {}
): Trace {
  manualSeed(0);
  const model = new Sequential({
    linear1: new Linear(2, 4),
    sigmoid1: new Sigmoid(),
    linear2: new Linear(4, outputs),
    sigmoid2: new Sigmoid()
  });
  for (const [name, parameter] of model.namedParameters()) {
    if (change?.[name]) {
      const [at, value] = change[name];
      parameter.data[at] = value;
    }
  }
  const params = model.parameters();
  const optimizer = new SGD([{ params: params.slice(0, 2) }, { params: params.slice(2), lr: lr2 }], { lr });
  const trace = record(model, { input, target, loss: new BCELoss(), optimizer, ...names });
  return JSON.parse(JSON.stringify(trace)) as Trace;
}
