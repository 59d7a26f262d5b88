/** What an interrupt and an error do to a cell and to those behind it, and when output goes out. */
import { KernelClient } from './kernelClient';

let kernel: KernelClient;
beforeAll(async () => {
  kernel = await new KernelClient().start();
}, 120_000);
afterAll(() => kernel.stop());

/** A moment as it passes before a reader's click. */
const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 200));

/** Runs a cell and interrupts it once it has printed a text. */
async function interrupted(code: string, text: string): ReturnType<KernelClient['run']> {
  const running = kernel.run(code);
  await kernel.printed(text);
  await pause();
  kernel.interrupt();
  return running;
}

test('an interrupt ends a loop without end, and keeps what the cell has declared', async () => {
  const ran = await interrupted(
    "const kept = 7; console.log('loop 1'); while (true); const lost = 1;",
    'loop 1'
  );
  expect(ran.errors).toEqual([expect.objectContaining({ ename: 'KeyboardInterrupt' })]);
  expect((await kernel.run('kept')).stdout).toBe('7\n');
  expect((await kernel.run('lost')).errors[0].evalue).toMatch(/Cannot find name 'lost'/);
});

test('an interrupt ends a cell that awaits, with finally and without catch', async () => {
  const ran = await interrupted(
    "const during = 8; try { setTimeout(() => console.log('wait 1'), 10); await new Promise(() => {}); } catch { console.log('caught'); } finally { console.log('finally'); }",
    'wait 1'
  );
  expect(ran.errors[0].ename).toBe('KeyboardInterrupt');
  expect(ran.stdout).toBe('wait 1\nfinally\n');
  expect((await kernel.run('during')).stdout).toBe('8\n');
});

test('an interrupt ends a loop after an await', async () => {
  const ran = await interrupted(
    "await new Promise(r => setTimeout(r, 80)); const then = 9; console.log('loop 2'); for (;;);",
    'loop 2'
  );
  expect(ran.errors[0].ename).toBe('KeyboardInterrupt');
  expect((await kernel.run('then')).stdout).toBe('9\n');
});

test('interrupts twice in a row, and of an idle kernel, leave the kernel alive', async () => {
  for (let i = 0; i < 5; i++) {
    const running = kernel.run(`console.log('twice ${i}'); for (;;);`);
    await kernel.printed(`twice ${i}`);
    await pause();
    kernel.interrupt();
    await pause();
    kernel.interrupt();
    expect((await running).errors[0].ename).toBe('KeyboardInterrupt');
    await pause();
    kernel.interrupt();
    await pause();
    expect((await kernel.run('1 + 1')).stdout).toBe('2\n');
  }
  expect(kernel.isAlive).toBe(true);
});

test('an interrupt of fit keeps the history, and the cells that wait are not run', async () => {
  await kernel.run(
    "import { Linear, MSELoss, SGD, fit } from 'stepgrad'; const model = new Linear(1, 1); const train = { input: [[1], [2]], target: [[1], [2]] };"
  );
  const running = kernel.run(
    "const history = await fit(model, { onEpoch: ({ epoch }) => void (epoch === 2 && console.log('fits')), train, loss: new MSELoss(), optimizer: new SGD(model.parameters(), { lr: 0.01 }), epochs: 1e9 });\nhistory.stopped"
  );
  const first = kernel.run("console.log('first')");
  const second = kernel.run("console.log('second')");
  await kernel.printed('fits');
  kernel.interrupt();
  expect((await running).stdout).toBe('fits\naborted\n');
  expect((await first).errors[0].evalue).toMatch(/^Not run: the training .* was stopped/);
  expect((await second).reply.status).toBe('aborted');
  expect((await second).messages.filter(({ header }) => header.msg_type !== 'status')).toEqual([]);
  expect((await kernel.run('history.epochs.length > 0')).stdout).toBe('true\n');
});

test('after an error the cells that were queued are aborted, also behind a cell that never paused', async () => {
  const failing = kernel.run(
    "const until = Date.now() + 300; while (Date.now() < until); throw new Error('stop');"
  );
  const queued = [1, 2, 3].map(i => kernel.run(`console.log(${i})`));
  expect((await failing).reply.status).toBe('error');
  expect((await Promise.all(queued)).map(({ reply }) => reply.status)).toEqual([
    'aborted',
    'aborted',
    'aborted'
  ]);
  // A cell that is run after the error runs, however soon.
  expect((await kernel.run("console.log('soon')")).stdout).toBe('soon\n');
});

test('after an error the queued cells run if the front end says so', async () => {
  const failing = kernel.run("throw new Error('go on')", { stop_on_error: false });
  const next = kernel.run("console.log('next')");
  expect((await failing).reply.status).toBe('error');
  expect((await next).stdout).toBe('next\n');
});

test('output goes out while a cell computes without a pause', async () => {
  const start = Date.now();
  const running = kernel.run(
    "console.log('early'); const end = Date.now() + 1500; while (Date.now() < end) { console.log('.'); }"
  );
  await kernel.printed('early');
  const early = Date.now() - start;
  await running;
  expect(early).toBeLessThan(Date.now() - start - 1000);
});

test('thins a flood of output, keeps its beginning and its end, and says so', async () => {
  const { stdout, messages } = await kernel.run("for (let i = 0; i < 200_000; i++) console.log('line', i)");
  expect(stdout).toMatch(/^line 0\nline 1\n[^]*\n… \d+ lines are left out: [^]*\nline 199999\n$/);
  expect(stdout.length).toBeLessThan(150_000);
  expect(messages.length).toBeLessThan(100);
});

test('completes options, with names of earlier cells elsewhere', async () => {
  const complete = async (code: string): Promise<string[]> => {
    const { matches, status } = await kernel.request('complete_request', { code, cursor_pos: code.length });
    expect(status).toBe('ok');
    return matches as string[];
  };
  expect(await complete('new SGD(model.parameters(), { ')).toEqual(
    expect.arrayContaining(['lr', 'momentum', 'weightDecay', 'nesterov'])
  );
  expect((await complete('new SGD(model.parameters(), { '))[0]).not.toBe('model');
  expect(await complete('hist')).toContain('history');
  expect(await complete('model.wei')).toContain('weight');
});

test('explains a name in Markdown, with formula and shapes', async () => {
  const code = 'new SGD(model.parameters(), { lr: 0.1 })';
  const { found, data } = await kernel.request('inspect_request', { code, cursor_pos: 5, detail_level: 0 });
  expect(found).toBe(true);
  expect(data['text/markdown']).toMatch(/^```typescript\n[^]*SGD[^]*```\n\n/);
  expect(data['text/markdown']).toMatch(/momentum/);
  const inside = await kernel.request('inspect_request', { code: 'fit(', cursor_pos: 4, detail_level: 0 });
  expect(inside.data['text/markdown']).toMatch(/fit\(model: Module, options: FitOptions\)/);
  expect(
    (await kernel.request('inspect_request', { code: '   ', cursor_pos: 1, detail_level: 0 })).found
  ).toBe(false);
});

test('tells the number of a cell before its outputs', async () => {
  const { messages, reply } = await kernel.run('1');
  const types = messages.map(({ header }) => header.msg_type);
  expect(types).toEqual(['status', 'execute_input', 'stream', 'status']);
  expect(messages[1].content).toEqual({ code: '1', execution_count: reply.execution_count });
});
