/**
 * @jest-environment jsdom
 */
/** An error while a part is drawn becomes one sentence in its place, until the part can be drawn again. */
import { english } from '../../../src/derivation';
import { drawSafely } from '../../../src/views/page/drawSafely';
import { lenses } from '../../../src/views/lenses';
import { StepperModel } from '../../../src/views/state/stepperModel';
import { Stepper } from '../../../src/views/stepper/stepper';
import { trace241 } from '../state/trace241';

const broken = (): never => {
  throw new TypeError("Cannot read properties of undefined (reading 'x')");
};

beforeAll(() => {
  window.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') } as never;
  Object.assign(globalThis, {
    ResizeObserver: class {
      observe(): void {}
      disconnect(): void {}
    },
    IntersectionObserver: class {
      observe(): void {}
      disconnect(): void {}
    }
  });
});

test('a sentence takes the place of a part, once, and goes when the part can be drawn', () => {
  const whole = document.createElement('div');
  const part = whole.appendChild(document.createElement('p'));
  const said = (): string[] =>
    [...whole.querySelectorAll('[role=alert]')].map(({ textContent }) => textContent!);
  drawSafely(part, english, broken);
  drawSafely(part, english, broken);
  expect(said()).toEqual([expect.stringMatching(/^This can’t be drawn: [^\n]+\.$/)]);
  expect(part.classList).toContain('sg-undrawn');
  drawSafely(part, english, () => undefined);
  expect(said()).toEqual([]);
  expect(part.classList).not.toContain('sg-undrawn');
});

test('a lens that fails at one step leaves the stepper, and comes back at the next', () => {
  let failing = false;
  const title = 'Failing';
  const element = document.createElement('div');
  lenses.unshift({
    id: 'failing',
    title,
    make: () => ({ element, draw: () => failing && broken() })
  } as never);
  const model = new StepperModel(trace241());
  const stepper = new Stepper(model, english);
  lenses.shift();
  const said = (): number => stepper.root.querySelectorAll('[data-stepgrad=error]').length;
  expect(said()).toBe(0);
  failing = true;
  model.goTo(1);
  expect(said()).toBe(1);
  expect(stepper.root.dataset).toMatchObject({ stepgrad: 'stepper', step: '1' });
  failing = false;
  model.goTo(2);
  expect(said()).toBe(0);
  stepper.dispose();
});
