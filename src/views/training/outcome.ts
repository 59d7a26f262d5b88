/** How a run's outputs are interpreted: as classes or as numbers. */
import { Module, Tensor, confusionMatrix } from '../../engine';
import { IGNORED, countedRows } from '../../engine/losses/counted';
import type { LossDomain } from '../../engine/losses/loss';
import { losses } from '../../engine/registry';
import { DataSample, Moment, RunReader, decodeTensor } from '../../trace';

/** 'binary': one output for two classes; 'classes': one output per class; 'number': regression. */
export type Outcome = 'binary' | 'classes' | 'number';

const numbers: LossDomain = { output: 'number', target: 'number' };

/** What the run's loss is defined for; any numbers for a loss of the learner's own. */
const domainOf = ({ record: { loss } }: RunReader): LossDomain =>
  Object.hasOwn(losses, loss.type) ? losses[loss.type].domain : numbers;

/** The outcome, by the loss and the number of outputs. */
export function outcomeOf(reader: RunReader, outputs: number): Outcome {
  const { target } = domainOf(reader);
  return target === 'number' ? 'number' : target === 'class' || outputs > 1 ? 'classes' : 'binary';
}

/** The least single output that means class 1: 0 for logits, else ½. */
export function thresholdOf(reader: RunReader): number {
  const { output, target } = domainOf(reader);
  return target === 'probability' && output === 'number' ? 0 : 0.5;
}

/** The number of features of a sample; null if a sample is not one row. */
export function featuresOf({ record }: RunReader): number | null {
  const shape = record.train?.input.shape;
  return shape?.length === 2 ? shape[1] : null;
}

/** The model of a moment and its outputs for an input; null if the model can't be rebuilt. */
export function predict(
  reader: RunReader,
  moment: Moment,
  input: Tensor
): { model: Module; output: Tensor } | null {
  const model = reader.modelAt(moment);
  return model && { model, output: model.forward(input) };
}

/** A confusion matrix of the recorded samples. */
export interface Confusions {
  which: 'validation' | 'train';
  matrix: Tensor;
  classes: string[];
  samples: number;
  total: number;
  right: number;
}

/** Outputs and targets without the class that the run's loss ignores; null if no sample is left. */
function countedOf(
  reader: RunReader,
  output: Tensor,
  target: Tensor
): { output: Tensor; target: Tensor } | null {
  const { ignoreIndex = IGNORED } = reader.record.loss as { ignoreIndex?: number };
  const isClasses = domainOf(reader).target === 'class' && target.shape.length === 1;
  return isClasses ? countedRows(output, target, ignoreIndex) : { output, target };
}

/** The confusion matrix at a moment, of the validation samples if there are any; null without classes. */
export function confusionsAt(reader: RunReader, moment: Moment): Confusions | null {
  const { validation, train, classNames } = reader.record;
  const which = validation ? 'validation' : 'train';
  const sample: DataSample | undefined = validation ?? train;
  if (!sample) {
    return null;
  }
  const found = predict(reader, moment, decodeTensor(sample.input));
  if (!found || found.output.shape.length !== 2) {
    return null;
  }
  const outputs = found.output.shape[1];
  const outcome = outcomeOf(reader, outputs);
  if (outcome === 'number' || found.output.data.some(Number.isNaN)) {
    return null;
  }
  const counted = countedOf(reader, found.output, decodeTensor(sample.target));
  if (!counted) {
    return null;
  }
  const options = outcome === 'binary' ? { threshold: thresholdOf(reader) } : undefined;
  const matrix = confusionMatrix(counted.output, counted.target, options);
  const size = matrix.shape[0];
  const named = classNames && (classNames.length === size || (outcome === 'binary' && size <= 2));
  let right = 0;
  for (let i = 0; i < size; i++) {
    right += matrix.data[i * size + i];
  }
  return {
    which,
    matrix,
    classes: Array.from({ length: size }, (_, i) => (named ? classNames[i] : String(i))),
    samples: counted.output.shape[0],
    // Of a run recorded whole, the samples that the loss counts.
    total: sample.input.shape[0] < sample.total ? sample.total : counted.output.shape[0],
    right
  };
}
