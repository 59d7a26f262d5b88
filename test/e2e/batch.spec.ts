/** Compares samples, the whole batch, matrices and paths on the page with plain loops. */
import { Locator } from '@playwright/test';
import { Lab, expect, test } from './lab';
import { saved, traceOf241, write } from './notebooks';
import { Stepper } from './stepper';
import { Trace, TensorData, element, numbers, parse, valueAt } from './trace';

const input = [
  [0.5, -1.2],
  [0, 3],
  [1, 1],
  [-0.4, 0.2],
  [2, -0.5]
];
const trace = traceOf241(input, [[1], [0], [1], [0], [1]]);

async function open(lab: Lab, of: Trace = trace): Promise<Stepper> {
  await lab.open(write('batch.ipynb', [saved(of)]));
  return new Stepper((await lab.views(0)).first(), of).ready();
}

const values = (found: Locator): Promise<{ ref: string; value: number }[]> =>
  found.evaluateAll(all =>
    all.map(each => ({
      ref: each.getAttribute('data-ref') ?? '',
      value: Number(each.getAttribute('data-value'))
    }))
  );

const near = (a: number, b: number): void =>
  expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(b)));

test('draws a bar per sample; the bars sum to the gradient, and each selects its sample', async ({ lab }) => {
  const stepper = await open(lab);
  await stepper.press('Shift+ArrowRight', 'Shift+ArrowRight', 'ArrowRight', 'ArrowRight');
  await stepper.root.locator('[data-lens=shares]').click();
  const chart = stepper.root.locator('.sg-shares');
  const shares = await values(chart.locator('.sg-share-share [data-ref]'));
  expect(shares.map(({ ref }) => ref)).toEqual(input.map((_, s) => `linear1.weight.grad[1,0]@${s}`));
  shares.forEach(({ ref, value }) => near(value, valueAt(trace, ref)));
  const [total] = await values(chart.locator('.sg-share-total [data-ref]'));
  expect(total.ref).toBe('linear1.weight.grad[1,0]');
  near(total.value, valueAt(trace, total.ref));
  near(
    shares.reduce((sum, { value }) => sum + value, 0),
    total.value
  );
  const { step } = await stepper.state();
  for (const sample of [3, 0, 4]) {
    await chart.locator(`[data-sample="${sample}"]`).click();
    await expect(stepper.root.locator('select[name=sample]')).toHaveValue(String(sample));
    await expect(chart.locator('.sg-now')).toHaveAttribute('data-sample', String(sample));
    expect((await stepper.check(step)).phase).toBe('backward');
  }
  // The keyboard selects a sample too, and the focus stays on the bar.
  await chart.locator('[data-sample="1"]').focus();
  await lab.page.keyboard.press('Enter');
  await expect(stepper.root.locator('select[name=sample]')).toHaveValue('1');
  await expect(chart.locator('[data-sample="1"]')).toBeFocused();
});

test('draws the samples’ shares of the loss in the loss step', async ({ lab }) => {
  const stepper = await open(lab);
  await stepper.root.locator('[data-lens=shares]').click();
  await expect(stepper.root.locator('.sg-shares-chart')).toHaveCount(0);
  await stepper.press('Shift+ArrowRight');
  const bars = await values(stepper.root.locator('.sg-share-share [data-ref]'));
  expect(bars.map(({ ref }) => ref)).toEqual(input.map((_, s) => `loss@${s}`));
  near(
    bars.reduce((sum, { value }) => sum + value, 0),
    Number(trace.iterations[0].loss)
  );
});

test('bins thousands of samples, and keeps the selected one in reach', async ({ lab }) => {
  const many = Array.from({ length: 1000 }, (_, s) => [Math.sin(s), Math.cos(3 * s)]);
  const large = traceOf241(
    many,
    many.map(([x]) => [Number(x > 0)])
  );
  const stepper = await open(lab, large);
  await stepper.press('Shift+ArrowRight', 'Shift+ArrowRight');
  await stepper.root.locator('[data-lens=shares]').click();
  const bars = stepper.root.locator('.sg-share-share');
  const count = await bars.count();
  expect(count).toBeGreaterThan(20);
  expect(count).toBeLessThan(150);
  await bars.nth(count - 1).click();
  const sample = Number(await stepper.root.locator('select[name=sample]').inputValue());
  expect(sample).toBeGreaterThan(980);
  const [own] = await values(stepper.root.locator('.sg-shares .sg-lens-caption [data-ref]'));
  expect(parse(own.ref).sample).toBe(sample);
  near(own.value, valueAt(large, own.ref));
});

test('shows the batch’s means in the nodes and its gradients on the edges, and keeps the selection', async ({
  lab
}) => {
  const stepper = await open(lab);
  const { root } = stepper;
  await stepper.choose('sample', 'batch');
  await stepper.press('Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'ArrowLeft');
  expect((await stepper.check()).phase).toBe('backward');
  const nodes = await values(root.locator('.sg-node:not(.sg-loss-node) .sg-node-value [data-value]'));
  const { forward, backward } = trace.iterations[0];
  const mean = (tensor: TensorData, k: number): number =>
    input.reduce((sum, _, s) => sum + element(tensor, [s, k]), 0) / input.length;
  const expected = [
    ...[0, 1].map(k => mean(trace.data.input, k)),
    ...[0, 1, 2, 3].map(k => mean(forward[1].output, k)),
    mean(forward[3].output, 0)
  ];
  nodes.forEach(({ value, ref }, i) => {
    near(value, expected[i]);
    expect(ref, 'a mean is no number of the trace').toBe('');
  });
  await expect(root.locator('.sg-spread')).toHaveCount(7);
  // The widths of the edges show the batch's gradients.
  const edges = await root.locator('.sg-graph').evaluate(graph => {
    const drawn = new Map(
      Array.from(graph.querySelectorAll('.sg-edge'), path => [
        path.getAttribute('d'),
        Number(path.getAttribute('stroke-width'))
      ])
    );
    return Array.from(graph.querySelectorAll('.sg-hit'), hit => ({
      ref: hit.getAttribute('data-ref')!,
      width: drawn.get(hit.getAttribute('d'))!
    }));
  });
  const sizes = edges.map(({ ref }) => Math.abs(valueAt(trace, ref.replace('weight[', 'weight.grad['))));
  const largest = Math.max(
    ...backward.flatMap(({ params }) =>
      params.filter(({ name }) => name.endsWith('weight')).flatMap(({ grad }) => numbers(grad!).map(Math.abs))
    )
  );
  expect(edges).toHaveLength(12);
  edges.forEach(({ width }, i) => expect(width).toBeCloseTo(0.8 + (8.2 * sizes[i]) / largest, 6));
  await expect(root.locator('.sg-legend')).toContainText('whole batch');
  await expect(root.locator('select[name=sample]')).toHaveValue('batch');
  // The selection survives a redraw; selecting a sample ends it.
  await lab.command('apputils:change-theme', { theme: 'JupyterLab Dark' });
  await expect(root.locator('select[name=sample]')).toHaveValue('batch');
  await lab.command('apputils:change-theme', { theme: 'JupyterLab Light' });
  await stepper.choose('sample', 2);
  await stepper.check();
  await expect(root.locator('.sg-spread')).toHaveCount(0);
});

test('shows the trace’s numbers in the matrices, and lights the row and column of a product', async ({
  lab
}) => {
  // Wide enough to draw every matrix in full.
  await lab.page.setViewportSize({ width: 1600, height: 1000 });
  const stepper = await open(lab);
  const { root } = stepper;
  await root.locator('[data-lens=matrices]').click();
  const row = root.locator('.sg-matrix-row');
  const lit = async (matrix: number): Promise<number[]> =>
    (await values(row.locator('.sg-matrix').nth(matrix).locator('.sg-cell.sg-lit'))).map(
      ({ value }) => value
    );
  const dot = (a: number[], b: number[]): number => a.reduce((sum, x, k) => sum + x * b[k], 0);
  const seen = new Set<string>();
  const { steps } = await stepper.state();
  await stepper.press('Home');
  for (let step = 0; step < steps; step++) {
    const { phase } = await stepper.check(step);
    for (const { ref, value } of await values(row.locator('.sg-cell[data-ref]'))) {
      expect(value, ref).toBe(valueAt(trace, ref));
    }
    await expect(row.locator('.sg-cell-gap')).toHaveCount(0);
    const [result, a, b, c = [0]] = await Promise.all([0, 1, 2, 3].map(lit));
    if (phase === 'forward') {
      near(result[0], dot(a, b) + c[0]);
    } else if (phase === 'backward') {
      near(result[0], dot(a, b));
      expect(a).toHaveLength(input.length);
    } else if (phase === 'update') {
      near(result[0], a[0] - 0.5 * b[0]);
    }
    seen.add(phase);
    await stepper.press('ArrowRight');
  }
  expect(seen.size).toBe(5);
  // The first factor after the result is transposed in δᵀ: its rows are δ's columns.
  await stepper.press('Home', 'Shift+ArrowRight', 'Shift+ArrowRight', 'ArrowRight');
  const refs = await values(row.locator('.sg-matrix').nth(1).locator('.sg-cell'));
  expect(refs.slice(0, 2).map(({ ref }) => ref)).toEqual([
    'linear1.output.grad[0,0]',
    'linear1.output.grad[1,0]'
  ]);
  // A click on a cell opens its number.
  await row.locator('.sg-cell[data-ref="linear1.weight.grad[2,1]"]').click();
  await expect(root.locator('.sg-question')).toContainText('w₃₂');
  await expect(row.locator('.sg-here')).toHaveAttribute('data-ref', 'linear1.weight.grad[2,1]');
});

test('lights exactly the edges and nodes of a path, and counts the multiplications both ways', async ({
  lab
}) => {
  const three = traceOf241([[0.5, -1.2]], [[1, 0, 1]], { outputs: 3 });
  const stepper = await open(lab, three);
  const { root } = stepper;
  await root.locator('.sg-hit[data-ref="linear1.weight[1,0]"]').focus();
  await lab.page.keyboard.press('Enter');
  const rows = root.locator('.sg-path');
  await expect(rows).toHaveCount(3);
  const lit = (): Promise<{ edges: string[]; nodes: string[] }> =>
    root.locator('.sg-graph').evaluate(graph => {
      const active = new Set(
        Array.from(graph.querySelectorAll('.sg-edge.sg-active'), path => path.getAttribute('d'))
      );
      return {
        edges: Array.from(graph.querySelectorAll('.sg-hit'))
          .filter(hit => active.has(hit.getAttribute('d')))
          .map(hit => hit.getAttribute('data-ref')!)
          .sort(),
        nodes: Array.from(graph.querySelectorAll('.sg-node.sg-active'), node =>
          node.getAttribute('data-link')!
        ).sort()
      };
    });
  const before = await lit();
  expect(before.edges).toHaveLength(4);
  for (const j of [2, 0]) {
    await root.locator(`[data-path="1,${j}"] summary`).hover();
    expect(await lit()).toEqual({
      edges: ['linear1.weight[1,0]', `linear2.weight[${j},1]`],
      nodes: ['loss', 'node 0 0', 'node 1 1', `node 2 ${j}`]
    });
  }
  await root.locator('[data-path="1,1"] summary').focus();
  await lab.page.keyboard.press('Enter');
  await lab.page.mouse.move(1, 1);
  expect((await lit()).edges).toEqual(['linear1.weight[1,0]', 'linear2.weight[1,1]']);
  await expect(root.locator('[data-path="1,1"] .katex')).toBeVisible();
  // The products of the paths sum to the gradient, and so does the computation by δ.
  const products = await values(root.locator('.sg-path summary [data-value]'));
  const grad = valueAt(three, 'linear1.weight.grad[1,0]');
  near(
    products.reduce((sum, { value }) => sum + value, 0),
    grad
  );
  const [byPath, byDelta] = await Promise.all(
    ['paths', 'delta'].map(way => values(root.locator(`[data-way=${way}] [data-value]`)))
  );
  near(byPath[0].value, grad);
  near(byDelta[0].value, grad);
  // Multiplications: 3 paths of σ′·w·σ′·x; by δ 3 σ′, then 3 w and 1 σ′, and x.
  expect([byPath[1].value, byDelta[1].value]).toEqual([12, 8]);
  // For all parameters: 12 weights and 3 biases of the second layer, 8 and 4 of the first with 3 paths each.
  expect([byPath[2].value, byDelta[2].value]).toEqual([
    12 * 2 + 3 + 8 * 3 * 4 + 4 * 3 * 3,
    3 + 4 * (3 + 1) + 20
  ]);
});
