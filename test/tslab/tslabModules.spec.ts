import { tslabModules } from '../../src/tslab/tslabModules';

class Handler {
  handleExecute(): void {}
  handleExecuteImpl(): void {}
  createWriteToIopub(): void {}
  handleInspect(): void {}
}
class Server {
  handleExecute(): void {}
  init(): void {}
}

test('gives the classes of a tslab that has all that is extended', () => {
  const load = (): object => ({ JupyterHandlerImpl: Handler, ZmqServer: Server });
  expect(tslabModules(load)).toEqual({ Handler, Server });
});

test('names the method or the file that another tslab lacks', () => {
  class Other {
    init(): void {}
  }
  expect(tslabModules(() => ({ JupyterHandlerImpl: Handler, ZmqServer: Other }))).toBe(
    'ZmqServer.handleExecute'
  );
  expect(tslabModules(() => ({}))).toBe('JupyterHandlerImpl.handleExecute');
  const missing = (): object => {
    throw new Error('MODULE_NOT_FOUND');
  };
  expect(tslabModules(missing)).toBe('tslab/dist/jupyter.js');
});
