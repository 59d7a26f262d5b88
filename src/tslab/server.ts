import type { CellHandler } from './handler';
import type { Failure } from './failure';
import type { Class, ExecuteRequest, Message, Server } from './tslabModules';

/** tslab's server, which also sends `error` messages. */
export function cellServer(Base: Class<Server>, handler: CellHandler, connection: string): Server {
  class Extended extends Base {
    override handleExecute(socket: unknown, message: Message): Promise<void> {
      handler.onError(message.content as ExecuteRequest, ({ ename, evalue, traceback }: Failure) =>
        this.publish(message, 'error', { ename, evalue, traceback })
      );
      return super.handleExecute(socket, message);
    }

    private publish(parent: Message, type: string, content: object): void {
      const message = parent.createReply();
      message.header.msg_type = type;
      message.content = content;
      message.signAndSend(this.connInfo.key, this.iopub);
    }
  }
  return new Extended(handler, connection);
}
