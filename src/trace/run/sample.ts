import { DataLoader, Tensor } from '../../engine';
import type { Batch, FitOptions } from '../../engine';
import { sizeOf } from '../../engine/tensor';
import { encodeTensor } from '../encoding';
import type { DataSample } from './runRecord';

type Data = FitOptions['train'];

/** Samples that a run keeps of its data. */
const SAMPLES = 256;
/** Numbers in these samples. */
const SAMPLE_NUMBERS = 8192;

/** All samples of a dataset or a loader; null for an iterable of batches. */
export function allSamples(data: Data | undefined): Batch | null {
  if (!data || !(data instanceof DataLoader || 'input' in data)) {
    return null;
  }
  return { input: Tensor.from(data.input, 'input'), target: Tensor.from(data.target, 'target') };
}

/** Selects evenly spaced samples, in order. */
export function thinned({ input, target }: Batch, numbers = SAMPLE_NUMBERS, most = SAMPLES): Batch {
  const total = input.shape[0];
  const each = sizeOf(input.shape.slice(1)) + sizeOf(target.shape.slice(1));
  const count = Math.min(total, most, Math.max(1, Math.floor(numbers / each)));
  const chosen = Array.from({ length: count }, (_, i) => Math.floor((i * total) / count));
  return { input: chosenRows(input, chosen), target: chosenRows(target, chosen) };
}

function chosenRows({ shape, data }: Tensor, chosen: number[]): Tensor {
  const size = sizeOf(shape.slice(1));
  const result = new Tensor([chosen.length, ...shape.slice(1)]);
  chosen.forEach((row, i) => result.data.set(data.subarray(row * size, (row + 1) * size), i * size));
  return result;
}

/** The first samples of a batch. */
export function head({ input, target }: Batch, count: number): Batch {
  const chosen = Array.from({ length: Math.min(count, input.shape[0]) }, (_, i) => i);
  return { input: chosenRows(input, chosen), target: chosenRows(target, chosen) };
}

export const encodeSample = (samples: Batch, total: number): DataSample => ({
  input: encodeTensor(samples.input),
  target: encodeTensor(samples.target),
  total
});
