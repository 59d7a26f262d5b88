/** Passes computed by plain loops without any code of src, to compare the page's numbers with. */
import type { TensorData, Trace } from './trace';

type Matrix = number[][];

/** Two layers with tanh and sigmoid, binary cross-entropy, SGD with momentum and weight decay. */
export interface Setup {
  input: Matrix;
  target: Matrix;
  /** By `stateDict` name, before the first iteration: `enter.weight`, `enter.bias`, `leave.weight`, `leave.bias`. */
  params: Record<string, Matrix | number[]>;
  optimizer: { lr: number; momentum: number; weightDecay: number };
  iterations: number;
}

const tensor = (rows: Matrix | number[]): TensorData =>
  Array.isArray(rows[0])
    ? { shape: [rows.length, rows[0].length], data: (rows as Matrix).flat() }
    : { shape: [rows.length], data: rows as number[] };

const dot = (a: number[], b: number[]): number => a.reduce((sum, x, i) => sum + x * b[i], 0);
const linear = (x: Matrix, w: Matrix, b: number[]): Matrix =>
  x.map(row => w.map((weights, j) => dot(weights, row) + b[j]));
const zip = (a: Matrix, b: Matrix, f: (x: number, y: number) => number): Matrix =>
  a.map((row, s) => row.map((x, j) => f(x, b[s][j])));
const column = (x: Matrix, j: number): number[] => x.map(row => row[j]);

/** From δ of a layer, the gradients of its weights, its biases and its input. */
function back(delta: Matrix, x: Matrix, w: Matrix): { weight: Matrix; bias: number[]; input: Matrix } {
  const units = w.map((_, j) => column(delta, j));
  return {
    weight: units.map(d => x[0].map((_, k) => dot(d, column(x, k)))),
    bias: units.map(d => d.reduce((sum, each) => sum + each, 0)),
    input: delta.map(row => x[0].map((_, k) => dot(row, column(w, k))))
  };
}

/** The trace that `record` should return. */
export function traceByHand({ input, target, params, optimizer, iterations }: Setup): Trace {
  const { lr, momentum, weightDecay } = optimizer;
  const buffers: Record<string, number[]> = {};
  let now = params;
  const trace: Trace = {
    model: NAMES.map((name, i) => {
      const weight = params[`${name}.weight`] as Matrix | undefined;
      const shape = weight && { inFeatures: weight[0].length, outFeatures: weight.length };
      return { name, type: ['Linear', 'Tanh', 'Linear', 'Sigmoid'][i], ...shape };
    }),
    loss: { type: 'BCELoss' },
    data: { input: tensor(input), target: tensor(target) },
    iterations: []
  };
  for (let i = 0; i < iterations; i++) {
    const w1 = now['enter.weight'] as Matrix;
    const w2 = now['leave.weight'] as Matrix;
    const z1 = linear(input, w1, now['enter.bias'] as number[]);
    const a1 = z1.map(row => row.map(Math.tanh));
    const z2 = linear(a1, w2, now['leave.bias'] as number[]);
    const a2 = z2.map(row => row.map(z => 1 / (1 + Math.exp(-z))));
    const n = input.length * a2[0].length;
    const log = (x: number): number => Math.max(Math.log(x), -100);
    const loss = zip(a2, target, (a, y) => -(y * log(a) + (1 - y) * log(1 - a)) / n).flat();
    const dA2 = zip(a2, target, (a, y) => (a - y) / Math.max(a * (1 - a), 1e-12) / n);
    const dZ2 = zip(dA2, a2, (d, a) => d * a * (1 - a));
    const leave = back(dZ2, a1, w2);
    const dZ1 = zip(leave.input, a1, (d, a) => d * (1 - a * a));
    const enter = back(dZ1, input, w1);
    const grads: Record<string, Matrix | number[]> = {
      'enter.weight': enter.weight,
      'enter.bias': enter.bias,
      'leave.weight': leave.weight,
      'leave.bias': leave.bias
    };
    const next: typeof now = {};
    const update = Object.keys(now).map(param => {
      const [before, grad] = [now[param].flat(), grads[param].flat()];
      const decayed = grad.map((g, k) => g + weightDecay * before[k]);
      const old = buffers[param] as number[] | undefined;
      const buffer = decayed.map((g, k) => (old ? momentum * old[k] + g : g));
      buffers[param] = buffer;
      const after = before.map((w, k) => w - lr * (momentum === 0 ? decayed[k] : buffer[k]));
      const shaped = (values: number[]): TensorData => ({ ...tensor(now[param]), data: values });
      const width = tensor(now[param]).shape[1];
      next[param] = width
        ? before.flatMap((_, k) => (k % width === 0 ? [after.slice(k, k + width)] : []))
        : after;
      return {
        param,
        before: shaped(before),
        grad: shaped(grad),
        step: shaped(after.map((w, k) => w - before[k])),
        after: shaped(after)
      };
    });
    const gradOf = (name: string): { name: string; grad: TensorData } => ({
      name,
      grad: tensor(grads[name])
    });
    trace.iterations.push({
      params: Object.entries(now).map(([name, value]) => ({ name, value: tensor(value) })),
      forward: [z1, a1, z2, a2].map((output, l) => ({ layer: NAMES[l], output: tensor(output) })),
      loss: loss.reduce((sum, each) => sum + each, 0),
      backward: [
        { layer: 'squash', gradOutput: tensor(dA2), gradInput: tensor(dZ2), params: [] },
        {
          layer: 'leave',
          gradOutput: tensor(dZ2),
          gradInput: tensor(leave.input),
          params: [gradOf('leave.weight'), gradOf('leave.bias')]
        },
        { layer: 'bend', gradOutput: tensor(leave.input), gradInput: tensor(dZ1), params: [] },
        {
          layer: 'enter',
          gradOutput: tensor(dZ1),
          gradInput: tensor(enter.input),
          params: [gradOf('enter.weight'), gradOf('enter.bias')]
        }
      ],
      update
    });
    now = next;
  }
  return trace;
}

const NAMES = ['enter', 'bend', 'leave', 'squash'];
