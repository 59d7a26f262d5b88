/** “Did it help?”: the last phase of an iteration, its numbers, and the map of the loop. */
import { Linear, MSELoss, SGD, Sequential, Sigmoid, manualSeed, record } from 'stepgrad';
import { Lab } from './lab';
import { expect, test } from './keptLab';
import { saved, write } from './notebooks';
import { passAfter } from './passAfter';
import { Stepper } from './stepper';
import { Trace, numbers } from './trace';

/** A batch whose loss falls, while that of its second sample rises. */
function recorded(): Trace {
  manualSeed(0);
  const model = new Sequential({
    linear1: new Linear(1, 2),
    sigmoid1: new Sigmoid(),
    linear2: new Linear(2, 1)
  });
  const optimizer = new SGD(model.parameters(), { lr: 0.05 });
  const data = { input: [[1], [1]], target: [[3], [-1]], loss: new MSELoss(), optimizer, iterations: 2 };
  return JSON.parse(JSON.stringify(record(model, data))) as Trace;
}
const trace = recorded();
const phases = ['forward', 'loss', 'backward', 'update', 'after'];

async function open(lab: Lab): Promise<Stepper> {
  await lab.open(write('after.ipynb', [saved(trace)]));
  return new Stepper((await lab.views(0)).first(), trace).ready();
}

/** The numbers with an address that a part of the page shows. */
const shown = async (stepper: Stepper, section: string): Promise<Map<string, number>> =>
  new Map(
    (await stepper.figures())
      .filter(figure => figure.section === section && figure.ref)
      .map(({ ref, value }) => [ref!, Number(value)])
  );

test('each iteration ends with the same batch, computed with the new weights', async ({ lab }) => {
  const stepper = await open(lab);
  for (const i of [0, 1]) {
    await stepper.press('Home', ...Array<string>(5 * i + 4).fill('Shift+ArrowRight'));
    expect((await stepper.check()).phase).toBe('after');
    const again = passAfter(trace, i);
    const output = numbers(again.forward[2].output)[0];
    for (const section of ['graph', 'derivation']) {
      const figures = await shown(stepper, section);
      expect(figures.get(`#${i}/after/loss`), section).toBeCloseTo(Number(again.loss), 12);
      expect(figures.get(`#${i}/after/linear2.output[0,0]`), section).toBeCloseTo(output, 12);
      // The values before the update stand beside the new ones.
      expect(figures.get(`#${i}/loss`), section).toBe(Number(trace.iterations[i].loss));
    }
  }
  // The pass after the first update is the second iteration's.
  expect(passAfter(trace, 0).loss).toBe(trace.iterations[1].loss);
});

test('the answer says where the sample and the batch disagree, also to a screen reader', async ({ lab }) => {
  const stepper = await open(lab);
  await stepper.press('End');
  const answer = stepper.root.locator('.sg-answer');
  await expect(answer).toContainText('Yes: the batch’s loss falls');
  await stepper.choose('sample', 1);
  await expect(answer).toContainText('But this sample’s loss');
  await expect(stepper.root.locator('[aria-live=polite]')).toContainText(
    'one step serves all samples together'
  );
  await stepper.choose('sample', 'batch');
  await expect(answer).toContainText('though the loss rises for 1 of its 2 samples');
  await stepper.check();
});

test('an edit flows into the pass with the new weights', async ({ lab }) => {
  const stepper = await open(lab);
  await stepper.press('End');
  const loss = (): Promise<number> => shown(stepper, 'graph').then(figures => figures.get('#1/after/loss')!);
  const before = await loss();
  await stepper.root.locator('[data-section=toolbar] [data-editable="optimizer.lr"]').dblclick();
  await stepper.root.locator('input').fill('0');
  await lab.page.keyboard.press('Enter');
  await expect(stepper.root).toHaveAttribute('data-edited');
  expect(await loss()).not.toBe(before);
  await expect(stepper.root.locator('.sg-answer')).toContainText('The loss stays at');
});

for (const width of [1400, 480]) {
  test(`the map of the loop shows the phase and leads to others, ${width} px wide`, async ({ lab }) => {
    await lab.page.setViewportSize({ width, height: 900 });
    const stepper = await open(lab);
    const buttons = stepper.root.locator('[data-loop]');
    await stepper.press('Home');
    for (const phase of phases) {
      const button = stepper.root.locator(`[data-loop=${phase}]`);
      await button.click();
      expect((await stepper.state()).phase).toBe(phase);
      await expect(stepper.root.locator('[data-loop][aria-current=step]')).toHaveAttribute(
        'data-loop',
        phase
      );
      await stepper.check();
    }
    // No name is cut off, none lies over another, and all are in the view.
    const boxes = await buttons.evaluateAll(all =>
      all.map(each => {
        const name = Array.from(each.querySelectorAll('b')).find(b => b.clientWidth > 1)!;
        const { left, right } = each.getBoundingClientRect();
        return { left, right, isCut: name.scrollWidth > name.clientWidth };
      })
    );
    const root = (await stepper.root.boundingBox())!;
    boxes.forEach(({ left, right, isCut }, i) => {
      expect(isCut, phases[i]).toBe(false);
      expect(left).toBeGreaterThanOrEqual(boxes[i - 1]?.right ?? root.x);
      expect(right).toBeLessThanOrEqual(root.x + root.width);
    });
    // From the keyboard: ↑ in the toolbar reaches it, past no select, and Enter goes there.
    await stepper.enter('toolbar');
    const isLoop = (): Promise<boolean> =>
      stepper.root.evaluate(() => document.activeElement!.getAttribute('data-loop') === 'backward');
    for (let i = 0; i < 30 && !(await isLoop()); i++) {
      await lab.page.keyboard.press('ArrowUp');
    }
    await lab.page.keyboard.press('Enter');
    expect((await stepper.state()).phase).toBe('backward');
  });
}
