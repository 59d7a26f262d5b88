/** "=" and "≈" between the numbers of a line and its result, in text, TeX, speech and static versions. */
import { LogSoftmax, Linear, MSELoss, Module, Sequential, Sigmoid, Softmax, Tanh } from '../../../src/engine';
import { product, quantity } from '../../../src/engine/formula/expression';
import { Line, Program, TeXPrinter, Terms, english, lineToText, stepToSpeech } from '../../../src/derivation';
import { deriveStep } from '../../../src/derivation/derive';
import { toHtml } from '../../../src/document/html';
import { traceDocument } from '../../../src/document/traceDocument';
import { TraceReader, record } from '../../../src/trace';

const layer = (weights: number[][], bias: number[]): Linear => {
  const linear = new Linear(weights[0].length, weights.length);
  linear.weight.data.set(weights.flat());
  linear.bias!.data.set(bias);
  return linear;
};

/** The lines of all steps as text, TeX and speech, and the static version, of a pass of one sample. */
function printed(model: Module, input: number[], target: number[]) {
  const made = record(model, { input: [input], target: [target], loss: new MSELoss() });
  const terms = new Terms(new TraceReader(made), 0, 0);
  const program = new Program(made, 'operation');
  const steps = Array.from({ length: program.length }, (_, n) =>
    deriveStep(terms, program.step(n), 'operation', false)
  );
  const lines: Line[] = steps.flatMap(({ blocks }) => blocks.flatMap(each => each.lines));
  return {
    text: lines.map(line => lineToText(line, 4)),
    tex: lines.map(line => new TeXPrinter({ digits: 4 }).line(line, true)),
    speech: steps.map(step => stepToSpeech(step, english, 4)),
    html: toHtml(traceDocument(made, english, 4), english, 4)
  };
}

const sequence = (...layers: Module[]): Module => new Sequential(...(layers as []));

test('writes ≈ before a product that underflows', () => {
  const { text, tex, speech, html } = printed(sequence(layer([[1e-200]], [0])), [1e-200], [0]);
  expect(text[0]).toBe('ŷ = w · x + b = 1×10⁻²⁰⁰ · 1×10⁻²⁰⁰ + 0 ≈ 0');
  expect(tex[0]).toMatch(/\\approx \\boldsymbol\{0\}$/);
  expect(speech[0]).toMatch(/plus 0, which is about 0\.$/);
  expect(html).toMatch(/≈.<strong>0<\/strong>/u);
});

test('writes ≈ before a saturated function, = before an exact value', () => {
  expect(printed(sequence(layer([[1]], [0]), new Sigmoid()), [40], [0]).text.join('\n')).toMatch(
    /e?\S*40\)\) ≈ 1$/m
  );
  expect(printed(sequence(layer([[1]], [0]), new Sigmoid()), [-800], [0]).text.join('\n')).toMatch(/≈ 0$/m);
  expect(printed(sequence(layer([[1]], [0]), new Tanh()), [25], [0]).text.join('\n')).toMatch(
    /tanh\(25\) ≈ 1$/m
  );
  const exact = printed(sequence(layer([[1]], [0]), new Sigmoid()), [0], [0]);
  expect(exact.text.join()).not.toContain('≈');
  expect(exact.html).not.toContain('≈');
});

test('writes ≈ where a softmax of exactly 1 swallows the others', () => {
  const model = sequence(layer([[1], [0], [0]], [60, 0, 0]), new Softmax());
  const { text } = printed(model, [0], [0, 1, 0]);
  expect(text.find(line => line.startsWith('ŷ₁'))).toMatch(/ ≈ 1$/);
  const chain = text.filter(
    line => line.startsWith('δ₁ =') && line.includes('+ 5.838×10⁻²⁷ · (−8.757×10⁻²⁷)')
  );
  expect(chain).toEqual([
    expect.stringMatching(/0\.6667 · 0 \+ \(−0\.6667\) · \(−8\.757×10⁻²⁷\) \+ .* ≈ 0$/)
  ]);
});

test('writes ≈ where a LogSoftmax loses an e⁻⁸⁰⁰', () => {
  const model = sequence(layer([[1], [0]], [800, 0]), new LogSoftmax());
  expect(printed(model, [0], [0, 0]).text.join('\n')).toContain('≈');
});

test('keeps = where rounding hides what is lost', () => {
  const { text } = printed(sequence(layer([[1.23456, 1e-20]], [0.1])), [1.3, 1], [2]);
  expect(text[0]).toMatch(/ = 1\.705$/);
});

test('writes ≈ where a factor is too small to have all its digits', () => {
  const [a, b, c] = [1e300, 5e-321, 1e300 * 5e-321].map((x, i) => quantity({ name: 'abc'[i] }, 'z', x));
  expect(lineToText({ left: c, forms: [product(a, b)], result: c }, 5)).toMatch(/ ≈ 4\.9999×10⁻²¹$/);
});
