// What every command needs before it can do anything: npm packages, JupyterLab, the kernel. Each is looked at
// and left alone when it is there, so that a second run takes no time.
import './lib/node-version.mjs';
import { ensureKernel } from './lib/jupyter.mjs';
import { ensurePackages } from './lib/npm-packages.mjs';
import { ensureJupyter } from './lib/python.mjs';

export async function setup() {
  await ensurePackages();
  await ensureJupyter();
  await ensureKernel();
}
