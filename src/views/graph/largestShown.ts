import type { StepperModel } from '../state/stepperModel';

/**
 * The largest |number| that an edge of the whole network may show, so that widths can be compared from step to step:
 * of all weights; in the backward pass of all gradients of the batch, or of the sample's shares of all gradients.
 * NaN and infinite numbers don't count; 0 if there are no weights.
 */
export function largestShown(model: StepperModel, backward: boolean): number {
  const { reader, network, step, sample, batch, terms } = model;
  const sizes = network.stages.map(stage => {
    if (stage.linear === null) {
      return 0;
    }
    if (!backward) {
      return largestOf(reader.param(step.iteration, terms.weightName(stage))!.data);
    }
    if (batch) {
      return largestOf(reader.paramGrad(step.iteration, terms.weightName(stage))!.data);
    }
    // The largest |δⱼ xₖ| is the largest |δⱼ| times the largest |xₖ|.
    const row = ({ data, shape: [, width] }: { data: Float64Array; shape: number[] }): Float64Array =>
      data.subarray(sample * width, (sample + 1) * width);
    return (
      largestOf(row(reader.gradOutput(step.iteration, stage.linear))) *
      largestOf(row(reader.layerInput(step.iteration, stage.linear)))
    );
  });
  return Math.max(0, ...sizes);
}

export function largestOf(values: Iterable<number>): number {
  let largest = 0;
  for (const x of values) {
    largest = Math.max(largest, Number.isFinite(x) ? Math.abs(x) : 0);
  }
  return largest;
}
