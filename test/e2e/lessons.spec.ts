/**
 * Steps through every lesson by keyboard and compares every number with the trace; opens every tab of every run's view.
 * The English lessons are executed in tslab first. The Chinese ones have the same code and are opened as saved:
 * `npm test -- --only lessons` executes them and compares all outputs.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './lab';
import { copy, runsOf, tracesOf } from './notebooks';
import { Stepper } from './stepper';

/** Steps up to which a stepper is tested step by step; longer ones, and the Chinese ones, phase by phase to save time. */
const LONG = 120;

const notebooks = join(__dirname, '..', '..', 'notebooks');
const lessons = ['en', 'zh-CN'].flatMap(language =>
  readdirSync(join(notebooks, language))
    .filter(name => name.endsWith('.ipynb'))
    .map(name => `${language}/${name}`)
);

test('there are lessons, each in both languages', () => {
  const names = (language: string): string[] =>
    lessons.filter(name => name.startsWith(language)).map(name => name.split('/')[1]);
  expect(names('en').length).toBeGreaterThan(0);
  expect(names('zh-CN')).toEqual(names('en'));
});

for (const lesson of lessons) {
  const runs = lesson.startsWith('en/');
  test(`${lesson}${runs ? ' runs, and' : ', as it was saved,'} can be stepped`, async ({ lab }) => {
    test.setTimeout(120_000);
    await lab.open(copyWithData(lesson), { kernel: runs });
    const cells = await (runs ? lab.runAll() : lab.cells());
    const [traces, trained] = [tracesOf(cells), runsOf(cells)];
    expect(traces.length + trained.length).toBeGreaterThan(0);
    for (const { cell, epochs, record } of trained) {
      const view = (await lab.views(cell, 'training')).first();
      await expect(view).toHaveAttribute('data-epochs', String(epochs.length));
      await expect(view).toHaveAttribute('data-moments', String(record.moments.length));
      for (const tab of await view.locator('[data-tab]').all()) {
        await tab.click();
        await expect(tab).toHaveAttribute('aria-selected', 'true');
      }
    }
    for (const [i, { cell, trace }] of traces.entries()) {
      const nth = traces.slice(0, i).filter(other => other.cell === cell).length;
      const stepper = await new Stepper((await lab.views(cell)).nth(nth), trace).ready();
      const { steps } = await stepper.state();
      const isWalked = runs && steps <= LONG;
      const phases = isWalked ? await stepper.walk() : await stepper.stride();
      const rounds = trace.iterations.map(({ update }) => [
        'forward',
        'loss',
        'backward',
        ...(update.length ? ['update', 'after'] : [])
      ]);
      expect(phases.filter((phase, at) => phase !== phases[at - 1])).toEqual(rounds.flat());
    }
    await expect(lab.page.locator('[data-stepgrad=error]')).toHaveCount(0);
  });
}

/** Copies the lessons' data to the folder beside the copies. */
function copyWithData(lesson: string): string {
  const data = join(notebooks, 'data');
  (existsSync(data) ? readdirSync(data) : [])
    .filter(name => name.endsWith('.csv'))
    .forEach(name => copy(`data/${name}`));
  return copy(lesson);
}
