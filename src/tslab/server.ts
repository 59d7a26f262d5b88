import type { CellHandler } from './handler';
import type { Class, ExecuteRequest, Message, Server } from './tslabModules';

/** tslab's server, which also sends `execute_input` and `error` messages. */
export function cellServer(Base: Class<Server>, handler: CellHandler, connection: string): Server {
  class Extended extends Base {
    override handleExecute(socket: unknown, message: Message): Promise<void> {
      handler.attach(message.content as ExecuteRequest, (type, content) =>
        this.publish(message, type, content)
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
