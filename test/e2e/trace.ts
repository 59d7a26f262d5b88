/** The tests' own reader of traces, written from the contract, so that it shares no mistake with src. */
import { passAfter } from './passAfter';

type Num = number | string;
export type TensorData = { shape: number[]; data?: Num[]; base64?: string };
type Named = { name: string; value?: TensorData; grad?: TensorData };

export interface Trace {
  model: { name: string; type: string }[];
  loss: { type: string };
  data: { input: TensorData; target: TensorData; featureNames?: string[] };
  iterations: {
    params: (Named & { value: TensorData })[];
    forward: { layer: string; output: TensorData }[];
    loss: Num;
    backward: { layer: string; gradOutput: TensorData; gradInput: TensorData; params: Named[] }[];
    update: (Record<'before' | 'grad' | 'step' | 'after', TensorData> & { param: string })[];
  }[];
}

const decoded = new WeakMap<TensorData, number[]>();

/** Every number of a tensor, row by row; decoded once. */
export function numbers(tensor: TensorData): number[] {
  const known = decoded.get(tensor) ?? decode(tensor);
  decoded.set(tensor, known);
  return known;
}

function decode({ shape, data, base64 }: TensorData): number[] {
  const bytes = base64 === undefined ? null : Buffer.from(base64, 'base64');
  const values = bytes
    ? Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(i * 8))
    : data!.map(Number);
  must(values.length === shape.reduce((product, n) => product * n, 1), 'numbers fill their shape');
  return values;
}

/** A fast `expect`: called thousands of times, for which Playwright's is too slow. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) {
    throw new Error(what);
  }
}

/** The element of a tensor at an index. */
export function element(tensor: TensorData, index: number[]): number {
  must(
    index.length === tensor.shape.length && index.every((i, d) => i < tensor.shape[d]),
    `[${index}] is an index`
  );
  return numbers(tensor)[index.reduce((offset, i, d) => offset * tensor.shape[d] + i, 0)];
}

const address = /^(?:#(\d+)\/)?(after\/)?(\w+(?:\.\w+)*?)(\.grad)?(?:\[([\d,]+)\])?(?:@(\d+))?$/;

/** The parts of an address: `#3/linear1.weight.grad[2,1]@5`. */
export function parse(ref: string): {
  iteration: number;
  after: boolean;
  name: string;
  grad: boolean;
  index: number[];
  sample?: number;
} {
  const match = address.exec(ref);
  must(match !== null, `${ref} is an address`);
  const [, iteration, after, name, grad, index, sample] = match;
  return {
    iteration: Number(iteration ?? 0),
    after: Boolean(after),
    name,
    grad: Boolean(grad),
    index: index ? index.split(',').map(Number) : [],
    ...(sample === undefined ? {} : { sample: Number(sample) })
  };
}

/** The number at an address; for a parameter, its value before the update. */
export function valueAt(trace: Trace, ref: string): number {
  const { iteration: i, after, name, grad, index, sample } = parse(ref);
  const many = trace.iterations.length > 1;
  must(ref.startsWith('#') === many, `${ref} names its iteration when there are several`);
  if (after) {
    must(!grad && (name === 'loss' || name.endsWith('.output')), `${ref} is computed after the update`);
    const iterations = trace.iterations.slice();
    iterations[i] = passAfter(trace, i);
    return valueAt({ ...trace, iterations }, ref.replace('after/', ''));
  }
  const iteration = trace.iterations[i];
  if (name === 'loss') {
    return sample === undefined ? Number(iteration.loss) : lossShare(trace, i, sample);
  }
  if (name === 'input' || name === 'target') {
    const first = iteration.backward[iteration.backward.length - 1];
    return element(grad ? first.gradInput : trace.data[name], index);
  }
  const param = iteration.params.find(each => each.name === name);
  if (param && !grad) {
    return element(param.value, index);
  }
  if (param && sample === undefined) {
    const grads = iteration.backward.flatMap(({ params }) => params);
    return element(grads.find(each => each.name === name)!.grad!, index);
  }
  const dot = name.lastIndexOf('.');
  const layer = iteration.forward.findIndex(each => each.layer === name.slice(0, dot));
  must(layer >= 0, `${ref} is of a layer`);
  const back = iteration.backward.find(each => each.layer === name.slice(0, dot))!;
  if (name.slice(dot) === '.output') {
    return element(grad ? back.gradOutput : iteration.forward[layer].output, index);
  }
  must(param !== undefined && sample !== undefined, `${ref} is an address`);
  // A sample's share: δ of the unit, for a weight times the weight's input.
  const delta = element(back.gradOutput, [sample, index[0]]);
  const before = layer === 0 ? trace.data.input : iteration.forward[layer - 1].output;
  return index.length === 1 ? delta : delta * element(before, [sample, index[1]]);
}

function lossShare({ data, loss, iterations }: Trace, i: number, sample: number): number {
  const output = iterations[i].forward[iterations[i].forward.length - 1].output;
  const width = output.shape[1];
  const row = (tensor: TensorData): number[] => numbers(tensor).slice(sample * width, (sample + 1) * width);
  const log = (x: number): number => Math.max(Math.log(x), -100);
  if (loss.type === 'CrossEntropyLoss') {
    const powers = row(output).map(Math.exp);
    const right = powers[numbers(data.target)[sample]] / powers.reduce((sum, x) => sum + x, 0);
    return -Math.log(right) / output.shape[0];
  }
  const y = row(data.target);
  const each = row(output).map((a, j) =>
    loss.type === 'MSELoss' ? (a - y[j]) ** 2 : -(y[j] * log(a) + (1 - y[j]) * log(1 - a))
  );
  return each.reduce((sum, x) => sum + x, 0) / (output.shape[0] * width);
}

/** A column of a parameter's row in the table: before, grad, step, after. */
export function cellAt(trace: Trace, ref: string, column: 'before' | 'grad' | 'step' | 'after'): number {
  const { iteration, name, grad, index } = parse(ref);
  must(grad === (column === 'grad'), `${ref} is an address of the column ${column}`);
  if (column === 'before' || column === 'grad') {
    return valueAt(trace, ref);
  }
  return element(trace.iterations[iteration].update.find(({ param }) => param === name)![column], index);
}

/**
 * Whether shown digits are those of the number: `−0.0386`, `1.2×10⁻⁷`, `(−0.5)`. The last digit may be rounded.
 */
export function agrees(text: string, value: number): boolean {
  const plain = Array.from(text.replace(/[()\s\u200b]/g, ''), c => raised[c] ?? c).join('');
  if (!Number.isFinite(value)) {
    return plain === String(value).replace('Infinity', '∞');
  }
  const match = /^(-?\d+(?:\.(\d+))?)(?:[×⋅·]10(-?\d+))?$/.exec(plain);
  if (!match) {
    return false;
  }
  const unit = 10 ** (Number(match[3] ?? 0) - (match[2]?.length ?? 0));
  return Math.abs(Number(match[1]) * 10 ** Number(match[3] ?? 0) - value) <= 0.5 * unit * (1 + 1e-9);
}

const raised: Record<string, string> = {
  '−': '-',
  '⁻': '-',
  ...Object.fromEntries(Array.from('⁰¹²³⁴⁵⁶⁷⁸⁹', (c, i) => [c, String(i)]))
};
