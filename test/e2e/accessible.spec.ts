import AxeBuilder from '@axe-core/playwright';
import type { APIRequestContext } from '@playwright/test';
import { gradcheck, BCELoss, Linear, Sequential, Sigmoid } from 'stepgrad';
import { Lab, expect, setLanguage as switchLanguage, test } from './lab';
import { saved, traceOf241, write } from './notebooks';
import { Stepper } from './stepper';

const input = [
  [0.5, -1.2],
  [0, 3]
];
const target = [[1], [0]];
const trace = traceOf241(input, target, { featureNames: ['height', 'weight'], classNames: ['no', 'yes'] });

/** axe's violations in the outputs, or in a part of them: one short line per node. */
async function violations(lab: Lab, part = '.sg-output'): Promise<string[]> {
  const axe = new AxeBuilder({ page: lab.page }).include(part).options({ resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${String(target)}: ${failureSummary ?? ''}`)
  );
}

async function setTheme(lab: Lab, theme: string): Promise<void> {
  await lab.command('apputils:change-theme', { theme: `JupyterLab ${theme}` });
  await expect(lab.page.locator('body')).toHaveAttribute('data-jp-theme-light', String(theme === 'Light'));
}

/** Chinese with the dark theme, so that both languages and both themes are tested once. */
async function setLanguage(request: APIRequestContext, theme: string): Promise<void> {
  const raw = JSON.stringify({ language: theme === 'Dark' ? 'zh-CN' : 'en' });
  await request.put('/lab/api/settings/stepgrad:renderer?token=e2e', { data: { raw } });
}

/** Opens the lenses one after the other, and runs axe on each. */
async function everyTab(lab: Lab, stepper: Stepper): Promise<void> {
  const tabs = await stepper.root.locator('[role=tab]').all();
  expect(tabs.length).toBe(6);
  for (const tab of tabs) {
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
    // Only the panel changes with the tab.
    const part = tab === tabs[0] ? '.sg-output' : '.sg-closer';
    expect(await violations(lab, part), (await tab.textContent()) ?? '').toEqual([]);
  }
}

for (const theme of ['Light', 'Dark']) {
  test(`axe finds no violation in the stepper, ${theme}`, async ({ lab, request }) => {
    test.slow();
    await setLanguage(request, theme);
    await lab.open(write('accessible.ipynb', [saved(trace)]));
    await setTheme(lab, theme);
    const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
    // Forward, the loss, backward, an update; then a weight with its paths.
    for (const keys of [
      ['Home'],
      ['Shift+ArrowRight'],
      ['Shift+ArrowRight', 'ArrowRight', 'ArrowRight'],
      ['End']
    ]) {
      await stepper.press(...keys);
      expect(await violations(lab)).toEqual([]);
      // Screen readers get the same formulas as MathML.
      const formulas = stepper.root.locator('[data-section=derivation] .katex');
      expect(await formulas.locator('.katex-mathml math').count()).toBe(await formulas.count());
      const numbers = await formulas.first().locator('.katex-mathml mn').count();
      expect(numbers).toBeGreaterThan(0);
    }
    await everyTab(lab, stepper);
    await stepper.choose('sample', 'batch');
    expect(await violations(lab)).toEqual([]);
    await stepper.root.locator('[data-section=table] tr').nth(2).focus();
    await lab.page.keyboard.press('Enter');
    expect(await violations(lab)).toEqual([]);
    await lab.page.setViewportSize({ width: 640, height: 900 });
    expect(await violations(lab)).toEqual([]);
  });

  test(`axe finds no violation in a model, a check and an error, ${theme}`, async ({ lab }) => {
    const model = new Sequential(new Linear(2, 3), new Sigmoid(), new Linear(3, 1), new Sigmoid());
    const check = gradcheck(model, { input, target, loss: new BCELoss() });
    const { modelId, model: layers, iterations } = trace as typeof trace & { modelId: string };
    const snapshot = { kind: 'model', version: 1, modelId, model: layers, params: iterations[0].params };
    await lab.open(write('others.ipynb', [saved(snapshot), saved(check), saved('nothing')]));
    await setTheme(lab, theme);
    for (const [cell, view] of ['model', 'check', 'error'].entries()) {
      await expect(await lab.views(cell, view)).toHaveCount(1);
      expect(await violations(lab)).toEqual([]);
    }
  });
}

test('axe finds no violation in the stepper in Notebook 7', async ({ lab }) => {
  test.slow();
  // Notebook 7.6's own faults, also without stepgrad: an error, and MathJax fonts requested without its cookie.
  lab.ignored = /reading 'schema'|403 \(Forbidden\).*\/static\/notebook\/\w+\.woff/;
  await lab.page.goto(`/notebooks/${write('accessible-7.ipynb', [saved(trace)])}?token=e2e`);
  await lab.page.waitForFunction(() => window.jupyterapp?.shell.currentWidget);
  await lab.page.evaluate(() => window.jupyterapp.shell.currentWidget.context.ready);
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  await stepper.press('End');
  await everyTab(lab, stepper);
  await setTheme(lab, 'Dark');
  await switchLanguage(lab, 'zh-CN');
  await expect(stepper.root.locator('[role=tab]').first()).toHaveText('矩阵');
  await stepper.press('Home');
  await everyTab(lab, stepper);
});

test('a screen reader gets a step as a sentence with its numbers', async ({ lab }) => {
  await lab.open(write('heard.ipynb', [saved(trace)]));
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  await stepper.choose('granularity', 'operation');
  const heard = stepper.root.locator('[aria-live=polite] .sg-spoken');
  await expect(heard).toHaveText(
    /^What does h 1 add up from its inputs\? z 1 of layer 1 is .+ times 0\.5 plus .+ times −1\.2 plus .+, which is [−.\d]+\.$/
  );
  const [z] = (await stepper.figures()).filter(({ ref }) => ref === 'linear1.output[0,0]');
  const [, said] = /which is ([−.\d]+)\.$/.exec((await heard.textContent())!)!;
  expect(Number(said.replace('−', '-'))).toBeCloseTo(Number(z.value), 4);
});

test("the browser's accessibility tree has formulas as mathematics", async ({ lab, page }) => {
  await lab.open(write('spoken.ipynb', [saved(trace)]));
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  const client = await page.context().newCDPSession(page);
  const formulas = await stepper.root.locator('.sg-line .katex').count();
  expect(formulas).toBeGreaterThan(1);
  const told = async (): Promise<string[]> => {
    const { nodes } = await client.send('Accessibility.getFullAXTree');
    const byId = new Map(nodes.map(node => [node.nodeId, node]));
    const inside = ({ childIds = [] }: (typeof nodes)[0]): typeof nodes =>
      childIds.flatMap(id => byId.get(id) ?? []).flatMap(child => (child.ignored ? inside(child) : [child]));
    const text = (node: (typeof nodes)[0]): string =>
      `${String(node.role?.value)} ${String(node.name?.value ?? '')} (${inside(node).map(text).join(', ')})`;
    return nodes.filter(({ ignored, role }) => !ignored && role?.value === 'MathMLMath').map(text);
  };
  await expect.poll(async () => (await told()).length).toBe(formulas);

  // MathML is laid out as text, but exposed as mathematics.
  await stepper.press('Home', 'Shift+ArrowRight', 'Shift+ArrowRight');
  await stepper.ready();
  const mathematics = await told();
  expect(mathematics.join()).toContain('MathMLFraction');
  await page.addStyleTag({
    content: '.katex-mathml math, .katex-mathml math * { display: revert !important; }'
  });
  const fraction = stepper.root.locator('.katex-mathml mfrac').first();
  await expect(fraction).not.toHaveCSS('display', 'block');
  // Formulas that were below the pane's edge may have been made by now.
  expect(await told()).toEqual(expect.arrayContaining(mathematics));
});

test('forced colours: dashes and outlines replace colours, and reduced motion stops animations', async ({
  lab,
  page
}) => {
  const moving = (root: Element): string[] =>
    Array.from(root.querySelectorAll('*'))
      .filter(each => {
        const { transitionDuration, animationName } = getComputedStyle(each);
        return !each.matches('canvas') && (transitionDuration !== '0s' || animationName !== 'none');
      })
      .map(each => each.getAttribute('class') ?? each.tagName);
  await lab.open(write('forced.ipynb', [saved(trace)]));
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  expect(await stepper.root.evaluate(moving)).toEqual([]);
  await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'active' });
  expect(await stepper.root.evaluate(moving)).toEqual([]);

  const style = (selector: string, name: string): Promise<string> =>
    stepper.root
      .locator(selector)
      .first()
      .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), name);
  const system = (colour: string): Promise<string> =>
    page.evaluate(colour => {
      const probe = document.body.appendChild(document.createElement('i'));
      probe.style.color = colour;
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    }, colour);
  const [text, highlight, ground] = await Promise.all(['CanvasText', 'Highlight', 'Canvas'].map(system));
  expect(await style('.sg-edge.sg-positive', 'stroke')).toBe(text);
  expect(await style('.sg-edge.sg-positive', 'stroke-dasharray')).toBe('none');
  expect(await style('.sg-edge.sg-negative', 'stroke-dasharray')).toBe('6px, 3px');
  expect(await style('.sg-node.sg-active circle', 'stroke')).toBe(text);
  expect(await style('tr.sg-marked', 'outline-color')).toBe(highlight);
  expect(await style('[role=tab][aria-selected=true]', 'border-bottom-color')).toBe(highlight);
  expect(await style('[role=tab][aria-selected=false]', 'border-bottom-color')).toBe(ground);
  expect(await style('.sg-mark.sg-now', 'background-color')).toBe(highlight);
  await stepper.enter('graph');
  const focused = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
  const circle = await stepper.root.locator('.sg-node:focus circle, .sg-hit:focus').first();
  expect(focused === 'solid' || (await circle.evaluate(e => getComputedStyle(e).stroke)) === highlight).toBe(
    true
  );
});
