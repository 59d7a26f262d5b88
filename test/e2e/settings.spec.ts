/** The reader's settings, and the options of an output that override them. */
import { Lab, expect, test } from './lab';
import { code, saved, traceOf241, tracesOf, write } from './notebooks';
import { Stepper } from './stepper';

const trace = traceOf241();
const pinned = {
  ...trace,
  view: { hide: ['derivation', 'timeline'], granularity: 'layer', precision: 10, step: 3 }
};

const put = (lab: Lab, settings: object): Promise<unknown> =>
  lab.page.request.put('/lab/api/settings/stepgrad:renderer?token=e2e', {
    data: { raw: JSON.stringify(settings) }
  });

/** The digits of the numbers in the table. */
const digits = async (stepper: Stepper): Promise<number> =>
  Math.max(
    ...(await stepper.figures())
      .filter(({ column }) => column === 'before')
      .map(({ text }) => text.replace(/[−.]/g, '').replace(/^0+/, '').length)
  );

test('outputs follow the settings, and an output’s own options override them', async ({ lab }) => {
  await put(lab, { precision: 7, granularity: 'operation', pace: 3000, hide: ['graph'] });
  await lab.open(write('settings.ipynb', [saved(trace), saved(pinned)]));
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  const { steps } = await stepper.state();
  expect(steps).toBe(56);
  expect(await digits(stepper)).toBeGreaterThanOrEqual(7);
  await expect(stepper.root.locator('[data-section=graph]')).toBeHidden();
  await expect(stepper.root.locator('.sg-pace')).toHaveValue('3000');
  expect(await stepper.root.locator('.katex-mathml annotation').first().textContent()).toMatch(/\d\.\d{6}/);

  const own = new Stepper((await lab.views(1)).first(), trace);
  await expect(own.root).toHaveAttribute('data-steps', '11');
  await expect(own.root).toHaveAttribute('data-step', '3');
  expect(await digits(own)).toBeGreaterThanOrEqual(10);
  await expect(own.root.locator('[data-section=graph]')).toBeVisible();
  await expect(own.root.locator('[data-section=derivation]')).toBeHidden();
  await expect(own.root.locator('[data-section=timeline]')).toBeHidden();
  // The keyboard still steps.
  await own.press('ArrowRight');
  await expect(own.root).toHaveAttribute('data-step', '4');
});

test('a changed setting takes effect at once and keeps the place', async ({ lab }) => {
  await lab.open(write('live.ipynb', [saved(trace)]));
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  await stepper.press(...Array<string>(7).fill('ArrowRight'));
  const before = await digits(stepper);
  const { sentence } = await stepper.state();
  await lab.command('settingeditor:open', { query: 'stepgrad' });
  const precision = lab.page.locator('.jp-SettingsPanel input[id$=precision]');
  await precision.fill('9');
  await precision.blur();
  await lab.page.waitForTimeout(1500);
  await lab.page.locator('.lm-DockPanel-tabBar .lm-TabBar-tab', { hasText: 'live.ipynb' }).click();
  await expect.poll(() => digits(stepper)).toBeGreaterThan(before + 3);
  expect((await stepper.state()).sentence.slice(0, 30)).toBe(sentence.slice(0, 30));
  await stepper.check(7);
});

test('show accepts options, and rejects wrong ones with the reason', async ({ lab }) => {
  const path = write('options.ipynb', [
    code(
      'import { Sequential, Linear, Sigmoid, BCELoss, record, show } from "stepgrad";',
      'const model = new Sequential(new Linear(2, 4), new Sigmoid(), new Linear(4, 1), new Sigmoid());',
      'const trace = record(model, { input: [[0.5, -1.2]], target: [[1]], loss: new BCELoss() });',
      "show(trace, { hide: ['derivation'], granularity: 'layer', language: 'zh-CN' });"
    ),
    code(
      'for (const options of [{ precision: 1 }, { hidden: [] }]) {',
      '  try { show(trace, options as object); } catch (error) { console.log((error as Error).message); }',
      '}',
      'try { show(model, { step: 1 }); } catch (error) { console.log((error as Error).message); }'
    )
  ]);
  await lab.open(path, { kernel: true });
  const cells = await lab.runAll();
  const run = tracesOf(cells)[0].trace;
  const stepper = new Stepper((await lab.views(0)).first(), run);
  await expect(stepper.root.locator('[data-section=derivation]')).toBeHidden();
  expect((await stepper.state()).sentence).toMatch(/[\u4e00-\u9fff]/);
  expect(cells[1].outputs!.map(({ text }) => [text].flat().join('')).join('')).toBe(
    [
      'show: precision is 1, expected a whole number from 2 to 17.',
      "show: there is no option 'hidden'. Did you mean hide?",
      'show: step is for a trace, what record returns, and this is none.',
      ''
    ].join('\n')
  );
});

test('a Chinese Lab uses the server’s catalogue, also for commands and settings', async ({ lab }) => {
  const { data } = (await (await lab.page.request.get('/lab/api/translations/zh_CN?token=e2e')).json()) as {
    data: Record<string, Record<string, string[]>>;
  };
  expect(data.stepgrad['To the notebook']).toEqual(['写回笔记本']);
  const language = '/lab/api/settings/@jupyterlab/translation-extension:plugin?token=e2e';
  await lab.page.request.put(language, { data: { raw: '{ "locale": "zh_CN" }' } });
  try {
    await lab.open(write('chinese.ipynb', [saved(trace), saved({ ...trace, loss: { type: 'Lost' } })]));
    const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
    expect((await stepper.state()).sentence).toMatch(/[\u4e00-\u9fff]/);
    await expect((await lab.views(1, 'error')).first()).toHaveText(
      '这个输出已损坏：loss.type 是 "Lost"，本版本不认识这种损失。'
    );
    const label = await lab.page.evaluate(() =>
      (window.jupyterapp.commands as unknown as { label(id: string): string }).label('stepgrad:open-output')
    );
    expect(label).toBe('在标签页中打开输出');
    await lab.command('settingeditor:open', { query: 'stepgrad' });
    await expect(lab.page.locator('.jp-SettingsPanel')).toContainText('有效数字');
  } finally {
    await lab.page.request.put(language, { data: { raw: '{}' } });
  }
});
