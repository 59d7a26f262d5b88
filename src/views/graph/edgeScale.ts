import type { StepperModel } from '../state/stepperModel';

const peak = (values: Iterable<number>): number => {
  let most = 0;
  for (const x of values) {
    most = Math.max(most, Number.isFinite(x) ? Math.abs(x) : 0);
  }
  return most;
};

/**
 * The largest number that an edge shows: of all weights, of all gradients of the batch, or of all of a sample's
 * shares of them. Over the
 * whole network, so that widths can be compared from step to step.
 */
export function largestShown(model: StepperModel, backward: boolean): number {
  const { reader, network, step, sample, batch, terms } = model;
  const sizes = network.stages.map(stage => {
    if (stage.linear === null) {
      return 0;
    }
    if (!backward) {
      return peak(reader.param(step.iteration, terms.weightName(stage))!.data);
    }
    if (batch) {
      return peak(reader.paramGrad(step.iteration, terms.weightName(stage))!.data);
    }
    // The largest |δⱼ xₖ| is the largest |δⱼ| times the largest |xₖ|.
    const row = ({ data, shape: [, width] }: { data: Float64Array; shape: number[] }): Float64Array =>
      data.subarray(sample * width, (sample + 1) * width);
    return (
      peak(row(reader.gradOutput(step.iteration, stage.linear))) *
      peak(row(reader.layerInput(step.iteration, stage.linear)))
    );
  });
  return Math.max(0, ...sizes);
}
