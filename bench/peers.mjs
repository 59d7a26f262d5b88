// The peers by their names in the table and the JSON file, and the packages they need.
export const NPM_PACKAGES = {
  '@jax-js/jax': '0.1.25',
  '@tensorflow/tfjs': '4.22.0',
  '@tensorflow/tfjs-backend-wasm': '4.22.0',
  'brain.js': '1.6.1',
  convnetjs: '0.3.0',
  'ml-matrix': '6.15.1'
};
export const PYTHON_PACKAGES = ['torch==2.13.0', 'numpy', 'micrograd==0.1.0'];

const all = ['W1', 'W2', 'W3', 'W4f', 'W4b'];
const dense = ['W1', 'W2', 'W3'];

/**
 * `program` is a file in bench/peers, `option` its argument, `on` the supported workloads, `losses` how many losses
 * are comparable (all by default), `note` a remark for the docs.
 */
export const PEERS = {
  stepgrad: {
    program: 'stepgrad.mjs',
    option: 'webassembly',
    on: all,
    note: 'float64, products by WebAssembly SIMD (small ones by plain loops)'
  },
  'stepgrad-ts': {
    program: 'stepgrad.mjs',
    option: 'typescript',
    on: all,
    note: 'float64, blocked TypeScript only'
  },
  'stepgrad-readable': {
    program: 'stepgrad.mjs',
    option: 'readable',
    on: all,
    note: 'float64, the readable loops of src/engine/matmul/readable.ts'
  },
  loops: {
    program: 'loops.mjs',
    on: all,
    note: 'float64, plain i-k-j loops over Float64Arrays: the baseline'
  },
  'torch-f32': { program: 'pytorch.py', option: 'float32', on: all, note: 'PyTorch, eager, CPU, one thread' },
  'torch-f64': { program: 'pytorch.py', option: 'float64', on: all, note: 'PyTorch, eager, CPU, one thread' },
  'jax-js': { program: 'jax-js.mjs', on: all, note: 'float32, WebAssembly backend, jit' },
  'tfjs-wasm': { program: 'tfjs.mjs', option: 'wasm', on: all, note: 'float32' },
  'tfjs-cpu': { program: 'tfjs.mjs', option: 'cpu', on: all, note: 'float32' },
  'brain.js': {
    program: 'brain.mjs',
    on: ['W1'],
    losses: 1,
    note: 'own algorithm: sample by sample, squared error'
  },
  convnetjs: {
    program: 'convnetjs.mjs',
    on: dense,
    note: 'float64, sample by sample, update after the batch'
  },
  'ml-matrix': { program: 'ml-matrix.mjs', on: dense, note: 'float64, a matrix library' },
  micrograd: { program: 'micrograd_peer.py', on: ['W1'], note: 'Python, scalar by scalar' }
};
