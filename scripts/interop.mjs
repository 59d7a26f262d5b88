// The part `interop` of npm test: exchanges files between the built engine and Python's safetensors, ONNX Runtime and
// TensorBoard, in both directions. These packages have their own virtual environment, .cache/interop.
import './lib/node-version.mjs';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readFiles, writeFiles } from '../test/python/files.mjs';
import { at, windows } from './lib/paths.mjs';
import { ensureVenv } from './lib/python.mjs';
import { main, Problem } from './lib/report.mjs';
import { run } from './lib/run.mjs';

const folder = at('.cache', 'interop');
const python = join(folder, ...(windows ? ['Scripts', 'python.exe'] : ['bin', 'python']));
const list = ['safetensors', 'onnx', 'onnxruntime', 'numpy', 'tensorboard'].join('\n');

await main(async () => {
  await ensureVenv({
    folder,
    python,
    list,
    label: 'safetensors, ONNX Runtime and TensorBoard',
    name: 'pip-interop'
  });
  const files = join(folder, 'files');
  rmSync(files, { recursive: true, force: true });
  await writeFiles(files);
  const { code, output } = await run(python, [at('test', 'python', 'check.py'), files]);
  process.stdout.write(output);
  if (code !== 0) throw new Problem("Python reads other numbers from the engine's files: see above.");
  readFiles(files);
});
