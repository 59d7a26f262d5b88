/** How a run's outputs are read: as classes, or as numbers; pure. */
import { Module, Tensor, confusionMatrix } from '../../engine';
import { DataSample, Moment, RunReader, decodeTensor } from '../../trace';

/** 'binary': one output for two classes; 'classes': one for each; 'number': none of them. */
export type Outcome = 'binary' | 'classes' | 'number';

const losses: Record<string, Outcome> = {
  BCELoss: 'binary',
  BCEWithLogitsLoss: 'binary',
  CrossEntropyLoss: 'classes',
  NLLLoss: 'classes'
};

/** By the loss, and how many outputs there are. */
export function outcomeOf({ record }: RunReader, outputs: number): Outcome {
  const outcome = losses[record.loss.type] ?? 'number';
  return outcome === 'binary' && outputs > 1 ? 'classes' : outcome;
}

/** From where on a single output is class 1: 0 for logits. */
export const thresholdOf = ({ record }: RunReader): number =>
  record.loss.type === 'BCEWithLogitsLoss' ? 0 : 0.5;

/** How many features a sample has; null where a sample is not a row of them. */
export function featuresOf({ record }: RunReader): number | null {
  const shape = record.train?.input.shape;
  return shape?.length === 2 ? shape[1] : null;
}

/** What the model said of the samples at a moment; null where it can't be made again. */
export function predict(
  reader: RunReader,
  moment: Moment,
  input: Tensor
): { model: Module; output: Tensor } | null {
  const model = reader.modelAt(moment);
  return model && { model, output: model.forward(input) };
}

/** How many of each class were taken for each, among the drawn samples. */
export interface Confusions {
  which: 'validation' | 'train';
  matrix: Tensor;
  classes: string[];
  samples: number;
  total: number;
  right: number;
}

/** The confusions at a moment, on validation samples where there are any; null where there are no classes. */
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
  const target = decodeTensor(sample.target);
  const options = outcome === 'binary' ? { threshold: thresholdOf(reader) } : undefined;
  const matrix = confusionMatrix(found.output, target, options);
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
    samples: sample.input.shape[0],
    total: sample.total,
    right
  };
}
