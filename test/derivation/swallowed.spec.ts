/** A step too small for the digits of its weight: the chain's value is told, and that the weight stays. */
import { Linear, MSELoss, RMSprop, SGD, Sequential } from '../../src/engine';
import { Program, deriveStep, english, lineToText, sentenceText } from '../../src/derivation';
import type { Optimizer, Parameter } from '../../src/engine';
import { Terms } from '../../src/derivation/terms';
import { TraceReader, record } from '../../src/trace';

/** The update of w = 1, for x = 1. */
function updateOf(
  make: (parameters: Parameter[]) => Optimizer,
  target: number
): ReturnType<typeof deriveStep> {
  const model = new Sequential(new Linear(1, 1, { bias: false }));
  model.loadStateDict({ '0.weight': [[1]] });
  const optimizer = make(model.parameters());
  const trace = record(model, { input: [[1]], target: [[target]], loss: new MSELoss(), optimizer });
  const program = new Program(trace, 'operation');
  return deriveStep(new Terms(new TraceReader(trace), 0, 0), program.step(program.length - 2), 'operation');
}

test('says the step of the chain, and that the weight stays', () => {
  const { blocks, remarks } = updateOf(parameters => new SGD(parameters, { lr: 0.001 }), 1 + 3e-14);
  expect(blocks[0].lines.map(line => lineToText(line, 4))).toEqual([
    'Δw = −η · ∂L/∂w = −0.001 · (−5.995×10⁻¹⁴) = 5.995×10⁻¹⁷',
    expect.stringMatching(/^w ← w \+ Δw = 1 \+ 5\.995\d*×10⁻¹⁷ ≈ 1$/) as string
  ]);
  expect(remarks.map(remark => sentenceText(remark, english))).toEqual([
    'w stays as it is: it has about 16 significant digits, and Δw is too small to change the last of them.'
  ]);
});

test('says nothing of a step that arrives', () => {
  expect(updateOf(parameters => new SGD(parameters, { lr: 0.001 }), 2).remarks).toEqual([]);
});

test('puts a negative gradient in parentheses', () => {
  const { blocks } = updateOf(parameters => new RMSprop(parameters, { lr: 0.1 }), 2);
  expect(blocks[0].lines.map(line => lineToText(line, 4))).toContain(
    'Δw = −η · ∂L/∂w / (sqrt(s) + ε) = −0.1 · (−2) / (sqrt(0.04000) + 1×10⁻⁸) = 1.000'
  );
});
