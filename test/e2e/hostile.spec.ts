/** Hostile outputs disturb neither Lab nor other outputs, and never become markup. */
import { expect, test } from './keptLab';
import { saved, traceOf241, write } from './notebooks';
import { Stepper } from './stepper';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what is broken here has no type
type Broken = any;

/** A valid trace with one fault. */
function broken(change: (trace: Broken) => void): unknown {
  const trace: Broken = traceOf241();
  change(trace);
  return trace;
}

const nested = (depth: number): unknown => (depth === 0 ? [] : [nested(depth - 1)]);

const malformed: Record<string, unknown> = {
  'a string': 'trace',
  null: null,
  'an array': [traceOf241()],
  'a number': 7,
  'an empty object': {},
  'an unknown kind': broken(t => (t.kind = 'tracé')),
  'no version': broken(t => delete t.version),
  'a newer version': broken(t => (t.version = 2)),
  'no iterations': broken(t => (t.iterations = [])),
  'iterations that are no list': broken(t => (t.iterations = { length: 3 })),
  'a truncated iteration': broken(t => t.iterations[0].forward.pop()),
  'no loss gradient': broken(t => delete t.iterations[0].lossGrad),
  'a tensor with a number too few': broken(t => t.iterations[0].params[0].value.data.pop()),
  'base64 that is too short': broken(
    t => (t.iterations[0].params[0].value = { shape: [4, 2], base64: 'AAAA' })
  ),
  'base64 that is none': broken(t => (t.data.input = { shape: [1, 2], base64: '*'.repeat(24) })),
  'NaN as null': broken(t => (t.iterations[0].loss = null)),
  'null in a tensor': broken(t => (t.iterations[0].params[0].value.data[3] = null)),
  'a shape that does not fit': broken(t => (t.data.input = { shape: [2, 1], data: [1, 2] })),
  'a negative shape': broken(t => (t.data.input = { shape: [-1, -2], data: [1, 2] })),
  'more numbers than can be shown': broken(t => (t.data.input = { shape: [4096, 65536], base64: '' })),
  'an unknown layer': broken(t => (t.model[1].type = 'Sigmund')),
  'a layer named like a method': broken(t => (t.model[1].type = 'constructor')),
  'an unknown loss': broken(t => (t.loss.type = 'toString')),
  'layers that do not fit': broken(t => (t.model[0].outFeatures = 3)),
  'names that are too many': broken(t => (t.data.featureNames = ['a', 'b', 'c'])),
  'names that are no text': broken(t => (t.data.featureNames = [{}, 1])),
  'the same layer twice': broken(t => (t.model[1].name = 'linear1')),
  'markup for a layer name': broken(t => (t.model[0].name = '<img src=x onerror=alert(1)>')),
  'markup for a type': broken(t => (t.model[0].type = '<img src=x onerror=alert(1)>')),
  'an update of a stranger': broken(t => (t.iterations[0].update[0].param = 'linear9.weight')),
  'deep nesting': broken(t => (t.data.input = nested(300)))
};

test('each malformed output shows one sentence; the valid one among them works', async ({ lab }) => {
  const good = traceOf241();
  const cells = Object.entries(malformed).map(([what, payload]) => saved(payload, `// ${what}`));
  cells.splice(5, 0, saved(good, '// good'));
  await lab.open(write('malformed.ipynb', cells));
  for (const [i, { source }] of cells.entries()) {
    if (i !== 5) {
      const errors = await lab.views(i, 'error');
      await expect(errors, String(source)).toHaveCount(1);
      await expect(errors).toHaveAttribute('role', 'alert');
      await expect(errors, String(source)).toHaveText(/^[A-Z][^\n]{10,400}[^.]\.$/);
      await expect(errors.locator('*')).toHaveCount(0);
    }
  }
  const stepper = await new Stepper((await lab.views(5)).first(), good).ready();
  expect(await stepper.walk()).toHaveLength(17);
});

test('names with markup are shown as text', async ({ lab }) => {
  const featureNames = ['<img src=x onerror=alert(1)>', '\\href{javascript:alert(1)}{x}'];
  const classNames = ['$x$ <b>b</b>', '\\frac{}{}{'];
  const one = traceOf241([[0.5, -1.2]], [[1]], { featureNames, classNames });
  // Two outputs, so that the class names label the units.
  const many = traceOf241([[0.5, -1.2]], [[1, 0]], { featureNames, classNames, outputs: 2 });
  await lab.open(write('names.ipynb', [saved(one), saved(many)]));
  for (const [cell, trace] of [one, many].entries()) {
    const stepper = await new Stepper((await lab.views(cell)).first(), trace).ready();
    for (const name of cell ? [...featureNames, ...classNames] : featureNames) {
      await expect(
        stepper.root.locator('title, text, option, b').filter({ hasText: name }).first()
      ).toBeAttached();
    }
    await stepper.choose('granularity', 'operation');
    await stepper.walk();
    await expect(stepper.root.locator('img, a, script, iframe, [onerror], [href]')).toHaveCount(0);
    await expect(stepper.root.locator('.katex-error')).toHaveCount(0);
  }
});
