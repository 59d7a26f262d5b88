/** With a tslab that lacks what is extended, the launcher says so and starts it as it is. */
import { join } from 'node:path';
import { KernelClient } from './kernelClient';

test('starts plain tslab, with a sentence, if a method is gone', async () => {
  const other = JSON.stringify(join(__dirname, 'otherTslab.cjs'));
  const kernel = await new KernelClient().start({ NODE_OPTIONS: `--require ${other}` });
  try {
    expect(kernel.log).toMatch(/this tslab has no JupyterHandlerImpl\.handleInspect: starting plain tslab/);
    expect((await kernel.run('6 * 7')).stdout).toBe('42\n');
  } finally {
    await kernel.stop();
  }
}, 60_000);
