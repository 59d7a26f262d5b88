import { withTwoDigits } from './python';

/** What is printed of a tensor. */
interface Numbers {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** PyTorch's print options. */
const PRECISION = 4;
const LINE_WIDTH = 80;
/** A tensor of more numbers shows only those at its edges. */
const THRESHOLD = 1000;
const EDGE = 3;

/** A tensor as PyTorch prints one of its default type: `tensor([[1., 2.], …`. Source: torch/_tensor_str.py. */
export function tensorRepr({ shape, data }: Numbers, suffix = ''): string {
  const head = 'tensor(';
  if (data.length === 0) {
    return `${head}[]${shape.length === 1 ? '' : `, size=(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`}${suffix})`;
  }
  const short = data.length > THRESHOLD;
  const format = formatOf(short ? edgesOf(shape, data) : data);
  return `${head}${write(shape, data, head.length, short, format)}${suffix})`;
}

/** How every number of a tensor is written, and the width of the widest. */
interface Format {
  width: number;
  text(x: number): string;
}

function formatOf(values: ArrayLike<number>): Format {
  const some = Array.from(values).filter(x => Number.isFinite(x) && x !== 0);
  const sizes = some.map(Math.abs);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const whole = some.every(Number.isInteger);
  const byPower = some.length > 0 && (most / least > 1000 || most > 1e8 || (!whole && least < 1e-4));
  const plain = (x: number): string => {
    if (!Number.isFinite(x)) {
      return Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf';
    }
    if (byPower) {
      return withTwoDigits(x.toExponential(PRECISION));
    }
    const sign = Object.is(x, -0) ? '-' : '';
    return whole ? `${sign}${x.toFixed(0)}.` : sign + fixed(x);
  };
  const width = some.reduce((widest, x) => Math.max(widest, plain(x).length), 1);
  return { width, text: x => plain(x).padStart(width) };
}

/** Rounded to `PRECISION` decimals, a number in the middle to the even one, as C and Python do. */
function fixed(x: number): string {
  const scaled = Math.abs(x) * 10 ** PRECISION;
  const below = Math.floor(scaled);
  const middle = scaled - below === 0.5 && scaled / 10 ** PRECISION === Math.abs(x) && below % 2 === 0;
  return (middle ? (Math.sign(x) * below) / 10 ** PRECISION : x).toFixed(PRECISION);
}

/** The numbers that are shown of a large tensor. */
function edgesOf(shape: readonly number[], data: Float64Array): number[] {
  if (shape.length === 0) {
    return Array.from(data);
  }
  const size = data.length / shape[0];
  const inner = shape.slice(1);
  return shown(shape[0], true).flatMap(i =>
    i === null ? [] : edgesOf(inner, data.subarray(i * size, (i + 1) * size))
  );
}

/** The indices shown of a dimension; null for those left out. */
function shown(length: number, short: boolean): (number | null)[] {
  const all = Array.from({ length }, (_, i) => i);
  return short && length > 2 * EDGE ? [...all.slice(0, EDGE), null, ...all.slice(-EDGE)] : all;
}

function write(
  shape: readonly number[],
  data: Float64Array,
  indent: number,
  short: boolean,
  format: Format
): string {
  if (shape.length === 0) {
    return format.text(data[0]);
  }
  const next = ' '.repeat(indent + 1);
  if (shape.length === 1) {
    const items = shown(shape[0], short).map(i => (i === null ? ' ...' : format.text(data[i])));
    const perLine = Math.max(1, Math.floor((LINE_WIDTH - indent) / (format.width + 2)));
    const lines = Array.from({ length: Math.ceil(items.length / perLine) }, (_, line) =>
      items.slice(line * perLine, (line + 1) * perLine).join(', ')
    );
    return `[${lines.join(`,\n${next}`)}]`;
  }
  const size = data.length / shape[0];
  const slices = shown(shape[0], short).map(i =>
    i === null
      ? '...'
      : write(shape.slice(1), data.subarray(i * size, (i + 1) * size), indent + 1, short, format)
  );
  return `[${slices.join(`,${'\n'.repeat(shape.length - 1)}${next}`)}]`;
}
