// npm run golden [-- arguments]: regenerates test/golden with PyTorch: the numbers that the engine must reproduce.
// PyTorch has its own virtual environment, since nothing else needs it.
import './lib/node-version.mjs';
import { join } from 'node:path';
import { at, windows } from './lib/paths.mjs';
import { ensureVenv } from './lib/python.mjs';
import { main } from './lib/report.mjs';
import { handOver } from './lib/run.mjs';

const folder = at('.cache', 'golden');
const python = join(folder, ...(windows ? ['Scripts', 'python.exe'] : ['bin', 'python']));

// On Linux, PyPI's PyTorch includes gigabytes of CUDA; PyTorch's own index has a build without. An index that the
// user has configured for pip takes precedence.
const told = process.env.PIP_FIND_LINKS || process.env.PIP_EXTRA_INDEX_URL || process.env.PIP_INDEX_URL;
const index =
  process.platform === 'linux' && !told && '--extra-index-url=https://download.pytorch.org/whl/cpu';
const list = ['torch==2.13.0', 'numpy', 'scikit-learn==1.9.1', index].filter(Boolean).join('\n');

await main(async args => {
  await ensureVenv({ folder, python, list, label: 'PyTorch', name: 'pip-golden' });
  return handOver(python, [at('test', 'golden', 'make.py'), ...args]);
});
