import type { Translate } from '../derivation';
import type { CellExecutor } from './executor';
import type { Failure } from './failure';
import type { Host } from './host';
import { CellOutput } from './output';
import { ExecutionQueue } from './queue';
import type {
  Class,
  CursorRequest,
  ExecuteReply,
  ExecuteRequest,
  Handler,
  WriteDisplay,
  WriteStream
} from './tslabModules';

/** Publishes a message of the Jupyter protocol about a request. */
export type Publish = (type: string, content: object) => void;

/** What a handler of cells offers beside tslab's. */
export interface CellHandler extends Handler {
  /** Tells how to publish messages that tslab has not, before a request is handled. */
  attach(request: ExecuteRequest, publish: Publish): void;
}

/** tslab's handler of requests, with errors that are told, an order of executions, and output that is collected. */
export function cellHandler(
  Base: Class<Handler>,
  executor: CellExecutor,
  host: Host,
  translate: Translate
): CellHandler {
  class Extended extends Base implements CellHandler {
    private readonly queue = new ExecutionQueue();
    private readonly publishers = new WeakMap<ExecuteRequest, Publish>();
    private output: CellOutput | null = null;

    attach(request: ExecuteRequest, publish: Publish): void {
      this.publishers.set(request, publish);
    }

    override handleExecute(
      request: ExecuteRequest,
      write: WriteStream,
      display: WriteDisplay
    ): Promise<ExecuteReply> {
      return this.queue.add(
        () => this.execute(request, write, display),
        refusal => this.refused(request, refusal === 'first' && host.hasStopped)
      );
    }

    private async execute(
      request: ExecuteRequest,
      write: WriteStream,
      display: WriteDisplay
    ): Promise<ExecuteReply> {
      const output = new CellOutput(write, lines =>
        translate('… %1 lines are left out: print less, such as every 100th line.', lines)
      );
      this.output = output;
      const send: WriteDisplay = (content, update) => {
        output.flush();
        display(content, update);
      };
      host.begin();
      host.display = send;
      executor.count = this.execCount + 1;
      if (!request.silent) {
        this.publish(request, 'execute_input', { code: request.code, execution_count: executor.count });
      }
      // tslab throws the number of a cell that failed.
      await this.handleExecuteImpl(request, write, send).catch(() => undefined);
      const { failure } = executor;
      if ((failure && request.stop_on_error !== false) || host.hasStopped) {
        await this.queue.refuseWaiting();
      }
      output.end();
      return failure
        ? this.failed(request, failure, display)
        : { ...this.done(), status: 'ok', user_expressions: {}, payload: [] };
    }

    override createWriteToIopub(name: string): (text: string | Uint8Array) => boolean {
      const { output } = this;
      const decoder = new TextDecoder();
      return text => {
        output?.write(name, typeof text === 'string' ? text : decoder.decode(text));
        return true;
      };
    }

    override handleInspect({ code, cursor_pos: position }: CursorRequest): object {
      const text = executor.inspect(code, position);
      const data = text === null ? {} : { 'text/markdown': text, 'text/plain': text };
      return { status: 'ok', found: text !== null, data, metadata: {} };
    }

    private publish(request: ExecuteRequest, type: string, content: object): void {
      this.publishers.get(request)?.(type, content);
    }

    private done(): { execution_count: number } {
      return { execution_count: this.execCount };
    }

    private failed(request: ExecuteRequest, failure: Failure, display: WriteDisplay): ExecuteReply {
      const { folded, ...content } = failure;
      this.publish(request, 'error', content);
      if (folded.length > 0) {
        display({ data: foldedFrames(folded, translate), metadata: {}, transient: {} }, false);
      }
      return { ...this.done(), status: 'error', ...content };
    }

    /** A cell that is not run. @param isTold whether the cell says why */
    private refused(request: ExecuteRequest, isTold: boolean): ExecuteReply {
      if (!isTold) {
        return { ...this.done(), status: 'aborted' };
      }
      const evalue = translate(
        'Not run: the training that this cell waited for was stopped (■). Its model keeps what it has learnt so far; run this cell if that is enough.'
      );
      const content = { ename: 'NotRun', evalue, traceback: [evalue] };
      this.publish(request, 'error', content);
      return { ...this.done(), status: 'error', ...content };
    }
  }
  return new Extended(executor, false);
}

/** Frames of a stack outside the notebook, closed until a reader opens them. */
function foldedFrames(frames: string[], translate: Translate): object {
  const title = translate('… %1 more lines of the stack, outside the notebook', frames.length);
  const escaped = frames.join('\n').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return {
    'text/html': `<details><summary>${title}</summary><pre>${escaped}</pre></details>`,
    'text/plain': title
  };
}
