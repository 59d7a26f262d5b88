import { createRequire } from 'node:module';

/** Sends printed text to the cell under execution. */
export type WriteStream = (name: string, text: string) => void;

/** Sends an output to the cell under execution. */
export type WriteDisplay = (
  content: { data: object; metadata: object; transient: object },
  update: boolean
) => void;

export interface ExecuteRequest {
  code: string;
  silent?: boolean;
  stop_on_error?: boolean;
}

export interface ExecuteReply {
  status: string;
  execution_count?: number;
  [more: string]: unknown;
}

/** The position of the cursor in a cell. */
export interface CursorRequest {
  code: string;
  cursor_pos: number;
}

/** What runs cells for the handler. */
export interface Executor {
  execute(code: string): Promise<boolean>;
  inspect(code: string, position: number): unknown;
  complete(code: string, position: number): { start: number; end: number; candidates: string[] };
  reset(): void;
  interrupt(): void;
  close(): void;
  locals: object;
}

/** tslab's handler of requests, as far as it is extended. */
export interface Handler {
  execCount: number;
  handleExecute(request: ExecuteRequest, write: WriteStream, display: WriteDisplay): Promise<ExecuteReply>;
  handleExecuteImpl(request: ExecuteRequest, write: WriteStream, display: WriteDisplay): Promise<unknown>;
  createWriteToIopub(name: string, write: WriteStream): (text: string | Uint8Array) => boolean;
  handleInspect(request: CursorRequest): object;
}

/** A message of the Jupyter protocol, as tslab reads and writes it. */
export interface Message {
  header: { msg_type: string };
  content: object;
  createReply(): Message;
  signAndSend(key: string, socket: unknown): void;
}

/** tslab's server on the Jupyter wire, as far as it is extended. */
export interface Server {
  handler: Handler;
  connInfo: { key: string };
  iopub: unknown;
  handleExecute(socket: unknown, message: Message): Promise<void>;
  init(): Promise<void>;
}

// A class to be extended takes any arguments: TypeScript's rule for mixins.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Class<T> = new (...args: any[]) => T;

/** What is extended of tslab. */
export interface TslabModules {
  Handler: Class<Handler>;
  Server: Class<Server>;
}

/** The methods that are extended or called, by class. */
const NEEDED = {
  JupyterHandlerImpl: ['handleExecute', 'handleExecuteImpl', 'createWriteToIopub', 'handleInspect'],
  ZmqServer: ['handleExecute', 'init']
};

/** tslab's classes; the name of the first that this version lacks, as a text. */
export function tslabModules(
  load: (file: string) => object = createRequire(__filename)
): TslabModules | string {
  let jupyter: Record<string, Class<object> | undefined>;
  try {
    jupyter = load('tslab/dist/jupyter.js') as typeof jupyter;
  } catch {
    return 'tslab/dist/jupyter.js';
  }
  for (const [name, methods] of Object.entries(NEEDED)) {
    const missing = methods.find(method => !(method in (jupyter[name]?.prototype ?? {})));
    if (missing) {
      return `${name}.${missing}`;
    }
  }
  return {
    Handler: jupyter.JupyterHandlerImpl as Class<Handler>,
    Server: jupyter.ZmqServer as Class<Server>
  };
}
