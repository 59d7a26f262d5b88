import { lossRemark } from '../../engine/lossRemark';
import type { Message } from '../../engine/message';
import { decodeTensor } from '../encoding';
import type { RunRecord } from './runRecord';

/** Whether the last layer of a run's model goes with its loss: what to do if not. */
export const runRemarks = (record?: Pick<RunRecord, 'model' | 'loss' | 'train'>): Message[] =>
  record
    ? lossRemark(record.model, record.loss.type, record.train && decodeTensor(record.train.target).data)
    : [];
