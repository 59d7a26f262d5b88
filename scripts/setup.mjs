// Installs what every command needs: npm packages, JupyterLab, the kernel. Each is skipped if it is already there,
// so a second run takes no time.
import './lib/node-version.mjs';
import { ensureKernel } from './lib/jupyter.mjs';
import { alone } from './lib/lock.mjs';
import { ensurePackages } from './lib/npm-packages.mjs';
import { ensureJupyter } from './lib/python.mjs';

export function setup() {
  return alone(async () => {
    await ensurePackages();
    await ensureJupyter();
    await ensureKernel();
  });
}
