import { Sequential, Tensor } from '../../engine';
import { layers, losses, moduleOf } from '../../engine/registry';
import { sizeOf } from '../../engine/tensor';
import { decodeTensor } from '../encoding';
import type { DataSample, RunRecord } from '../run/runRecord';
import type { LayerSpec, TensorData } from '../trace';
import { attempt, fail } from './problem';

type Samples = Pick<DataSample, 'input' | 'target'>;

/** Multiplications above which the samples are not passed through a model to check them. */
const AFFORDABLE = 2e7;

/**
 * Checks samples against the model and the loss of a run: the first sample passes through the layers, every index names
 * a row of an Embedding, and the loss takes every target. A model or a loss of user-defined types is not checked.
 * @param numbers how many numbers the model's parameters have
 * @throws TraceError
 */
export function checkSamples(
  { input, target }: Samples,
  { model, loss }: Pick<RunRecord, 'model' | 'loss'>,
  numbers: number,
  place: string
): void {
  if (input.shape.length < 2 || target.shape.length < 1 || input.shape[0] !== target.shape[0]) {
    fail(place, 'has not a target for every sample');
  }
  checkIndices(model[0], input, `${place}.input`);
  const rows = input.shape.slice(1, -1).reduce((product, n) => product * n, 1);
  if (model.some(({ type }) => !Object.hasOwn(layers, type)) || numbers * rows > AFFORDABLE) {
    return;
  }
  const output = attempt(`${place}.input`, () => {
    const made = model.map(({ name: _name, type, ...options }) => moduleOf({ type, options }));
    return new Sequential(...made).eval().forward(firstOf(decodeTensor(input)));
  });
  if (Object.hasOwn(losses, loss.type)) {
    const outputs = repeated(output, target.shape[0]);
    attempt(`${place}.target`, () => losses[loss.type].from(loss).shares(outputs, decodeTensor(target)));
  }
}

/** Checks that an input names rows of an Embedding. @throws TraceError */
export function checkIndices(layer: LayerSpec, input: TensorData, place: string): void {
  if (layer.type !== 'Embedding') {
    return;
  }
  const rows = Number(layer.numEmbeddings);
  const bad = decodeTensor(input).data.find(i => !(Number.isInteger(i) && i >= 0 && i < rows));
  if (bad !== undefined) {
    fail(place, 'holds %1, expected whole numbers from 0 to %2', bad, rows - 1);
  }
}

const firstOf = ({ shape: [, ...rest], data }: Tensor): Tensor =>
  new Tensor([1, ...rest], data.slice(0, sizeOf(rest)));

/** A tensor of one sample, repeated. */
function repeated({ shape: [, ...rest], data }: Tensor, samples: number): Tensor {
  const all = new Tensor([samples, ...rest]);
  for (let s = 0; s < samples; s++) {
    all.data.set(data, s * data.length);
  }
  return all;
}
