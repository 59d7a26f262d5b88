/** Editing a number in place gives the numbers that the engine computes from it. */
import { expect, test } from './keptLab';
import type { Lab } from './lab';
import { saved, traceOf241, write } from './notebooks';
import { Stepper } from './stepper';
import type { Trace } from './trace';

const input = [
  [0.5, -1.2],
  [0, 3]
];
const target = [[1], [0]];
const original = traceOf241(input, target);

/** Editable numbers, where they are edited, and the expected trace. */
const changes = [
  {
    key: 'input[0,1]',
    section: 'graph',
    value: '2.75',
    trace: traceOf241(
      [
        [0.5, 2.75],
        [0, 3]
      ],
      target
    )
  },
  { key: 'target[0,0]', section: 'graph', value: '0.25', trace: traceOf241(input, [[0.25], [0]]) },
  {
    key: 'linear1.weight[2,1]',
    section: 'table',
    value: '−1e-3',
    trace: traceOf241(input, target, { change: { 'linear1.weight': [5, -0.001] } })
  },
  {
    key: 'linear2.bias[0]',
    section: 'table',
    value: '-7',
    trace: traceOf241(input, target, { change: { 'linear2.bias': [0, -7] } })
  },
  { key: 'optimizer.lr', section: 'toolbar', value: '10', trace: traceOf241(input, target, { lr: 10 }) }
];

async function open(lab: Lab, ...more: Trace[]): Promise<Stepper> {
  await lab.open(
    write(
      'edit.ipynb',
      [original, ...more].map(trace => saved(trace))
    )
  );
  const stepper = await new Stepper((await lab.views(0)).first(), original).ready();
  await stepper.press(...Array<string>(7).fill('ArrowRight'));
  return stepper;
}

for (const { key, section, value, trace } of changes) {
  test(`${key} can be changed`, async ({ lab }) => {
    const stepper = await open(lab);
    const before = await lab.notebook();
    await stepper.root.locator(`[data-section=${section}] [data-editable="${key}"]`).dblclick();
    await stepper.root.locator('input').fill(value);
    await lab.page.keyboard.press('Enter');
    await expect(stepper.root).toHaveAttribute('data-edited');
    expect(await stepper.focused()).not.toBe('outside');
    // The expected numbers are Node's, whose exp may differ from the browser's in the last bit.
    const changed = new Stepper(stepper.root, trace, 1e-9);
    await changed.check(7);
    await changed.walk();
    await changed.press('Control+z');
    await expect(stepper.root).not.toHaveAttribute('data-edited');
    await stepper.check(16);
    expect(await lab.notebook()).toEqual(before);
  });
}

test('an edited number is updated in place, at once also in the MathML of formulas', async ({ lab }) => {
  const stepper = await open(lab);
  const node = stepper.root.locator('.sg-node[data-link="node 1 0"] .sg-node-value [data-value]');
  const said = stepper.root.locator('.sg-derivation .katex-mathml annotation');
  await stepper.press('Home');
  await expect(said.filter({ hasText: '-1.2' }).first()).toBeAttached();
  await stepper.ready();
  const was = await node.elementHandle();
  const before = await said.allTextContents();
  await stepper.root.locator('[data-section=graph] [data-editable="input[0,1]"]').dblclick();
  await stepper.root.locator('input').fill('-2.75');
  const after = await stepper.root.evaluate(root => {
    const input = root.querySelector('input')!;
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    const math = root.querySelectorAll('.sg-derivation .katex-mathml annotation');
    return Array.from(math, ({ textContent }) => textContent);
  });
  expect(after.filter(tex => tex!.includes('-1.2'))).toEqual([]);
  expect(after.filter(tex => tex!.includes('-2.75'))).not.toEqual([]);
  expect(await node.evaluate((element, was) => element === was, was)).toBe(true);
  await expect(said).toHaveCount(before.length);
});

test('F2 edits; Escape and text that is not a number change nothing; typed keys stay in the input', async ({
  lab
}) => {
  const grouped = traceOf241(input, target, { lr2: 0.25 });
  const stepper = await open(lab, grouped);
  await stepper.enter('table');
  const before = await lab.notebook();
  for (const [text, key] of [
    ['5', 'Escape'],
    ['ddaab', 'Enter'],
    ['', 'Enter'],
    ['NaN', 'Enter']
  ]) {
    await lab.page.keyboard.press('F2');
    await expect(stepper.root.locator('input')).toBeFocused();
    await lab.page.keyboard.press('Delete');
    await lab.page.keyboard.type(text);
    await lab.page.keyboard.press(key);
    await expect(stepper.root.locator('input')).toHaveCount(0);
    await expect(stepper.root).not.toHaveAttribute('data-edited');
    expect(await stepper.focused()).toBe('table');
    await stepper.check(7);
  }
  // Errors of the engine have the full class names, though the bundle shortens them.
  await stepper.root.locator('[data-editable="optimizer.lr"]').dblclick();
  await stepper.root.locator('input').fill('-1');
  await lab.page.keyboard.press('Enter');
  await expect(stepper.root.locator('.sg-status')).toHaveText(
    'SGD: lr is -1, expected a number of at least 0.'
  );
  // The learning rate of a parameter group, by keyboard alone.
  const second = await new Stepper((await lab.views(1)).first(), grouped).ready();
  const rate = second.root.locator('[data-editable="optimizer.lr@linear2.weight"]');
  await rate.focus();
  await lab.page.keyboard.press('F2');
  await lab.page.keyboard.type('0.05');
  await lab.page.keyboard.press('Enter');
  await expect(rate).toHaveText('0.05');
  await expect(rate).toBeFocused();
  await expect(second.root.locator('.sg-status')).toHaveText('What if: linear2: lr: 0.25 → 0.05');
  await second.press('End');
  await new Stepper(second.root, traceOf241(input, target, { lr2: 0.05 }), 1e-9).check();
  await second.press('Control+z');
  await expect(rate).toHaveText('0.25');
  await second.check();
  expect(await lab.notebook()).toEqual({ ...before, active: 1 });
});
