import { languageOf, translator } from './language';
import { ExecuteRequest, tslab } from './tslab';

/** Executions requested since the last interrupt; null if the kernel's handlers are in place. */
let later: WeakSet<ExecuteRequest> | null = null;

/** A cell that ends in an error at once. tslab prints a thrown text without a stack. */
function refusal(): string {
  const translate = translator(languageOf());
  const text = translate(
    'Not run: the training that this cell waited for was stopped (■). Its model keeps what it has learnt so far; run this cell if that is enough.'
  );
  return `throw ${JSON.stringify(text)}`;
}

/**
 * Refuses the executions that wait in the kernel's queue. An interrupt is to stop "Run All", but a cell whose training
 * was stopped ends well, so that its variables survive, and the kernel would begin the next cell. So the next cell
 * ends in an error instead, and the kernel drops the others, as after any error. An execution that is requested after
 * the interrupt runs. The kernel's handlers are replaced until the next execution begins.
 */
export function refuseWaiting(): void {
  const handler = tslab()?.JupyterHandlerImpl?.prototype;
  const { handleExecute, handleExecuteImpl } = handler ?? {};
  if (!handler || !handleExecute || !handleExecuteImpl) {
    return;
  }
  const isReplaced = later !== null;
  const since = (later = new WeakSet());
  if (isReplaced) {
    return;
  }
  handler.handleExecute = function (request, ...rest) {
    later?.add(request);
    return handleExecute.call(this, request, ...rest);
  };
  handler.handleExecuteImpl = function (request, ...rest) {
    const isAllowed = (later ?? since).has(request);
    later = null;
    Object.assign(handler, { handleExecute, handleExecuteImpl });
    return handleExecuteImpl.call(this, isAllowed ? request : { ...request, code: refusal() }, ...rest);
  };
}
