import { expect, test } from './lab';
import { saved, traceOf241, write } from './notebooks';
import { Stepper } from './stepper';

const trace = traceOf241(
  [
    [0.5, -1.2],
    [0, 3]
  ],
  [[1], [0]],
  { featureNames: ['flipper length (mm)', 'body mass (g)'], classNames: ['Adelie', 'Chinstrap'] }
);

/** What is made to scroll may be wider than the room there is; nothing else. */
const scrollers = '.sg-graph-scroll, .sg-line, .sg-table-scroll, .sg-derivation-scroll';

/** The elements that stick out of the root to the left or right. */
function sticking(root: Element, scrollers: string): string[] {
  const { left, right } = root.getBoundingClientRect();
  return Array.from(root.querySelectorAll('*'))
    .filter(element => !element.parentElement!.closest(scrollers) && !element.matches('.sg-spoken'))
    .filter(element => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.left < left - 1 || box.right > right + 1);
    })
    .map(element => `${element.tagName} ${element.getAttribute('class')}`);
}

for (const width of [480, 900, 1400]) {
  test(`in ${width} px nothing sticks out, and the timeline stays where it is`, async ({ lab }) => {
    await lab.open(write(`layout-${width}.ipynb`, [saved(trace)]));
    const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
    const output = (): Promise<number> => stepper.root.evaluate(root => root.parentElement!.clientWidth);
    // What Lab leaves for an output depends on the width of the page, in leaps.
    await expect(async () => {
      const missing = width - (await output());
      const page = lab.page.viewportSize()!;
      await lab.page.setViewportSize({ ...page, width: page.width + missing });
      expect(missing).toBe(0);
    }).toPass({ intervals: [300], timeout: 10_000 });

    for (const granularity of ['neuron', 'operation']) {
      await stepper.choose('granularity', granularity);
      const { steps } = await stepper.state();
      const places: number[] = [];
      for (let step = 0; step < steps; step++) {
        await stepper.press(step === 0 ? 'Home' : 'ArrowRight');
        expect((await stepper.state()).step).toBe(step);
        expect(await stepper.root.evaluate(sticking, scrollers), `step ${step}`).toEqual([]);
        const offset = (root: Element): number =>
          root.querySelector('[data-section=timeline]')!.getBoundingClientRect().top -
          root.getBoundingClientRect().top;
        places.push(Math.round(await stepper.root.evaluate(offset)));
      }
      expect(places).toEqual(places.map(() => places[0]));
    }
  });
}
