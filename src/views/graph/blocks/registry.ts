import { BlockKind, kindOf } from './block';
import { dropout } from './dropout';
import { embedding } from './embedding';
import { feedForward } from './feedForward';
import { batchNorm, layerNorm, rmsNorm } from './norms';
import { residual } from './residual';
import { softmax } from './softmax';

/** The layers that are drawn as blocks, by type. A new one is a file and a line here. */
export const blocks: Record<string, BlockKind> = {
  BatchNorm1d: kindOf(batchNorm),
  Dropout: kindOf(dropout),
  Embedding: kindOf(embedding),
  FeedForward: kindOf(feedForward),
  LayerNorm: kindOf(layerNorm),
  RMSNorm: kindOf(rmsNorm),
  Residual: kindOf(residual),
  Softmax: kindOf(softmax)
};

/** The block of a type; null for one that is drawn as a row of numbers. */
export const blockOf = (type: string): BlockKind | null =>
  Object.hasOwn(blocks, type) ? blocks[type] : null;
