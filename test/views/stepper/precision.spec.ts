/** @jest-environment jsdom */
import { english } from '../../../src/derivation';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { Stepper } from '../../../src/views/stepper/stepper';
import { trace241 } from '../state/trace241';

// jsdom has none of these.
class Observer {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
window.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') } as never;
window.ResizeObserver ??= Observer as never;
window.IntersectionObserver ??= Observer as never;

function open(digits: number): { model: StepperModel; stepper: Stepper } {
  const model = new StepperModel(trace241());
  model.digits = digits;
  const stepper = new Stepper(model, english);
  document.body.append(stepper.root);
  return { model, stepper };
}

/** The numbers that are spoken and the numbers of the formulas, each as text. */
const numbersIn = ({ root }: Stepper): string[] =>
  Array.from(root.querySelectorAll('.sg-spoken, .sg-line'), ({ textContent }) => textContent ?? '').flatMap(
    text => text.match(/\d+\.\d+/g) ?? []
  );

/** The longest number of a stepper, in significant digits. */
const precisionOf = (stepper: Stepper): number =>
  Math.max(0, ...numbersIn(stepper).map(text => text.replace('.', '').replace(/^0+/, '').length));

test('two outputs on one page keep their own precision while they are stepped in turn', () => {
  const [few, many] = [open(3), open(7)];
  // An update needs more digits than the output's precision to show a small step.
  const updates = few.model.runs.find(({ phase }) => phase === 'update')!.start;
  const seen = { few: 0, many: 0 };
  for (let step = 0; step < updates; step++) {
    few.model.goTo(step);
    many.model.goTo(step);
    seen.few = Math.max(seen.few, precisionOf(few.stepper));
    seen.many = Math.max(seen.many, precisionOf(many.stepper));
    // The first is drawn again after the second.
    few.model.notation = few.model.notation === 'scalar' ? 'matrix' : 'scalar';
    seen.few = Math.max(seen.few, precisionOf(few.stepper));
  }
  expect(seen).toEqual({ few: 3, many: 7 });
  few.stepper.dispose();
  many.stepper.dispose();
});
