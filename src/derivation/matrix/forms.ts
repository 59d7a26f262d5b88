import type { Role, Notation } from '../../engine/formula/expression';
import { Sentence, say } from '../derivation';
import { lastLayer } from '../network';
import type { Operation } from '../steps';
import { Terms, symbol } from '../terms';
import { gradient, updateForm } from './gradient';
import { Form, Matrix, MatrixForm, transpose } from './matrix';
import { StepMatrices } from './stepMatrices';

/**
 * An operation for all samples and all units of its row at once, as matrices.
 * @returns null for tensors of other than two dimensions, and for layers that compute in their own way
 */
export function matrixForm(terms: Terms, operation: Operation): MatrixForm | null {
  const make = new StepMatrices(terms);
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
      const result = scalar(
        symbol(terms.loss()),
        'loss',
        terms.reader.loss(terms.iteration),
        terms.ref('loss', [])
      );
      const note = say('All of the outputs and all of the targets come to one number.');
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
      return updateForm(make, operation, form);
    case 'after':
      return terms.after && matrixForm(terms.after, { kind: 'loss' });
    default:
      return null;
  }
}

/** ∂L/∂A = δ W, with δ and W of the next row; for the last row, ∂L/∂Ŷ from the loss. */
function arrives(
  make: StepMatrices,
  { stage, unit }: Extract<Operation, { kind: 'arrives' }>,
  form: Form
): MatrixForm | null {
  const { terms } = make;
  const { stages } = terms.network;
  const next = stages[stages.indexOf(stage) + 1];
  const last = lastLayer(stage);
  const result = make.outputGrad(last, 'cell');
  if (!next) {
    const note = say('Each output is compared with its own target. A mean’s 1/N is in every number.');
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

/** The forms of several operations, each once: the operations of a row are one product. */
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

function inputGrad(make: StepMatrices): Matrix {
  const { reader, iteration } = make.terms;
  const source = { tensor: reader.gradInput(iteration, 0), name: 'input', grad: true };
  return make.of({ name: 'L', by: { name: 'X' } }, 'gradient', source, ['samples', 'inputs'], 'cell');
}

/** Y; a column of classes if the targets name classes. */
function targets(make: StepMatrices): Matrix {
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
