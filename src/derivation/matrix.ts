import type { Tensor } from '../engine';
import type { Notation, Role } from '../engine/expression';
import { Sentence, say } from './derivation';
import { Stage, lastLayer } from './network';
import type { Operation } from './steps';
import { Terms, inputPlace } from './terms';

/** What the rows or columns of a matrix are. */
export type Axis = 'samples' | 'inputs' | 'neurons' | 'next neurons' | 'targets' | 'one';

/** A matrix of the trace, with its numbers and where each of them lives. */
export interface Matrix {
  symbol: Notation;
  role: Role;
  /** Drawn with its rows as columns: rows and columns below are those that are seen. */
  transposed: boolean;
  rows: number;
  columns: number;
  /** What a row stands for, and what a column. */
  axes: [Axis, Axis];
  at(row: number, column: number): number;
  /** The number's address; undefined for one that was derived. */
  ref(row: number, column: number): string | undefined;
  /** Of a factor: what of it makes one number of the result. */
  lit: 'row' | 'column' | 'cell';
}

/** What stands between matrices: a product has no sign. `f(` and `)` apply a function to each number. */
export type Sign = '' | '+' | '⊙' | '−' | `${string}(` | ')' | ',' | { scalar: Notation; value: number };

/** A step for all samples at once: result = parts. */
export interface MatrixForm {
  kind: Operation['kind'];
  result: Matrix;
  /** Matrices and the signs between them, from left to right. */
  parts: (Matrix | Sign)[];
  /** The number of the result that is looked at. */
  cell: { row: number; column: number };
  /** result ← parts. */
  becomes: boolean;
  /** What is to be seen. */
  note: Sentence;
  /** One like it: to be focused. */
  operation: Operation;
}

export const isMatrix = (part: Matrix | Sign): part is Matrix => typeof part === 'object' && 'rows' in part;

/** The rows and columns of a tensor, (samples × features) or of a weight; of one with one dimension one row. */
interface Source {
  tensor: Tensor;
  /** Its address without its index. */
  name: string;
  grad?: boolean;
}

/** Makes a step's matrices. */
class Matrices {
  constructor(readonly terms: Terms) {}

  of(symbol: Notation, role: Role, source: Source, axes: [Axis, Axis], lit: Matrix['lit']): Matrix {
    const { tensor, name, grad = false } = source;
    const flat = tensor.shape.length === 1;
    const [rows, columns] = flat ? [1, tensor.shape[0]] : tensor.shape;
    return {
      symbol,
      role,
      transposed: false,
      rows,
      columns,
      axes,
      at: (i, j) => tensor.data[i * columns + j],
      ref: (i, j) => this.terms.ref(name, flat ? [j] : this.place(name, axes, i, j), grad),
      lit
    };
  }

  private place(name: string, [axis]: [Axis, Axis], i: number, j: number): number[] {
    const { reader } = this.terms;
    return axis !== 'samples' ? [i, j] : name === 'input' ? inputPlace(reader, i, j) : reader.place(i, j);
  }

  /** What comes into a row of neurons. */
  incoming(stage: Stage, lit: Matrix['lit']): Matrix {
    const { stages } = this.terms.network;
    const before = stages[stages.indexOf(stage) - 1];
    return before ? this.output(lastLayer(before), lit, 'inputs') : this.input(lit);
  }

  /** What goes into a layer. */
  before(at: number, lit: Matrix['lit']): Matrix {
    return at === 0 ? this.input(lit) : this.output(at - 1, lit);
  }

  input(lit: Matrix['lit']): Matrix {
    const { reader, iteration } = this.terms;
    const source = { tensor: reader.layerInput(iteration, 0), name: 'input' };
    return this.of({ name: 'X' }, 'input', source, ['samples', 'inputs'], lit);
  }

  output(at: number, lit: Matrix['lit'], columns: Axis = 'neurons'): Matrix {
    const { terms } = this;
    const source = {
      tensor: terms.reader.layerOutput(terms.iteration, at),
      name: `${terms.name(at)}.output`
    };
    const role = terms.network.layers[at].type === 'Linear' ? 'z' : 'activation';
    return this.of(capital(terms.outputSymbol(at, 0)), role, source, ['samples', columns], lit);
  }

  /** δ, or ∂L/∂A. */
  outputGrad(at: number, lit: Matrix['lit'], columns: Axis = 'neurons'): Matrix {
    const { terms } = this;
    const source = {
      tensor: terms.reader.gradOutput(terms.iteration, at),
      name: `${terms.name(at)}.output`,
      grad: true
    };
    const symbol = capital(terms.outputGradSymbol(at, 0));
    return this.of(whole(symbol), 'gradient', source, ['samples', columns], lit);
  }

  weight(stage: Stage, lit: Matrix['lit'], axes: [Axis, Axis] = ['neurons', 'inputs']): Matrix {
    const name = this.terms.weightName(stage);
    return this.of(capital(this.terms.weightSymbol(stage, 0, 0)), 'weight', this.param(name), axes, lit);
  }

  bias(stage: Stage, lit: Matrix['lit']): Matrix {
    const name = this.terms.biasName(stage);
    const { sub: _unit, ...symbol } = this.terms.biasSymbol(stage, 0);
    return this.of(symbol, 'bias', this.param(name), ['one', 'neurons'], lit);
  }

  param(name: string): Source {
    return { tensor: this.terms.reader.param(this.terms.iteration, name)!, name };
  }

  paramGrad(name: string): Source {
    return { tensor: this.terms.reader.paramGrad(this.terms.iteration, name)!, name, grad: true };
  }

  /** f′(Z). */
  slopes(at: number, name: string): Matrix {
    const { reader, iteration } = this.terms;
    const f = this.terms.activation(at)!;
    const [z, a] = [reader.layerInput(iteration, at), reader.layerOutput(iteration, at)];
    const source = { tensor: z, name: '' };
    const slopes = this.of(
      { name, of: this.before(at, 'cell').symbol },
      'activation',
      source,
      ['samples', 'neurons'],
      'cell'
    );
    const { columns } = slopes;
    const value = (i: number, j: number): number => f.slope(z.data[i * columns + j], a.data[i * columns + j]);
    return { ...slopes, at: value, ref: () => undefined };
  }
}

/** A matrix is written with a capital, and without the index of a unit. */
function capital({ sub: _unit, by, ...symbol }: Notation): Notation {
  const letter = /^[xzawŷy]$/.test(symbol.name) ? symbol.name.toUpperCase() : symbol.name;
  return { ...symbol, name: letter, ...(by ? { by: capital(by) } : {}) };
}

/** ∂L of the whole batch, not of a sample. */
const whole = (symbol: Notation): Notation => (symbol.by ? { name: 'L', by: symbol.by } : symbol);

/** With rows as columns. */
export const transpose = (m: Matrix, lit: Matrix['lit']): Matrix => ({
  ...m,
  transposed: !m.transposed,
  rows: m.columns,
  columns: m.rows,
  axes: [m.axes[1], m.axes[0]],
  at: (i, j) => m.at(j, i),
  ref: (i, j) => m.ref(j, i),
  lit
});

/**
 * An operation for all samples and all units of its row at once, as matrices.
 * @returns null for what is no matrix of two dimensions, or what a layer does in a way of its own
 */
export function matrixForm(terms: Terms, operation: Operation): MatrixForm | null {
  const make = new Matrices(terms);
  const { sample } = terms;
  const { stages } = terms.network;
  const form = (
    result: Matrix,
    parts: MatrixForm['parts'],
    row: number,
    column: number,
    note: Sentence,
    becomes = false
  ): MatrixForm => ({ kind: operation.kind, result, parts, cell: { row, column }, note, becomes, operation });
  switch (operation.kind) {
    case 'z': {
      const { stage, unit } = operation;
      const parts: MatrixForm['parts'] = [
        make.incoming(stage, 'row'),
        '',
        transpose(make.weight(stage, 'row'), 'column'),
        ...(stage.bias ? (['+', make.bias(stage, 'column')] as const) : [])
      ];
      const note = say(
        'Column %1 of Wᵀ is row %1 of W: the weights of neuron %1. A row is a sample, and meets every column once.',
        unit + 1
      );
      return form(make.output(stage.linear!, 'cell'), parts, sample, unit, note);
    }
    case 'activation': {
      const { layer, unit } = operation;
      const f = terms.activation(layer);
      const { type } = terms.network.layers[layer];
      const note = f
        ? say('Number by number: each comes from the one at its own place.')
        : say('%1 works on whole rows: each number comes from all of its row.', type);
      const before = make.before(layer, f ? 'cell' : 'row');
      return form(make.output(layer, 'cell'), [`${f?.symbol ?? type}(`, before, ')'], sample, unit, note);
    }
    case 'loss': {
      const result = scalar({ name: 'L' }, 'loss', terms.reader.loss(terms.iteration), terms.ref('loss', []));
      const note = say('All of the predictions and all of the targets come to one number.');
      const last = lastLayer(stages[stages.length - 1]);
      const { type } = terms.reader.trace.loss;
      const parts: MatrixForm['parts'] = [`${type}(`, make.output(last, 'cell'), ',', targets(make), ')'];
      return form(result, parts, 0, 0, note);
    }
    case 'arrives':
      return arrives(make, operation, form);
    case 'slope': {
      const { layer, unit } = operation;
      const f = terms.activation(layer);
      const result = layer > 0 ? make.outputGrad(layer - 1, 'cell') : inputGrad(make);
      if (!f) {
        const note = say(
          '%1 works on whole rows: each number comes from all of its row.',
          terms.network.layers[layer].type
        );
        return form(result, ['backward(', make.outputGrad(layer, 'row'), ')'], sample, unit, note);
      }
      const slopes = make.slopes(layer, `${f.symbol}′`);
      const note = say(
        '⊙ multiplies number by number: each with the one at its own place, no rows with columns.'
      );
      return form(result, [make.outputGrad(layer, 'cell'), '⊙', slopes], sample, unit, note);
    }
    case 'weight':
    case 'bias':
      return gradient(make, operation, form);
    case 'update':
      return update(make, operation, form);
    default:
      return null;
  }
}

type Form = (
  result: Matrix,
  parts: MatrixForm['parts'],
  row: number,
  column: number,
  note: Sentence,
  becomes?: boolean
) => MatrixForm;

/** ∂L/∂A = δ W of the next row, or at the end the loss's slope. */
function arrives(
  make: Matrices,
  { stage, unit }: Extract<Operation, { kind: 'arrives' }>,
  form: Form
): MatrixForm | null {
  const { terms } = make;
  const { stages } = terms.network;
  const next = stages[stages.indexOf(stage) + 1];
  const last = lastLayer(stage);
  const result = make.outputGrad(last, 'cell');
  if (!next) {
    const note = say('Each prediction is compared with its own target. A mean’s 1/N is in every number.');
    const parts: MatrixForm['parts'] = [
      `${terms.reader.trace.loss.type}′(`,
      make.output(last, 'row'),
      ',',
      targets(make),
      ')'
    ];
    return form(result, parts, terms.sample, unit, note);
  }
  if (next.linear === null) {
    return null;
  }
  const weight = make.weight(next, 'column', ['next neurons', 'neurons']);
  const parts: MatrixForm['parts'] = [make.outputGrad(next.linear, 'row', 'next neurons'), '', weight];
  const note = say(
    'Column %1 of W: every weight that leads on from neuron %1. Forward W is transposed, backward it is not.',
    unit + 1
  );
  return form(result, parts, terms.sample, unit, note);
}

/** ∂L/∂W = δᵀ X, and ∂L/∂b = 1ᵀ δ, with what was there before. */
function gradient(
  make: Matrices,
  operation: Extract<Operation, { kind: 'weight' | 'bias' }>,
  form: Form
): MatrixForm {
  const { terms } = make;
  const { stage, unit } = operation;
  const { reader, iteration } = terms;
  const isBias = operation.kind === 'bias';
  const name = isBias ? terms.biasName(stage) : terms.weightName(stage);
  const axes: [Axis, Axis] = isBias ? ['one', 'neurons'] : ['neurons', 'inputs'];
  const by = isBias ? make.bias(stage, 'cell').symbol : make.weight(stage, 'cell').symbol;
  const result = make.of({ name: 'L', by }, 'gradient', make.paramGrad(name), axes, 'cell');
  const delta = make.outputGrad(stage.linear!, 'column');
  const g0: Matrix = {
    ...result,
    symbol: { name: 'G', sub: '0' },
    at: (i, j) => reader.gradBefore(iteration, name, i * result.columns + j),
    ref: () => undefined,
    lit: 'cell'
  };
  const before: MatrixForm['parts'] = reader.hasGradsBefore(iteration) ? ['+', g0] : [];
  if (isBias) {
    const ones: Matrix = {
      ...delta,
      symbol: { name: '1' },
      role: 'rate',
      transposed: true,
      rows: 1,
      columns: delta.rows,
      axes: ['one', 'samples'],
      at: () => 1,
      ref: () => undefined,
      lit: 'row'
    };
    const note = say(
      '1ᵀ adds the rows of δ, a row a sample: b takes part in each of them, with a slope of 1.'
    );
    return form(result, [ones, '', delta, ...before], 0, unit, note);
  }
  const { input } = operation;
  const note = say(
    'Row %1 of δᵀ: neuron %1’s δ, sample by sample. Column %2: what came in along the weight. Each product is a sample’s share; their sum is the gradient.',
    unit + 1,
    input + 1
  );
  const parts: MatrixForm['parts'] = [transpose(delta, 'row'), '', make.incoming(stage, 'column'), ...before];
  return form(result, parts, unit, input, note);
}

/** W ← W − η G where that is what the optimiser did, else W ← W + ΔW. */
function update(make: Matrices, operation: Extract<Operation, { kind: 'update' }>, form: Form): MatrixForm {
  const { terms } = make;
  const { stage, unit, input } = operation;
  const { reader, iteration } = terms;
  const isBias = input === null;
  const name = isBias ? terms.biasName(stage) : terms.weightName(stage);
  const before = isBias ? make.bias(stage, 'cell') : make.weight(stage, 'cell');
  const found = reader.trace.iterations[iteration].update.find(({ param }) => param === name)!;
  const tensor = (data: typeof found.after): Source => ({ tensor: reader.tensor(data), name: '' });
  const derived = (data: typeof found.after, symbol: Notation): Matrix => ({
    ...make.of(symbol, before.role, tensor(data), before.axes, 'cell'),
    ref: () => undefined
  });
  const result = derived(found.after, before.symbol);
  const step = derived(found.step, { ...before.symbol, name: `Δ${before.symbol.name}` });
  const grad = make.of(
    { name: 'L', by: before.symbol },
    'gradient',
    make.paramGrad(name),
    before.axes,
    'cell'
  );
  const lr = Number({ ...reader.trace.optimizer, ...found.options }.lr);
  const [steps, grads] = [reader.tensor(found.step).data, reader.tensor(found.grad).data];
  const largest = steps.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  // A step is after − before, which rounds; of a weight much larger than its step it keeps few digits.
  const plain =
    reader.trace.optimizer!.type === 'SGD' &&
    steps.every((x, i) => Math.abs(x + lr * grads[i]) <= 1e-6 * largest);
  const parts: MatrixForm['parts'] = plain
    ? [before, '−', { scalar: { name: 'η' }, value: lr }, grad]
    : [before, '+', step];
  const [row, column] = isBias ? [0, unit] : [unit, input];
  const note = say(
    'Number by number: the gradient has the shape of its parameter, and each number meets its own.'
  );
  return form(result, parts, row, column, note, true);
}

function inputGrad(make: Matrices): Matrix {
  const { reader, iteration } = make.terms;
  const source = { tensor: reader.gradInput(iteration, 0), name: 'input', grad: true };
  return make.of({ name: 'L', by: { name: 'X' } }, 'gradient', source, ['samples', 'inputs'], 'cell');
}

/** Y; where the targets name classes, a column of them. */
function targets(make: Matrices): Matrix {
  const { reader } = make.terms;
  const tensor = reader.target;
  const y = make.of({ name: 'Y' }, 'target', { tensor, name: 'target' }, ['samples', 'targets'], 'row');
  return tensor.shape.length > 1
    ? y
    : {
        ...y,
        rows: tensor.shape[0],
        columns: 1,
        at: i => tensor.data[i],
        ref: i => make.terms.ref('target', reader.place(i))
      };
}

const scalar = (symbol: Notation, role: Role, value: number, ref: string): Matrix => ({
  symbol,
  role,
  transposed: false,
  rows: 1,
  columns: 1,
  axes: ['one', 'one'],
  at: () => value,
  ref: () => ref,
  lit: 'cell'
});

/** Whether a number of a part takes part in the number of the result that is looked at. */
export function isLit({ lit }: Matrix, { row, column }: MatrixForm['cell'], i: number, j: number): boolean {
  return (lit === 'column' || i === row) && (lit === 'row' || j === column);
}

/** The forms of several operations, each once: of the operations of a row that is one product. */
export function matrixForms(terms: Terms, operations: Operation[]): MatrixForm[] {
  const forms = new Map<string, MatrixForm>();
  for (const operation of operations) {
    const of = operation.kind === 'update' && operation.input === null ? 'bias' : '';
    const stage = 'stage' in operation ? operation.stage.number : '';
    const layer = 'layer' in operation ? operation.layer : '';
    const key = `${operation.kind}${of} ${stage} ${layer}`;
    const form = forms.has(key) ? null : matrixForm(terms, operation);
    if (form) {
      forms.set(key, form);
    }
  }
  return [...forms.values()];
}
