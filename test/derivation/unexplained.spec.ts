import {
  BCELoss,
  Linear,
  Module,
  MSELoss,
  Optimizer,
  Parameter,
  Residual,
  Sequential,
  Sigmoid,
  Tanh,
  Tensor,
  TensorLike,
  manualSeed
} from '../../src/engine';
import type { Definition } from '../../src/engine/formula/expression';
import { Operation, Terms, english, networkOf, sentenceText } from '../../src/derivation';
import { unexplained } from '../../src/derivation/unexplained';
import { TraceReader, decodeTensor, record } from '../../src/trace';

class Double extends Module {
  override forward(input: TensorLike): Tensor {
    const x = Tensor.from(input);
    return new Tensor(
      x.shape,
      x.data.map(value => 2 * value)
    );
  }
  override backward(gradOutput: TensorLike): Tensor {
    const g = Tensor.from(gradOutput);
    return new Tensor(
      g.shape,
      g.data.map(value => 2 * value)
    );
  }
}

class Squared extends MSELoss {}

class Plain extends Optimizer {
  constructor(parameters: Parameter[]) {
    super(parameters, { lr: 0.1 });
  }
  override explain(): Definition[] {
    return [];
  }
  protected override stepOne(parameter: Parameter): void {
    parameter.data.forEach((value, i) => (parameter.data[i] = value - 0.1 * parameter.grad.data[i]));
  }
}

function reasons(
  model: Sequential,
  operation: (of: Terms) => Operation,
  loss = new BCELoss() as MSELoss | BCELoss
): string[] {
  const optimizer = new Plain(model.parameters());
  const trace = record(model, { input: [[0.5, 0.2]], target: [[1]], loss, optimizer });
  const terms = new Terms(new TraceReader(trace), 0, 0);
  expect(networkOf(trace)).toBe(terms.network);
  return unexplained(terms, operation(terms)).map(sentence => sentenceText(sentence, english));
}

const known = (): Sequential => new Sequential(new Linear(2, 1), new Sigmoid());
const own = (): Sequential => new Sequential(new Linear(2, 1), new Double(), new Sigmoid());

test('gives no reason for operations with a formula', () => {
  const stage = (of: Terms) => of.network.stages[0];
  expect(reasons(known(), of => ({ kind: 'z', stage: stage(of), unit: 0 }))).toEqual([]);
  expect(reasons(known(), of => ({ kind: 'activation', stage: stage(of), unit: 0, layer: 1 }))).toEqual([]);
  expect(reasons(known(), () => ({ kind: 'loss' }))).toEqual([]);
  expect(reasons(own(), of => ({ kind: 'activation', stage: stage(of), unit: 0, layer: 2 }))).toEqual([]);
});

test('names a learner’s own layer, loss and optimiser', () => {
  const stage = (of: Terms) => of.network.stages[0];
  expect(reasons(own(), of => ({ kind: 'activation', stage: stage(of), unit: 0, layer: 1 }))).toEqual([
    'Double is your own layer: its numbers are shown, its formula is not known.'
  ]);
  expect(reasons(known(), () => ({ kind: 'loss' }), new Squared())).toEqual([
    'Squared is your own loss: its numbers are shown, its formula is not known.'
  ]);
  expect(reasons(known(), of => ({ kind: 'arrives', stage: stage(of), unit: 0 }), new Squared())).toEqual([
    'Squared is your own loss: its numbers are shown, its formula is not known.'
  ]);
  expect(reasons(known(), of => ({ kind: 'update', stage: stage(of), unit: 0, input: 0 }))).toEqual([
    'Plain is your own optimiser: its steps are shown, its formula is not known.'
  ]);
});

test('says that a nested layer which does not reproduce its recording can’t be computed again', () => {
  manualSeed(2);
  const model = new Sequential(new Linear(2, 2), new Residual(new Sequential(new Linear(2, 2), new Tanh())));
  const trace = record(model, { input: [[1, -2]], target: [[1, 0]], loss: new MSELoss() });
  const { forward } = trace.iterations[0];
  const numbers = Array.from(decodeTensor(forward[1].output).data);
  forward[1].output = { shape: [1, 2], data: [numbers[0] + 1, numbers[1]] };
  const terms = new Terms(new TraceReader(trace), 0, 0);
  const stage = terms.network.stages.find(({ activations }) => activations.includes(1))!;
  const found = unexplained(terms, { kind: 'activation', stage, unit: 0, layer: 1 });
  expect(found.map(sentence => sentenceText(sentence, english))).toEqual([
    'Residual can’t be computed again here: its numbers are shown, without a formula.'
  ]);
});
