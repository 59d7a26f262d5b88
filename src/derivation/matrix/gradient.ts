import type { Notation } from '../../engine/formula/expression';
import { say } from '../derivation';
import type { Operation } from '../steps';
import { Axis, Form, Matrix, MatrixForm, transpose } from './matrix';
import { StepMatrices, Source } from './stepMatrices';

/** ∂L/∂W = δᵀ X and ∂L/∂b = 1ᵀ δ, plus the gradient from before. */
export function gradient(
  make: StepMatrices,
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

/** W ← W − η G if the optimiser did just that, else W ← W + ΔW. */
export function updateForm(
  make: StepMatrices,
  operation: Extract<Operation, { kind: 'update' }>,
  form: Form
): MatrixForm {
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
  const options = { ...reader.trace.optimizer, ...found.options };
  const lr = Number(options.lr);
  const parts: MatrixForm['parts'] = isPlain(reader.trace.optimizer!.type, options)
    ? [before, '−', { scalar: { name: 'η' }, value: lr }, grad]
    : [before, '+', step];
  const [row, column] = isBias ? [0, unit] : [unit, input];
  const note = say(
    'Number by number: the gradient has the shape of its parameter, and each number meets its own.'
  );
  return form(result, parts, row, column, note, true);
}

/** Whether every step is −η times the gradient. */
const isPlain = (optimizer: string, { momentum, weightDecay, maximize }: Record<string, unknown>): boolean =>
  optimizer === 'SGD' && !momentum && !weightDecay && !maximize;
