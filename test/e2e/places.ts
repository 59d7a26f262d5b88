/** Where numbers stand on a stepper's page, and which address belongs there: a page may be wrong and agree with itself. */
import { passAfter } from './passAfter';
import { TensorData, Trace, must, numbers, parse } from './trace';

/** A number with its place, read from the page's geometry and the order of its elements. */
export type Placed = { ref: string | null; value: number } & (
  | { kind: 'sum' | 'value' | 'delta'; column: number; unit: number }
  | { kind: 'bias'; column: number; unit: number }
  | { kind: 'probability'; row: number }
  | { kind: 'loss' }
  | { kind: 'target'; row: number }
  | { kind: 'edge'; column: number; unit: number; input: number }
  | { kind: 'cell'; column: string; parameter: string; row: number; rows: number }
  | { kind: 'matrix'; matrix: number; transposed: boolean; rows: number; row: number; column: number }
);

/** Reads the places of a stepper. Runs in the page: it can use nothing from outside. */
export function readPlaces(root: HTMLElement): Placed[] {
  const found: Placed[] = [];
  const numberOf = (element: Element): { ref: string | null; value: number } => ({
    ref: element.getAttribute('data-ref'),
    value: Number(element.getAttribute('data-value'))
  });
  const each = (parent: Element, selector: string, visit: (element: Element, at: number) => void): void =>
    parent.querySelectorAll(selector).forEach(visit);

  // Nodes: a column is an x, a row the order of the ys.
  const graph = root.querySelector('[data-section=graph] svg');
  const nodes = Array.from(
    graph?.querySelectorAll('.sg-node:not(.sg-loss-node)') ?? [],
    (group): { group: Element; x: number; y: number } => {
      const [x, y] = group
        .getAttribute('transform')!
        .match(/-?[\d.]+/g)!
        .map(Number);
      return { group, x, y };
    }
  );
  const xs = [...new Set(nodes.map(({ x }) => x))].sort((a, b) => a - b);
  const columns = xs.map(x => nodes.filter(node => node.x === x).sort((a, b) => a.y - b.y));
  const gaps = Array.from(graph?.querySelectorAll('.sg-gap') ?? [], gap => Number(gap.getAttribute('x')));
  /** The unit of a node: its row, or in a folded column what its link says. */
  const unitOf = (column: number, row: number): number =>
    gaps.includes(xs[column])
      ? Number(columns[column][row].group.getAttribute('data-link')!.split(' ')[2])
      : row;
  columns.forEach((rows, column) =>
    rows.forEach(({ group }, row) => {
      const place = { column, unit: unitOf(column, row) };
      each(group, '.sg-node-sum [data-value]', number =>
        found.push({ kind: 'sum', ...place, ...numberOf(number) })
      );
      each(group, '.sg-node-value [data-value]', number =>
        found.push({ kind: 'value', ...place, ...numberOf(number) })
      );
      each(group, '.sg-node-delta [data-value]', number =>
        found.push({ kind: 'delta', ...place, ...numberOf(number) })
      );
    })
  );
  if (graph) {
    // Biases: over the unit whose border they end at, left of its middle.
    each(graph, '.sg-bias-hit', hit => {
      const [x, , y] = hit
        .getAttribute('d')!
        .match(/-?[\d.]+/g)!
        .map(Number);
      const column = xs.findIndex(middle => middle > x);
      const row = columns[column].findIndex(node => node.y > y);
      found.push({ kind: 'bias', column, unit: unitOf(column, row), ...numberOf(hit) });
    });
    // Probabilities: each in the row of its class.
    each(graph, '.sg-probability', group => {
      const row = Number(group.getAttribute('data-class'));
      each(group, '[data-value]', number => found.push({ kind: 'probability', row, ...numberOf(number) }));
    });
    each(graph, '.sg-loss-node .sg-node-value [data-value]', number =>
      found.push({ kind: 'loss', ...numberOf(number) })
    );
    each(graph, '.sg-loss-node .sg-target [data-value]', (number, row) =>
      found.push({ kind: 'target', row, ...numberOf(number) })
    );
    // Edges: from the node that lies to the left of the path's start to the node to the right of its end.
    each(graph, '.sg-hit', hit => {
      const ends = hit
        .getAttribute('d')!
        .match(/-?[\d.]+/g)!
        .map(Number);
      const [x, y, toX, toY] = [...ends.slice(0, 2), ...ends.slice(-2)];
      const from = xs.findIndex((left, i) => left < x && (xs[i + 1] ?? Infinity) > x);
      const to = xs.findIndex(right => right > toX);
      const rowAt = (column: number, height: number): number =>
        columns[column].findIndex(node => node.y === height);
      found.push({
        kind: 'edge',
        // −1 for an edge that skips a column.
        column: to === from + 1 ? to : -1,
        unit: unitOf(to, rowAt(to, toY)),
        input: unitOf(from, rowAt(from, y)),
        ...numberOf(hit)
      });
    });
  }

  const table = root.querySelectorAll('.sg-parameters tbody tr');
  table.forEach((tr, row) => {
    const place = { parameter: tr.querySelector('th')?.textContent ?? '', row, rows: table.length };
    each(tr, 'td[data-column][data-ref]', cell =>
      found.push({ kind: 'cell', column: cell.getAttribute('data-column')!, ...place, ...numberOf(cell) })
    );
  });

  each(root, '.sg-matrix', (matrix, at) => {
    const grid = matrix.querySelector<HTMLElement>('.sg-grid')!;
    if (!matrix.querySelector('.sg-cell-gap')) {
      const width = Number(grid.style.getPropertyValue('--sg-columns'));
      const transposed = matrix.querySelector('.sg-matrix-name .sg-number')!.textContent!.includes('ᵀ');
      const rows = grid.children.length / width;
      Array.from(grid.children).forEach((cell, i) => {
        if (cell.hasAttribute('data-ref')) {
          const place = { rows, row: Math.floor(i / width), column: i % width };
          found.push({ kind: 'matrix', matrix: at, transposed, ...place, ...numberOf(cell) });
        }
      });
    }
  });
  return found;
}

/** A column of the graph: the layers from one Linear to the next. */
interface Column {
  linear: string | null;
  last: string;
  /** Whether a block stands behind the units, which then show what goes into it. */
  hasBlock?: boolean;
}

/** The layers that are drawn as blocks. */
export const BLOCKS = [
  'Softmax',
  'BatchNorm1d',
  'Dropout',
  'Embedding',
  'FeedForward',
  'LayerNorm',
  'RMSNorm',
  'Residual'
];

/** The columns of a network after the inputs. */
function columnsOf({ model, data, iterations }: Trace): Column[] {
  const widthOf = ({ shape }: TensorData): number => shape[shape.length - 1];
  const columns: Column[] = [];
  let width = widthOf(data.input);
  model.forEach(({ name, type }, i) => {
    const out = widthOf(iterations[0].forward[i].output);
    if (type === 'Linear' || out !== width || columns.length === 0) {
      columns.push({ linear: type === 'Linear' ? name : null, last: name });
    } else {
      const column = columns[columns.length - 1];
      column.hasBlock ||=
        column.linear !== null && BLOCKS.includes(type) && !(type === 'Softmax' && i === model.length - 1);
      column.last = column.hasBlock ? column.last : name;
    }
    width = out;
  });
  // The numbers of a Softmax at the end stand beside the units.
  const end = model[model.length - 1];
  const column = columns[columns.length - 1];
  const start = model.findIndex(({ name }) => name === column.linear);
  if (end.type === 'Softmax' && !column.hasBlock && column.linear !== null && start < model.length - 1) {
    column.last = model[model.length - 2].name;
  }
  return columns;
}

/**
 * Fails for a number whose address is not that of its place, and for a mean or a sum that is not its unit's.
 * @param sample the one that is shown; null for the whole batch
 */
export function checkPlaces(trace: Trace, places: Placed[], sample: number | null, where: string): void {
  const shown = places.flatMap(({ ref }) => (ref ? [parse(ref).iteration] : []));
  const isAfter = places.some(({ kind, ref }) => kind === 'loss' && ref !== null && parse(ref).after);
  const iteration = shown[0] ?? 0;
  const context = { trace, sample, iteration, isAfter, columns: columnsOf(trace), rows: rowsOf(trace) };
  must(
    new Set(shown).size <= 1,
    `${where}: numbers of one iteration, not of ${[...new Set(shown)].join(', ')}`
  );
  const matrices = new Map<number, string>();
  for (const placed of places) {
    const problem = problemOf(placed, context, matrices);
    must(problem === null, `${where}: ${JSON.stringify(placed)} ${problem}`);
  }
}

interface Context {
  trace: Trace;
  sample: number | null;
  iteration: number;
  /** Whether the graph shows the pass with the updated weights. */
  isAfter: boolean;
  columns: Column[];
  rows: string[];
}

/** The rows of the table of parameters: `linear1.weight[0,1]`. */
const rowsOf = ({ iterations }: Trace): string[] =>
  iterations[0].params.flatMap(({ name, value }) =>
    numbers(value).map(
      (_, i) =>
        `${name}[${value.shape.length === 1 ? i : `${Math.floor(i / value.shape[1])},${i % value.shape[1]}`}]`
    )
  );

/** `linear1.weight.grad` of an address: without iteration, index and sample. */
const nameOf = (ref: string): string => `${parse(ref).name}${parse(ref).grad ? '.grad' : ''}`;

/** What is wrong with a number's address; null if nothing is. */
function problemOf(placed: Placed, context: Context, matrices: Map<number, string>): string | null {
  const { trace, sample, columns } = context;
  const { ref } = placed;
  const name = ref === null ? null : nameOf(ref);
  const index = ref === null ? [] : parse(ref).index;
  const expected = (own: string, ...at: number[]): string | null =>
    name === own && index.join() === at.join() ? null : `does not have the address ${own}[${at.join()}]`;
  /** At the index of the shown sample: of a sequence, the index of its position. */
  const ofSample = (own: string, unit: number, { shape }: TensorData): string | null =>
    expected(own, ...unravel(sample!, shape.slice(0, -1)), unit);
  switch (placed.kind) {
    case 'bias':
      return expected(`${columns[placed.column - 1]?.linear}.bias`, placed.unit);
    case 'sum':
    case 'value':
    case 'delta': {
      const { own, tensor: whole } = ofNode(placed, context);
      // A word is a number without units.
      const isWord = placed.column === 0 && trace.model[0].type === 'Embedding';
      const tensor = isWord ? { ...whole, shape: [...whole.shape, 1] } : whole;
      if (ref !== null && placed.column > 0 && parse(ref).after !== context.isAfter) {
        return `is of the pass ${context.isAfter ? 'before' : 'after'} the update`;
      }
      if (isWord && sample !== null) {
        return expected(own, ...unravel(sample, whole.shape));
      }
      return sample === null ? batchProblem(placed, tensor) : ofSample(own, placed.unit, tensor);
    }
    case 'probability': {
      const { layer, output } = trace.iterations[context.iteration].forward[trace.model.length - 1];
      // A probability that the loss makes itself has no address, nor has a mean.
      return ref === null
        ? probabilityProblem(placed, context)
        : ofSample(`${layer}.output`, placed.row, output);
    }
    case 'loss':
      return expected('loss');
    case 'target': {
      const { target } = trace.data;
      const { forward } = trace.iterations[0];
      const namesClass = target.shape.length < forward[forward.length - 1].output.shape.length;
      return namesClass
        ? expected('target', ...unravel(sample!, target.shape))
        : ofSample('target', placed.row, target);
    }
    case 'edge':
      return expected(`${columns[placed.column - 1]?.linear}.weight`, placed.unit, placed.input);
    case 'cell': {
      // A table that scrolls has some of the rows alone.
      if (placed.rows === context.rows.length && placed.parameter !== context.rows[placed.row]) {
        return `stands in the row of ${context.rows[placed.row]}`;
      }
      const [, parameter, at] = /^(.*)\[(.*)\]$/.exec(placed.parameter)!;
      return expected(`${parameter}${placed.column === 'grad' ? '.grad' : ''}`, ...at.split(',').map(Number));
    }
    case 'matrix': {
      // All cells of a matrix are of one tensor; δᵀ is δ with rows and columns exchanged.
      const own = matrices.get(placed.matrix) ?? name!;
      matrices.set(placed.matrix, own);
      const { row, column, rows, transposed } = placed;
      const flat = rows === 1 ? column : row;
      const place = transposed ? [column, row] : [row, column];
      return index.length > 2
        ? expected(own, ...index.slice(0, -1), place[1])
        : expected(own, ...(index.length === 2 ? place : index.length === 1 ? [flat] : []));
    }
  }
}

/** The index of an element by its offset, row by row. */
function unravel(offset: number, shape: number[]): number[] {
  const rest =
    shape.length > 0 ? unravel(Math.floor(offset / shape[shape.length - 1]), shape.slice(0, -1)) : [];
  return shape.length > 0 ? [...rest, offset % shape[shape.length - 1]] : [];
}

/** The tensor that holds the number of a node, and its name. */
function ofNode(
  { kind, column }: { kind: 'sum' | 'value' | 'delta'; column: number },
  { trace, iteration, isAfter, columns }: Context
): { own: string; tensor: TensorData } {
  if (column === 0) {
    return { own: 'input', tensor: trace.data.input };
  }
  const { forward, backward } = isAfter ? passAfter(trace, iteration) : trace.iterations[iteration];
  const { linear, last } = columns[column - 1];
  if (kind !== 'delta') {
    const layer = kind === 'sum' ? linear! : last;
    return { own: `${layer}.output`, tensor: forward.find(each => each.layer === layer)!.output };
  }
  const own = linear ?? last;
  return { own: `${own}.output.grad`, tensor: backward.find(({ layer }) => layer === own)!.gradOutput };
}

/** Of the batch a node shows the mean of its unit's values and the sum of its unit's δs, which have no address. */
function batchProblem(
  {
    kind,
    ref,
    unit,
    value
  }: { kind: 'sum' | 'value' | 'delta'; ref: string | null; unit: number; value: number },
  tensor: TensorData
): string | null {
  const units = tensor.shape[tensor.shape.length - 1];
  const own = numbers(tensor).filter((_, i) => i % units === unit);
  const sum = own.reduce((total, x) => total + x, 0);
  const expected = kind === 'delta' ? sum : sum / own.length;
  // A trace made by hand may end in other bits; small sums of large numbers keep the error of these.
  const size = own.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-6);
  return ref !== null
    ? 'has an address, though it is of the whole batch'
    : Object.is(value, expected) || Math.abs(value - expected) <= 1e-6 * size
      ? null
      : `is not ${expected}`;
}

/** What is wrong with a probability without an address: softmax or σ of the outputs, or a mean over the batch. */
function probabilityProblem(
  { row, value }: { row: number; value: number },
  { trace, sample, iteration, isAfter }: Context
): string | null {
  const { forward } = isAfter ? passAfter(trace, iteration) : trace.iterations[iteration];
  const { output } = forward[forward.length - 1];
  const width = output.shape[output.shape.length - 1];
  const all = numbers(output);
  const made = (s: number): number => {
    const outputs = all.slice(s * width, (s + 1) * width);
    if (trace.model[trace.model.length - 1].type === 'Softmax') {
      return outputs[row];
    }
    const most = Math.max(...outputs);
    return trace.loss.type === 'BCEWithLogitsLoss'
      ? 1 / (1 + Math.exp(-outputs[row]))
      : Math.exp(outputs[row] - most) / outputs.reduce((sum, z) => sum + Math.exp(z - most), 0);
  };
  const samples = all.length / width;
  const mean = Array.from({ length: samples }, (_, s) => made(s)).reduce((sum, p) => sum + p, 0) / samples;
  const expected = sample === null ? mean : made(sample);
  return Math.abs(value - expected) <= 1e-12 ? null : `is not ${expected}`;
}
