/** Three-dimensional inputs, words and user-defined layers: drawn row by row, or replaced by a sentence. */
import {
  Adam,
  CrossEntropyLoss,
  Embedding,
  LayerNorm,
  Linear,
  Sequential,
  manualSeed,
  record
} from 'stepgrad';
import { expect, test } from './keptLab';
import { code, saved, tracesOf, write } from './notebooks';
import { Stepper } from './stepper';
import { Trace } from './trace';

test('an Embedding is stepped position by position, and a word can be edited', async ({ lab }) => {
  manualSeed(1);
  const model = new Sequential(new Embedding(6, 4), new LayerNorm(4), new Linear(4, 3));
  const words = (input: number[][]): Trace => {
    manualSeed(2);
    model.parameters().forEach(({ data }) => data.forEach((_, i) => (data[i] = Math.sin(i + data.length))));
    const optimizer = new Adam(model.parameters(), { lr: 0.01 });
    const data = { input, target: [[1, 0], [2, 2]], loss: new CrossEntropyLoss(), optimizer }; // prettier-ignore
    return JSON.parse(JSON.stringify(record(model, data))) as Trace;
  };
  const input = [[3, 0], [5, 3]]; // prettier-ignore
  const trace = words(input);
  await lab.open(write('rows.ipynb', [saved(trace)]));
  const root = (await lab.views(0)).first();
  const stepper = await new Stepper(root, trace, 1e-12).ready();
  await expect(root.locator('select[name=sample] option')).toHaveText([
    'whole batch',
    '1, 1 / 2 × 2',
    '1, 2 / 2 × 2',
    '2, 1 / 2 × 2',
    '2, 2 / 2 × 2'
  ]);
  const look = async (of: Trace): Promise<void> => {
    const { steps } = await stepper.state();
    const refs = new Set<string>();
    for (let step = 0; step < steps; step += 3) {
      for (const { ref, value, column } of await stepper.figures()) {
        const place = /^(\w+\.output|input|target)(\.grad)?\[([\d,]+)\]$/.exec(ref ?? '');
        if (place && !column) {
          refs.add(ref!);
          expect(Math.abs(Number(value) - numberAt(of, place[1], Boolean(place[2]), place[3])), ref!).toBeLessThan(1e-9); // prettier-ignore
        }
      }
      await stepper.press('ArrowRight', 'ArrowRight', 'ArrowRight');
    }
    expect([...refs].some(ref => ref.startsWith('0.output[1,1,'))).toBe(true);
    expect([...refs].some(ref => ref.startsWith('2.output.grad[1,1,'))).toBe(true);
  };
  await stepper.choose('sample', 3);
  await look(trace);
  const word = root.locator('[data-section=graph] [data-editable="input[1,1]"]');
  const type = async (value: string): Promise<void> => {
    await word.dblclick();
    await root.locator('input.sg-edit').fill(value);
    await lab.page.keyboard.press('Enter');
  };
  await type('2.5');
  await expect(root.locator('.sg-status')).toContainText('expects whole numbers from 0 to 5, got 2.5');
  await type('4');
  await stepper.press('Home');
  await look(words([[3, 0], [5, 4]])); // prettier-ignore
});

/** The number at an address, read from the trace by the test itself. */
function numberAt(
  { model, data, iterations: [iteration] }: Trace,
  name: string,
  grad: boolean,
  index: string
): number {
  const layer = name.replace('.output', '');
  const at = model.findIndex(each => each.name === layer);
  const back = iteration.backward.find(each => each.layer === layer);
  const tensor =
    name === 'input' || name === 'target'
      ? grad
        ? iteration.backward[model.length - 1].gradInput
        : data[name]
      : grad
        ? back!.gradOutput
        : iteration.forward[at].output;
  const i = index.split(',').reduce((offset, each, d) => offset * tensor.shape[d] + Number(each), 0);
  return Number(tensor.data![i]);
}

test('a user-defined layer and loss, recorded in the kernel, are shown with numbers and a sentence', async ({
  lab
}) => {
  const path = write('own.ipynb', [
    code(
      'import { Module, Loss, Tensor, TensorLike, Sequential, Linear, record, show } from "stepgrad";',
      'class Half extends Module {',
      '  override forward(x: TensorLike): Tensor {',
      '    const t = Tensor.from(x);',
      '    return new Tensor(t.shape.slice(), t.data.map(each => each / 2));',
      '  }',
      '  override backward(g: TensorLike): Tensor { return this.forward(g); }',
      '}',
      'class Distance extends Loss {',
      '  private d = new Tensor([0]);',
      '  override forward(a: TensorLike, y: TensorLike): number { return this.shares(a, y).reduce((s, x) => s + x, 0); }',
      '  override backward(): Tensor { return this.d; }',
      '  override shares(output: TensorLike, target: TensorLike): number[] {',
      '    const [a, y] = [Tensor.from(output), Tensor.from(target)];',
      '    this.d = new Tensor(a.shape.slice(), a.data.map((each, i) => each - y.data[i]));',
      '    return Array.from(this.d.data, d => (d * d) / 2);',
      '  }',
      '}',
      'const model = new Sequential(new Linear(2, 2), new Half(), new Linear(2, 1));',
      'show(record(model, { input: [[0.5, -1.2], [1, 2]], target: [[1], [0]], loss: new Distance() }));'
    )
  ]);
  await lab.open(path, { kernel: true });
  const [{ trace }] = tracesOf(await lab.runAll());
  const root = (await lab.views(0)).first();
  const stepper = await new Stepper(root, trace).ready();
  const derivation = root.locator('[data-section=derivation]');
  await expect(derivation).toContainText('Half is your own layer: its numbers are shown');
  await stepper.press('Shift+ArrowRight');
  await expect(derivation).toContainText('Distance is your own loss: its numbers are shown');
  const { lossShares } = trace.iterations[0] as unknown as { lossShares: { data: number[] } };
  const shares = (await stepper.figures()).filter(({ ref }) => ref?.startsWith('loss@'));
  expect(shares.length).toBeGreaterThan(0);
  shares.forEach(({ ref, value }) => expect(Number(value)).toBe(lossShares.data[Number(ref!.split('@')[1])]));
  await root.locator('[data-section=table] [data-editable]').first().dblclick();
  await root.locator('input.sg-edit').fill('1');
  await lab.page.keyboard.press('Enter');
  await expect(root.locator('.sg-status')).toHaveText(
    "Half is your own layer: it can't be computed again here."
  );
  await expect(root).not.toHaveAttribute('data-edited');
});
