import { expect, test } from './lab';
import { code, read, tracesOf, write } from './notebooks';
import { Stepper } from './stepper';

test('a saved notebook can be stepped without a kernel', async ({ lab, request }) => {
  const path = write('saved.ipynb', [
    code(
      'import { Sequential, Linear, Sigmoid, BCELoss, SGD, record, show } from "stepgrad";',
      'const model = new Sequential(new Linear(2, 4), new Sigmoid(), new Linear(4, 1), new Sigmoid());',
      'const optimizer = new SGD(model.parameters(), { lr: 0.01 });',
      'show(record(model, { input: [[0.5, -1.2]], target: [[1]], loss: new BCELoss(), optimizer }));'
    )
  ]);
  await lab.open(path, { kernel: true });
  const [{ trace }] = tracesOf(await lab.runAll());
  await lab.save();
  expect(tracesOf(read(path).cells)[0].trace).toEqual(trace);
  await lab.shutDown();

  await lab.page.reload();
  await lab.open(path);
  expect(await (await request.get('/api/kernels?token=e2e')).json()).toEqual([]);
  const stepper = await new Stepper((await lab.views(0)).first(), trace).ready();
  expect(await stepper.walk()).toHaveLength(17);
});
