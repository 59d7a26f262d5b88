/** An interrupt stops what waits in tslab's queue, and nothing else. With tslab's own queue and a stub of its executor. */
import { refuseWaiting } from '../../src/kernel/waiting';
import * as jupyter from 'tslab/dist/jupyter';

jest.mock('../../src/kernel/tslab', () => ({
  tslab: () => jest.requireActual<object>('tslab/dist/jupyter')
}));

interface Reply {
  status: string;
}

/** A kernel whose cells are names: `start` resolves when a cell begins, `end` ends it. */
class Kernel {
  readonly executed: string[] = [];
  private ends = new Map<string, () => void>();
  private readonly handler = new jupyter.JupyterHandlerImpl(
    {
      execute: (code: string) => {
        this.executed.push(code);
        if (code.startsWith('throw ')) {
          return Promise.resolve(false);
        }
        return new Promise<boolean>(resolve => this.ends.set(code, () => resolve(true)));
      }
    } as never,
    false
  );

  request(code: string): Promise<Reply> {
    const none = (): void => undefined;
    return this.handler.handleExecute({ code } as never, none, none) as Promise<Reply>;
  }

  end(code: string): void {
    this.ends.get(code)!();
  }
}

const turn = (ms = 0): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));
const { stdout, stderr } = process;
const writes = [stdout.write, stderr.write];
// tslab sends what is printed to the cell.
afterEach(() => {
  [stdout.write, stderr.write] = writes as [typeof stdout.write, typeof stderr.write];
});

test('the cell that was stopped ends well, the next in an error, the others are dropped', async () => {
  const kernel = new Kernel();
  const [first, second, third] = ['fit', 'show', 'more'].map(code => kernel.request(code));
  await turn();
  refuseWaiting();
  kernel.end('fit');
  expect((await first).status).toBe('ok');
  expect((await second).status).toBe('error');
  expect((await third).status).toBe('abort');
  expect(kernel.executed).toEqual(['fit', expect.stringMatching(/^throw "Not run: .*stopped/)]);
  // After that, the kernel is as before.
  await turn(250);
  const later = kernel.request('later');
  await turn();
  kernel.end('later');
  expect((await later).status).toBe('ok');
});

test('a cell that is run after the interrupt runs, even if the stopped one has not ended yet', async () => {
  const kernel = new Kernel();
  const first = kernel.request('fit');
  await turn();
  refuseWaiting();
  const second = kernel.request('show');
  kernel.end('fit');
  await first;
  await turn();
  kernel.end('show');
  expect((await second).status).toBe('ok');
  expect(kernel.executed).toEqual(['fit', 'show']);
});

test('the last interrupt counts', async () => {
  const kernel = new Kernel();
  const first = kernel.request('fit');
  await turn();
  refuseWaiting();
  const second = kernel.request('show');
  refuseWaiting();
  kernel.end('fit');
  expect([(await first).status, (await second).status]).toEqual(['ok', 'error']);
});

test('a cell that fails by itself after the interrupt leaves the kernel as it was', async () => {
  const handlers = (): unknown[] =>
    ['handleExecute', 'handleExecuteImpl'].map(name =>
      Reflect.get(jupyter.JupyterHandlerImpl.prototype, name)
    );
  const before = handlers();
  const kernel = new Kernel();
  refuseWaiting();
  expect(handlers()).not.toEqual(before);
  expect((await kernel.request('throw 1')).status).toBe('error');
  expect(handlers()).toEqual(before);
});

test('the next cell says in Chinese why it did not run', async () => {
  process.env.STEPGRAD_LANGUAGE = 'zh-CN';
  const kernel = new Kernel();
  const [first, second] = ['fit', 'show'].map(code => kernel.request(code));
  await turn();
  refuseWaiting();
  kernel.end('fit');
  await Promise.all([first, second]);
  delete process.env.STEPGRAD_LANGUAGE;
  expect(kernel.executed[1]).toMatch(/^throw "未运行：.*已被停止/);
});
