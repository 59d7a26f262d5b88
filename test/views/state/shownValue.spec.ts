import { decodeTensor } from '../../../src/trace';
import { shownValue } from '../../../src/views/state/shownValue';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { trace241 } from './trace241';

const trace = trace241({ iterations: 2 });

/** A parameter's number before or after the update of an iteration, read from the trace. */
function recorded(iteration: number, name: string, at: number, when: 'before' | 'after'): number {
  const { update } = trace.iterations[iteration];
  return decodeTensor(update.find(({ param }) => param === name)![when]).data[at];
}

describe('the number shown for an address', () => {
  test('is the weight before the update until its update step, then the updated one', () => {
    // By neuron, the update of linear1's unit 2 is step 13.
    const model = new StepperModel(trace, { step: 12 });
    const shown = (): (number | undefined)[] =>
      ['#0/linear1.weight[2,1]', '#0/linear1.bias[2]', '#0/linear1.weight[3,1]'].map(ref =>
        shownValue(model, ref)
      );
    const before = [
      recorded(0, 'linear1.weight', 5, 'before'),
      recorded(0, 'linear1.bias', 2, 'before'),
      recorded(0, 'linear1.weight', 7, 'before')
    ];
    expect(shown()).toEqual(before);
    model.goTo(13);
    expect(shown()).toEqual([
      recorded(0, 'linear1.weight', 5, 'after'),
      recorded(0, 'linear1.bias', 2, 'after'),
      before[2]
    ]);
  });

  test('is the number of the iteration in the address', () => {
    const model = new StepperModel(trace, { step: 17 });
    expect(shownValue(model, '#1/linear2.weight[0,3]')).toBe(recorded(1, 'linear2.weight', 3, 'before'));
    model.goTo(32);
    expect(shownValue(model, '#1/linear2.weight[0,3]')).toBe(recorded(1, 'linear2.weight', 3, 'after'));
  });

  test('is the gradient of a parameter at every step', () => {
    const model = new StepperModel(trace, { step: 15 });
    const { grad } = trace.iterations[0].update.find(({ param }) => param === 'linear1.weight')!;
    expect(shownValue(model, '#0/linear1.weight.grad[2,1]')).toBe(decodeTensor(grad).data[5]);
  });

  test('is the recorded number of an input and of the loss', () => {
    const model = new StepperModel(trace241(), { step: 15 });
    expect(shownValue(model, 'input[0,1]')).toBe(-1.2);
    expect(shownValue(model, 'loss')).toBe(model.trace.iterations[0].loss);
  });

  test('is undefined for text that is not an address', () => {
    expect(shownValue(new StepperModel(trace), '[')).toBeUndefined();
  });

  test('is the updated number of a trace with one iteration, whose addresses name none', () => {
    const single = trace241();
    const model = new StepperModel(single, { step: 15 });
    const { after } = single.iterations[0].update.find(({ param }) => param === 'linear1.weight')!;
    expect(shownValue(model, 'linear1.weight[2,1]')).toBe(decodeTensor(after).data[5]);
  });
});
