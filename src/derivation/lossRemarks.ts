import { lossRemark } from '../engine/lossRemark';
import type { Message } from '../engine/message';
import { Trace, decodeTensor } from '../trace';

const known = new WeakMap<Trace, Message[]>();

/** Whether the last layer of a trace's model goes with its loss: what to do if not. Memoised. */
export function lossRemarks(trace: Trace): Message[] {
  const remarks =
    known.get(trace) ?? lossRemark(trace.model, trace.loss.type, decodeTensor(trace.data.target).data);
  known.set(trace, remarks);
  return remarks;
}
