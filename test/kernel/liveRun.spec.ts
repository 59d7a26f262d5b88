/** What the output of a run holds while the run goes on, and what an interrupt does to it. */
import { BCELoss, FitOptions, Linear, SGD, Sequential, Sigmoid, fit, manualSeed } from '../../src/kernel';
import { MIME_TYPE } from '../../src/trace/mime';
import type { HistoryReport } from '../../src/trace';
import { kernel, lastReport, lastText, newExecution, sent } from './kernelOutputs';

jest.mock('../../src/kernel/tslab', () => ({ tslab: () => kernel }));

beforeEach(() => {
  sent.length = 0;
  newExecution();
});

function run(epochs: number, more: Partial<FitOptions> = {}): ReturnType<typeof fit> {
  manualSeed(0);
  const model = new Sequential(new Linear(1, 1), new Sigmoid());
  const train = { input: [[0], [1]], target: [[0], [1]] };
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  return fit(model, { train, loss: new BCELoss(), optimizer, epochs, ...more });
}

const reports = (): HistoryReport[] => sent.map(bundle => bundle[MIME_TYPE] as HistoryReport);
const interrupt = (): boolean => process.emit('SIGINT');
const after = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

test('every output of a live run has a static version, made seldom, which tells the run as past', async () => {
  const start = performance.now();
  // A slow machine is given fewer views.
  const timer = setInterval(() => {
    const hasPicture = String(sent[sent.length - 1]['text/html']).includes('data:image/svg+xml');
    if ((hasPicture && sent.length > 5) || performance.now() - start > 20_000) {
      clearInterval(timer);
      interrupt();
    }
  }, 100);
  await run(1e7);
  for (const bundle of sent) {
    expect(Object.keys(bundle).sort()).toEqual([MIME_TYPE, 'text/html', 'text/latex', 'text/plain'].sort());
  }
  // The last two are of the interrupt and of the end.
  const live = sent.slice(0, -2);
  for (const format of ['text/html', 'text/latex', 'text/plain']) {
    expect(String(live[live.length - 1][format]).replace(/(\s|\\text|[{}\\])+/g, ' ')).toMatch(
      /This run was going on when it was saved: epoch \d+ of 10000000; what came after is not here\./
    );
  }
  expect(live[live.length - 1]['text/html']).toContain('data:image/svg+xml');
  const versions = new Set(live.map(bundle => bundle['text/html'])).size;
  expect(versions).toBeGreaterThan(1);
  expect(versions).toBeLessThanOrEqual(2 + (performance.now() - start) / 1000);
  expect(lastText()).toContain('It was interrupted.');
  expect(lastText()).not.toContain('going on');
}, 30_000);

test('no time left is told at first', async () => {
  setTimeout(interrupt, 900);
  await run(1e7);
  expect(reports().length).toBeGreaterThan(2);
  expect(reports().every(({ progress }) => progress?.left === undefined)).toBe(true);
});

test('an interrupt that has to wait is shown at once: stopping', async () => {
  let release: () => void = () => undefined;
  const onEpoch = (): Promise<void> => new Promise(resolve => (release = resolve));
  const running = run(5, { onEpoch });
  await after(50);
  interrupt();
  expect(lastReport().progress).toMatchObject({ stopping: true, epoch: 2, epochs: 5 });
  expect(lastReport().progress!.left).toBeUndefined();
  release();
  const history = await running;
  expect([history.stopped, history.epochs.length]).toEqual(['aborted', 1]);
  expect(lastReport()).toMatchObject({ stopped: 'aborted' });
  expect(lastReport().progress).toBeUndefined();
});

test('a second run of the same cell that is interrupted ends the cell, one of another cell does not', async () => {
  const stopped = async (): Promise<string> => {
    setTimeout(interrupt, 60);
    return run(1e7).then(
      ({ stopped = '' }) => stopped,
      (error: Error) => error.message
    );
  };
  expect(await stopped()).toBe('aborted');
  expect(await stopped()).toMatch(/^fit: stopped for the second time in this cell/);
  // Its view tells the truth all the same.
  expect(lastReport().stopped).toBe('aborted');
  newExecution();
  expect(await stopped()).toBe('aborted');
});
